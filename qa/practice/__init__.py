"""Practice: drills of moments that were missed, and whole calls that are rehearsed; never mixed into live figures."""
