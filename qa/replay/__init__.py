"""Replay: a draft rubric held against calls that were heard already, beside the present one. Nothing is kept."""
