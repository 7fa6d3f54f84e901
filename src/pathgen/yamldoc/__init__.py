"""The text of a YAML file: decoded, parsed with the place of each value, edited and formatted."""
