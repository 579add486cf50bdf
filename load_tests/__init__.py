"""The city's roll-out, played over HTTP."""
