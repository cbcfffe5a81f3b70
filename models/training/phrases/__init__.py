"""The fit of the phrase verdicts: labelled calls into rows, rows into weights."""
