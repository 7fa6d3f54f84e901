"""Something has another id than before, and its former id is not among its `aliases`.

Readers' ticks are stored under ids, and their links lead to ids. An entry without an `id` has one that is made from the
id of its step or topic and from its title, so that a corrected title changes it; that of a question is made from its
words. The rule needs to know what the ids were: `pathgen validate --changed-since REV` compares the catalogue with its
version at a git revision. `pathgen diff REV --keep-ids` writes the missing lines. The aliases of a step or topic count
for the ids made from its id.

What is only like something that had another id is a notice: it may as well be something new.

Bad, where the step was `id: dough` before:

    steps:
      - id: knead
        title: Knead the dough

Good:

    steps:
      - id: knead
        title: Knead the dough
        aliases: dough
"""

from __future__ import annotations

from pathgen.diagnostics import Severity

CODE = "lost-id"
SEVERITY = Severity.WARNING
