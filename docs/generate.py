"""Write what is made from something else in this repository: ``python docs/generate.py``; a test holds them equal."""

from __future__ import annotations

import types
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_args

import click
import reports
from pydantic.fields import FieldInfo

from pathgen.catalogue.model import File, Part
from pathgen.cli import COMMANDS, main
from pathgen.links.reasons import documentation
from pathgen.scaffold.project import STARTER

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "content" / "documentation"


def generated() -> dict[Path, str]:
    """Make every generated file: ``{path: text}``."""
    return {
        **workflows(),
        REFERENCE / "commands.md": "\n".join(commands()),
        REFERENCE / "fields.md": "\n".join(fields()),
        REFERENCE / "reasons.md": documentation(),
        REFERENCE / "reports.md": "\n".join(reports.documentation()),
    }


def workflows() -> dict[Path, str]:
    """Make what GitHub does in a new project: the same as in this repository but for where pathgen is from."""
    names = [f"workflows/{name}.yml" for name in ("catalogue", "curate", "links", "site", "suggest")]
    ours = {name: ROOT / ".github" / name for name in (*names, "ISSUE_TEMPLATE/suggest-entry.yml")}
    return {
        STARTER / "github" / name: file.read_text(encoding="utf-8").replace(
            "run: python -m pip install -e .\n", _INSTALL
        )
        for name, file in ours.items()
    }


_INSTALL = """\
run: |
          python -m pip install -r requirements.txt
          if ! command -v pathgen; then
            echo "::error file=requirements.txt::It does not say yet where pathgen comes from; its comments tell how."
            exit 1
          fi
"""
"""How a new project's workflows install pathgen: a list of nothing but comments is no error to pip."""


def commands() -> Iterator[str]:
    """Write what ``--help`` says of each command."""
    yield "# The commands\n"
    yield "What `pathgen COMMAND --help` says, for every command."
    for name, says in COMMANDS.items():
        command = main.get_command(click.Context(main), name)
        assert command, name  # noqa: S101 - it is listed
        yield f"\n## pathgen {name}\n\n{says}\n\n```text"
        yield from _help(name, command)
        yield "```"
    yield ""


def _help(name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=f"pathgen {name}", max_content_width=100, terminal_width=100)
    yield command.get_help(context).replace(str(Path.cwd()), ".")
    if isinstance(command, click.Group):
        for below, one in command.commands.items():
            yield ""
            yield from _help(f"{name} {below}", one)


def fields() -> Iterator[str]:
    """Write what a catalogue can say, part by part, in the words of the models."""
    yield "# What a catalogue can say\n"
    yield "Every part of `resources.yaml` and its fields. Those marked * have to be there."
    seen: list[type[Part]] = []
    waiting: list[type[Part]] = [File]
    while waiting:
        model = waiting.pop(0)
        if model in seen:
            continue
        seen.append(model)
        yield f"\n## {_NAMES.get(model.__name__, model.__name__)}\n\n{(model.__doc__ or '').strip()}\n"
        yield "| field | what it says |\n| --- | --- |"
        for name, field in model.model_fields.items():
            mark = r" \*" if field.is_required() else ""
            yield f"| `{name}`{mark} | {_said(field)} |"
            waiting += _parts(field.annotation)
    yield ""


_NAMES = {"File": "The file", "SelfCheck": "Self-check", "LinkPolicy": "Link policy"}


def _said(field: FieldInfo) -> str:
    values = [one for part in _members(field.annotation) for one in part]
    said = (field.description or "").replace("|", r"\|")
    return f"{said} One of {', '.join(f'`{one}`' for one in values)}." if values else said


def _members(annotation: Any) -> Iterator[list[str]]:
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        yield [str(one.value) for one in annotation]
    for one in get_args(annotation):
        yield from _members(one)


def _parts(annotation: Any) -> Iterator[type[Part]]:
    """Find the parts that a field may hold."""
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias) and issubclass(annotation, Part):
        yield annotation
    for one in get_args(annotation):
        yield from _parts(one)


if __name__ == "__main__":
    for path, text in generated().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
