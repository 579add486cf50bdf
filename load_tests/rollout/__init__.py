"""The city's roll-out, played over HTTP: who comes when, and how long they may have to wait."""
