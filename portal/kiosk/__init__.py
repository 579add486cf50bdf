"""The tablet at the counter: its page, how it is paired, and what it tells of itself."""
