"""Work that nobody waits for: sealing, reading, publishing, forgetting, roots."""
