"""Offices in which nothing happens, and offices in which something does, watched by our rules."""
