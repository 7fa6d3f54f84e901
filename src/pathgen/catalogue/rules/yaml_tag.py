"""The file uses a YAML tag, which is not supported.

A tag such as `!!python/object` asks the program that reads the file to run code. A catalogue does not need tags: the
field decides what its value means, so `1.10` and `no` in a title stay as they are written.

Bad:

    topics:
      - id: basics
        title: !!str 1.10

Good:

    topics:
      - id: basics
        title: 1.10
"""

CODE = "yaml-tag"
FATAL = True
