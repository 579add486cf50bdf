"""The citizen's minute, measured: what a phone loads, and who can use it."""
