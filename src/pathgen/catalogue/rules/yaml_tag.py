"""The file uses a YAML tag, which is not read.

A tag such as `!!python/object` asks the program that reads the file to run code. A catalogue needs none: the field
decides what its value means, so `1.10` and `no` in a title stay those characters.

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
