"""Those who work with the results: who they are, what they may see, and the record of it."""
