"""The site: from a catalogue to pages on disk, and by an engine to HTML that is checked before it is published."""
