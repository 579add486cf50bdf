"""The work on a citizen's case, from the wish for an answer to the citizen's verdict on it."""
