"""A value ends at a `#` in it, as YAML takes the rest of the line for a comment.

A space and `#` start a comment in YAML, so that `title: Lecture #1 of two` says "Lecture", and no reader sees the rest.
Put such a value in quotes. A comment is not reported if it has a space after its `#`.

Bad:

    topics:
      - id: basics
        title: Basics
        resources:
          - title: Lecture #1 of two
            url: https://example.org/a

Good:

    topics:
      - id: basics
        title: Basics
        resources:
          - title: "Lecture #1 of two"  # the second is not online
            url: https://example.org/a
"""

from pathgen.diagnostics import Severity

CODE = "cut-off-value"
SEVERITY = Severity.WARNING
