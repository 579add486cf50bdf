"""The pages of "you said, we did"."""
