"""What programs read of a site: one file a format, each a function from a catalogue to what is written."""
