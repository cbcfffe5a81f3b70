"""Drills: a customer's sentence is heard, a better reply to it recorded, and judged by the rule of the call."""
