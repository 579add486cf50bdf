"""Watching units: what is usual for each, and the signals that are raised when it is no longer."""
