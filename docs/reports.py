"""The page on report formats: the docstring of each format, and an example that its function writes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click

from pathgen.catalogue.load import Loaded, parse
from pathgen.cli import COMMANDS, main
from pathgen.cli.exit_status import MEANINGS
from pathgen.links.collect import collect
from pathgen.links.reasons import REASONS
from pathgen.links.report import LinkReport, report_of
from pathgen.links.reports import FORMATS
from pathgen.links.verdict import Result
from pathgen.reports import REPORTS

FILE = "resources.yaml"
WRONG = """\
path: {title: Bread from scratch}
steps:
  - id: dough
    title: Make a dough
    resources:
      - title: Notes on kneading
        url: https://example.org/notes
        kind: note
"""
"""A catalogue with an error for `validate`; with the last line fixed, it is the example for `check-links`."""
HEAD = f"""\
# Report formats

`pathgen validate --format FORMAT` writes its report to the terminal, as do `pathgen stale` and `pathgen refresh`.
`pathgen check-links --format FORMAT:FILE` and `pathgen merge-reports` write one to a file, or to the terminal without
`:FILE`, and several in one run:

```sh
pathgen check-links --format text --format json:links.json --format junit:links.xml
```

In the examples below, `validate` checks this catalogue, and `check-links` checks the same with `kind: notes`:

```yaml title="wrong.yaml"
{WRONG}```
"""
READING = """\
The first line has the file, the line and the column (both counted from 1), the severity (error, warning or notice), the
code of the rule or reason, and what is wrong. Below it are the line itself, with carets under the value, and how to fix
it. `pathgen rules CODE` explains a rule; [the reasons of links](reasons.md) have a page."""
SCHEMAS = """\
`pathgen schema` prints them (draft 2020-12), and pathgen's repository has them in `schema/`.

| what | command | file |
| --- | --- | --- |
| the report of `check-links --format json` | `pathgen schema links` | `schema/links.schema.json` |
| the site's [catalogue.json](catalogue-json.md) | `pathgen schema catalogue` | `schema/catalogue.schema.json` |
| `pathgen plan --format json` | `pathgen schema plan` | `schema/plan.schema.json` |
| a catalogue, for editors | `pathgen schema` | `schema/resources.schema.json` |
| a file that a catalogue includes | `pathgen schema included` | |

The schema of SARIF is published by OASIS; the report itself names it."""
STATUSES = """\
A script or a CI system can read the result of a command from its exit status. The reason that stops a command is
printed on stderr."""
_LEXERS = {"json": "json", "gitlab": "json", "sarif": "json", "junit": "xml", "markdown": "markdown"}


def documentation() -> Iterator[str]:
    """Yield the page."""
    yield HEAD
    for name in dict.fromkeys([*REPORTS, *FORMATS]):
        yield f"## {name}\n"
        if name in REPORTS:
            loaded = _loaded(WRONG)
            yield from _example(name, "validate", REPORTS[name](loaded.diagnostics, [FILE]))
        if name in FORMATS:
            yield from _example(name, "check-links", FORMATS[name](_links()))
        if name == "text":
            yield f"{READING}\n"
    yield f"## JSON Schemas\n\n{SCHEMAS}\n\n## Exit status\n\n{STATUSES}\n"
    yield "| status | meaning |\n| --- | --- |"
    yield from (f"| {status:d} | {meaning} |" for status, meaning in MEANINGS.items())
    yield "\nIn detail:\n\n| command | status |\n| --- | --- |"
    for name in COMMANDS:
        status = _status(name)
        if status:
            yield f"| `{name}` | {status} |"
    yield ""


def _example(name: str, command: str, report: str) -> Iterator[str]:
    module = import_module(f"pathgen.{'links.' if command == 'check-links' else ''}reports.{name}")
    yield f"**`{command}`** {_uncapped((module.__doc__ or '').strip().replace('``', '`'))}\n"
    if name == "sarif":
        yield "The results (the rules are in `tool.driver.rules`):\n"
        report = json.dumps(json.loads(report)["runs"][0]["results"], indent=2) + "\n"
    yield f"```{_LEXERS.get(name, 'text')}\n{report}```\n"


def _uncapped(sentence: str) -> str:
    return f"writes {sentence[0].lower()}{sentence[1:]}"


def _loaded(text: str) -> Loaded:
    return parse(FILE, text.encode())


def _links() -> LinkReport:
    """Return the report of a dead link, without making a request."""
    catalogue = _loaded(WRONG.replace("kind: note\n", "kind: notes\n")).catalogue
    assert catalogue  # noqa: S101 - it is written above
    (link,) = collect(catalogue, Path("content"))
    found = Result(
        link.url,
        REASONS["not-found"].verdict,
        "not-found",
        status=404,
        final_url=link.url,
        attempts=2,
        seconds=0.25,
        checked_at="2027-01-04T04:17:00Z",
        uses=link.uses,
    )
    return report_of(FILE, [found])


def _status(name: str) -> str:
    """Return what a command's help says about its exit status."""
    command = main.get_command(click.Context(main), name)
    text = " ".join((command.help or "").split()) if command else ""
    return re.sub(r"^.*?Exit status: |^.*", "", text, count=1)
