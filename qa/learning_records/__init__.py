"""What people did to learn, told to a learning record store outside, in statements of the Experience API."""
