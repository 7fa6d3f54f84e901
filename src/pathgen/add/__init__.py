"""Adding an entry: what its page says of itself, where it goes, and what is already there."""
