"""The method: every definition, formula, source, limit and known weakness, said to a reader."""
