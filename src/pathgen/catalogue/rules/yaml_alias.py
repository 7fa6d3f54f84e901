"""The file uses an anchor or an alias, which are not read.

A few lines of aliases that repeat aliases stand for billions of values, and stop the program that reads them. To list
an entry in a second place, refer to its id: then it can have a note of its own there, too.

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
