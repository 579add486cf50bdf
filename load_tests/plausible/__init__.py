"""Made-up responses by the million, for measuring: labelled as simulated, counted as real ones."""
