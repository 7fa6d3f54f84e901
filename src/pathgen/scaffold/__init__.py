"""A new project: its starter files, and the command that writes them."""
