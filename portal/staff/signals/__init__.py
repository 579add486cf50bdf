"""Signals as staff meet them: the list, each with its evidence, what was done, what was marked."""
