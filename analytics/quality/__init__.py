"""Managing quality: what a signal leads to, until the citizen hears of it."""
