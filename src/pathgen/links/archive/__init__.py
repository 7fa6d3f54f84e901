"""Archived copies: which entries need one, and what the Wayback Machine is asked and answers."""
