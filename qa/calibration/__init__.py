"""Calibration: several people score the same calls blind, then see how far they and the machine agree."""
