"""A comment that ignores a rule has no reason, names no known rule, or is not needed.

`# pathgen: ignore[rule] why`, at the end of a line or alone on the line above it, ignores the problems of a rule on
that line; several rules are separated by commas. Whoever comes later needs the reason to know whether it still applies,
and a comment that ignores nothing any more may hide the next mistake. In prose, the comment is one of HTML:
`<!-- pathgen: ignore[unused-prose] a draft -->`. What makes a catalogue unusable cannot be ignored.

Bad:

    topics:
      - id: basics
        title: Basics
        resources:
          - title: A page  # pathgen: ignore[title-hygiene] an old name
            url: https://example.org/a

Good:

    topics:
      - id: basics
        title: Basics
        resources:
          - title: HOW TO TRAIN A NETWORK  # pathgen: ignore[title-hygiene] its authors call it that
            url: https://example.org/a
"""

from pathgen.diagnostics import Severity

CODE = "bad-ignore"
SEVERITY = Severity.WARNING
