"""The file is YAML, but not a catalogue: it is empty, a list or a single value.

A catalogue is a mapping. The shortest one that holds something starts like the good example of any other rule.

Mend it by starting the file with `path:`, and check that it is the file you meant.
"""

CODE = "not-a-catalogue"
FATAL = True
