"""Where the day begins: an agent's own first page, and that of a trainer beside the board of a cohort."""
