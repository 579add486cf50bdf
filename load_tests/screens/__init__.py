"""Pictures of every page, for whoever wants to see the portal before installing it."""
