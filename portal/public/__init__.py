"""Pages for everybody: finding an office, and what its visitors said of it."""
