"""Numbers: what the counts mean, with their sources, intervals and limits."""
