"""Charts as plain values: where each mark stands, for a template to draw as SVG."""
