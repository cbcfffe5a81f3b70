"""Whether the programme takes hold: figures of adoption, transfer, consistency and effect, with their uncertainty."""
