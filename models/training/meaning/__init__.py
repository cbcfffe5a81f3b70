"""Fits the judge of same sense: the pairs, the fit, and its measurement on labelled calls."""
