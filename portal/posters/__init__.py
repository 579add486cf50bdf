"""Posters, counter cards, table tents and slips: one drawing for paper and for the screen."""
