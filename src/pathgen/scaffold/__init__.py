"""A new project: its starter files, and the code that writes them."""
