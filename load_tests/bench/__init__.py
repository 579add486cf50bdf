"""The bench: what one machine carries, measured against what it could carry at all."""
