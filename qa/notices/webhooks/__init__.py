"""What leaves the house: signed messages to addresses that an administrator named, by the Standard Webhooks."""
