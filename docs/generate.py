"""Write the files that are generated from the code: ``python docs/generate.py``; a test compares them with it."""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Iterator
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any, get_args

import click
import layers
import reports
import slips
from pydantic.fields import FieldInfo

from pathgen.catalogue import json_schema
from pathgen.catalogue.model import File, Part
from pathgen.catalogue.values import Kind, Word
from pathgen.cli import COMMANDS, main
from pathgen.i18n.labels import upper_first
from pathgen.learner.study_plan import json as plan_json
from pathgen.links.reasons import documentation
from pathgen.links.reports import json as links_json
from pathgen.site import engine_settings
from pathgen.site.data import catalogue_schema

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "content" / "documentation"
SCAFFOLD = ROOT / "src" / "pathgen" / "scaffold"


def generated() -> dict[Path, Callable[[], str]]:
    """Return every generated file and how its text is made, as making it takes seconds."""
    return {
        **workflows(),
        **schemas(),
        ROOT / "docs" / "design.md": design,
        REFERENCE / "commands.md": lambda: "\n".join(commands()),
        REFERENCE / "fields.md": lambda: "\n".join(fields()),
        REFERENCE / "reasons.md": documentation,
        REFERENCE / "reports.md": lambda: "\n".join(reports.documentation()),
        REFERENCE / "settings.md": engine_settings.documentation,
        REFERENCE / "slips.md": lambda: "\n".join(slips.documentation()),
    }


def design() -> str:
    """Put the drawing of the layers into the design, between its two markers."""
    before, start, rest = (ROOT / "docs" / "design.md").read_text(encoding="utf-8").partition("<!-- layers -->\n")
    _, end, after = rest.partition("<!-- end of the layers -->")
    return f"{before}{start}\n```text\n{layers.drawing()}\n```\n\n{end}{after}"


def workflows() -> dict[Path, Callable[[], str]]:
    """Return the workflows and forms of a new project that are this repository's, but for how they install pathgen."""
    names = [f"workflows/{name}.yml" for name in ("catalogue", "changes", "curate", "links", "site", "suggest")]
    ours = {name: ROOT / ".github" / name for name in (*names, "comment-changes", "ISSUE_TEMPLATE/broken-entry.yml")}
    return {SCAFFOLD / "hosts/github/github" / name: partial(_of_a_new_project, file) for name, file in ours.items()}


def _of_a_new_project(file: Path) -> str:
    return file.read_text(encoding="utf-8").replace("run: python -m pip install -e .\n", _INSTALL)


_INSTALL = """\
run: |
          python -m pip install -r requirements.txt
          if ! command -v pathgen; then
            echo "::error file=requirements.txt::pathgen is not in this file yet; its comments say what to write."
            exit 1
          fi
"""
"""How the workflows of a new project install pathgen; a file with nothing but comments is not an error to pip."""


def schemas() -> dict[Path, Callable[[], str]]:
    """Return the JSON Schemas, as ``pathgen schema`` prints them."""
    printed = {
        "resources": json_schema.dumps,
        "catalogue": catalogue_schema.dumps_schema,
        "links": links_json.dumps_schema,
        "plan": plan_json.dumps_schema,
    }
    return {ROOT / "schema" / f"{name}.schema.json": dumps for name, dumps in printed.items()}


def commands() -> Iterator[str]:
    """Yield the page on the commands: the output of ``--help`` for each."""
    yield "# The commands\n"
    yield "The output of `pathgen COMMAND --help`, for every command."
    program = click.Context(main, info_name="pathgen", **main.context_settings)
    for name, summary in COMMANDS.items():
        command = main.get_command(program, name)
        assert command, name  # noqa: S101 - it is listed
        yield f"\n## pathgen {name}\n\n{summary}\n\n```text"
        yield from _help(name, command, program)
        yield "```"
    yield ""


def _help(name: str, command: click.Command, parent: click.Context) -> Iterator[str]:
    context = click.Context(command, parent, name, max_content_width=100, terminal_width=100)
    yield command.get_help(context).replace(str(Path.cwd()), ".")
    if isinstance(command, click.Group):
        for subname, subcommand in command.commands.items():
            yield ""
            yield from _help(subname, subcommand, context)


def fields() -> Iterator[str]:
    """Yield the page on the fields of a catalogue, from the docstrings of the models."""
    yield "# The fields of a catalogue\n"
    yield "Every part of `resources.yaml` and its fields. Those marked * are required."
    seen: list[type[Part]] = []
    waiting: list[type[Part]] = [File]
    while waiting:
        model = waiting.pop(0)
        if model in seen:
            continue
        seen.append(model)
        yield f"\n## {_NAMES.get(model.__name__, model.__name__)}\n\n{(model.__doc__ or '').strip()}\n"
        yield "| field | meaning |\n| --- | --- |"
        for name, field in model.model_fields.items():
            mark = r" \*" if field.is_required() else ""
            yield f"| `{name}`{mark} | {_description(field)} |"
            waiting += _parts(field.annotation)
    yield from _words()
    yield from _formats()
    yield ""


def _words() -> Iterator[str]:
    """Yield a section on each closed list of words: what each of them means."""
    yield "\n## The words\n\nSome fields accept one word of a list."
    for kind in Word.__subclasses__():
        meaning = inspect.cleandoc(kind.__doc__ or "").replace("``", "`")
        yield f"\n### {_NAMES.get(kind.__name__, kind.__name__)}\n\n{meaning}\n"
        yield "| word | meaning |\n| --- | --- |"
        yield from (f"| `{word}` | {word.meaning} |" for word in kind)


def _formats() -> Iterator[str]:
    """Yield the section on formats: how the fields that have one are written, as editors say it."""
    fields: dict[str, list[str]] = {}
    for part in json_schema.json_schema()["$defs"].values():
        for name, field in part.get("properties", {}).items():
            for described in (field, *field.get("anyOf", ())):
                if how := described.get("patternErrorMessage"):
                    fields.setdefault(how, []).append(f"`{name}`")
    yield "\n## The formats\n\nValidation and editors say the same of a value that is written in another way.\n"
    yield "| fields | how to write them |\n| --- | --- |"
    for how, names in fields.items():
        yield f"| {', '.join(dict.fromkeys(names))} | {upper_first(how.removeprefix('write '))}. |"


_NAMES = {
    "File": "The file",
    "KindOfCatalogue": "Added kind",
    "SelfCheck": "Self-check",
    "LinkPolicy": "Link policy",
    "EntryState": "Status of an entry",
    "LibraryState": "Status of a library",
    "Setting": "Setting of a rule",
}


def _description(field: FieldInfo) -> str:
    values = [*_members(field.annotation)]
    text = (field.description or "").replace("|", r"\|")
    more = ", or one that `kinds` adds" if Kind.ARTICLE in values else ""
    return f"{text} One of {', '.join(f'`{value}`' for value in values)}{more}." if values else text


def _members(annotation: Any) -> Iterator[str]:
    """Yield the words that a field accepts."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        yield from (str(member.value) for member in annotation)
    for argument in get_args(annotation):
        yield from _members(argument)


def _parts(annotation: Any) -> Iterator[type[Part]]:
    """Yield the parts that a field may contain."""
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias) and issubclass(annotation, Part):
        yield annotation
    for argument in get_args(annotation):
        yield from _parts(argument)


if __name__ == "__main__":
    for path, text in generated().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(), encoding="utf-8", newline="\n")
