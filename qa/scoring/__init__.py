"""Findings and a rubric into suggestions; suggestions and answers into a score. Pure."""
