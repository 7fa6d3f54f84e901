"""Archived copies: find copies of dead pages, and archive the pages of entries that have none."""
