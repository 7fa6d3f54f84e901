"""The file uses a YAML anchor or alias, which is not supported.

A few lines of aliases that repeat aliases can expand to billions of values, and crash the program that reads them. To
list an entry in a second place, refer to its id with `ref`: there it can have its own note, too.

Bad:

    topics:
      - &basics
        id: basics
        title: Basics
      - *basics

Good:

    topics:
      - id: basics
        title: Basics
        resources:
          - {id: a-page, title: A page, url: "https://example.org/a"}
      - id: reading
        title: Reading
        resources:
          - ref: a-page
            why: Read it twice.
"""

CODE = "yaml-alias"
FATAL = True
