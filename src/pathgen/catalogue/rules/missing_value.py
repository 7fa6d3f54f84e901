"""A field is there, but nothing stands behind it.

It may be a line that waits to be filled in. Whoever reads the file cannot tell, so give it a value or leave it out:
what is not known is simply not written. That is why this rule cannot be turned down.

Bad:

    topics:
      - id: basics
        title:

Good:

    topics:
      - id: basics
        title: Basics
"""

CODE = "missing-value"
FATAL = True
