"""Exemplars: moments of real calls that show how it is done, collected to be heard by others."""
