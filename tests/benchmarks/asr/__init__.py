"""How fast calls are heard, how well, and in how much memory: see README.md."""
