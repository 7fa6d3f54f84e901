"""The file is YAML but not a catalogue: it is empty, a list or a single value.

A catalogue is a mapping, in which every top-level line looks like `topics:`. The good example of any other rule shows
how one starts.

To fix it, check that this is the right file, and that it starts with `path:`.
"""

CODE = "not-a-catalogue"
FATAL = True
