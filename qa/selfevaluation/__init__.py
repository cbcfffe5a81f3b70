"""Self-evaluation: the agent answers the rubric for a call of their own, to be laid beside the reviewer's answers."""
