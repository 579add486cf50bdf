"""What citizens told us."""
