"""A merge lost an entry, or a field of one, that a side of it has and the other did not delete.

Two people who add an entry at one place of a list have a conflict. Git takes lines that are equal in both entries out
of it, so whoever accepts both sides takes these fields from the first entry, and the catalogue is still valid.
`pathgen validate` compares the catalogue with both sides while a merge is going on, and right after it. With
`--changed-since`, as in a new project's workflow for pull requests, it looks at every merge since then. Put back what
is lost; where it was left out on purpose, the next commit ends the warning, in a pull request its merge.

Bad, where `kind: notes` is in both entries that were added:

    topics:
      - id: basics
        title: Basics
        resources:
          - title: A page
            url: https://example.org/a
          - title: Another page
            url: https://example.org/b
            kind: notes

Good:

    topics:
      - id: basics
        title: Basics
        resources:
          - title: A page
            url: https://example.org/a
            kind: notes
          - title: Another page
            url: https://example.org/b
            kind: notes
"""

from pathgen.diagnostics import Severity

CODE = "lost-in-merge"
SEVERITY = Severity.WARNING
