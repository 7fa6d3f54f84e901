"""What pathgen says in the language of a catalogue: messages, a project's overrides, labels of values."""
