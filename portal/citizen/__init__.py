"""The citizen's pages: scan, tap, and what may follow."""
