"""Add an entry: read the metadata of its page, find its section, and find similar entries."""
