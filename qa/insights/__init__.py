"""What many calls say together: scores, tone and conduct over time and by whom, topics, and promises that were made."""
