"""Where an agent's day begins: what went well, what is worth hearing again, and how one's own targets are doing."""
