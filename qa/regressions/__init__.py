"""Regressions: answers that people settled, which every change of a rubric or a model has to give as well."""
