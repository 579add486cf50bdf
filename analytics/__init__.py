"""What the responses mean."""
