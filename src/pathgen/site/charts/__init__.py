"""Charts as plain values: the place of each mark, for a template to draw as SVG."""
