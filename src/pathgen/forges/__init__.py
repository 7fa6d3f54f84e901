"""What the hosts of repositories know of the entries and libraries that are kept there."""
