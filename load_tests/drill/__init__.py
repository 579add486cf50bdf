"""Several machines played on one: what happens to the ratings when one of them dies."""
