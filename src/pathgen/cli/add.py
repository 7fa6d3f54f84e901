"""The command ``pathgen add``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict, Unpack

import click

from pathgen.add.entry import (
    Edited,
    add,
    editions_for,
    id_for,
    language_of,
    places,
    read_field,
    section_called,
    similar_entries,
    wants_id,
)
from pathgen.add.issue_form import read_event
from pathgen.add.metadata import Hint, best
from pathgen.catalogue.fields import ASKED_FIELDS, ENTRY_FIELDS, AskedWhen
from pathgen.catalogue.resolve import Catalogue, Section
from pathgen.catalogue.values import Access, Kind, Level, Role
from pathgen.cli.exit_status import ExitStatus
from pathgen.cli.network_options import allow_private_option, proxy_option
from pathgen.cli.options import load_valid, wants_colour
from pathgen.errors import ChangedMeanwhileError, PathgenError
from pathgen.files import FileChange, replace
from pathgen.http.network_guard import Network, NetworkGuard
from pathgen.http.proxy import Proxy
from pathgen.links.settings import Settings
from pathgen.reports import text
from pathgen.reports.difference import difference
from pathgen.terminal import visible

Value = str | tuple[str, ...]
_NO_TITLE = "the title is missing: add --title"
SEVERAL = frozenset(field.name for field in ENTRY_FIELDS if field.is_several)
OPTIONS = {field.name: field.option for field in ENTRY_FIELDS if field.option}
"""The options that have another name than their field."""
QUESTIONS = {field.name: field.question for field in ASKED_FIELDS}
"""The questions asked on a terminal, in this order."""
NAMED_BY_OPTIONS = frozenset({"to", "after", "track", *QUESTIONS})
NOT_ASKED_WITHOUT_A_HINT = frozenset(field.name for field in ASKED_FIELDS if field.asked_when is AskedWhen.HINTED)


class AddOptions(TypedDict):
    """The options for the fields of the entry, and for how to add it."""

    to: str
    after: str
    id: str
    title: str
    creators: tuple[str, ...]
    year: str
    kind: str
    role: str
    track: str
    editions: tuple[str, ...]
    minutes: str
    level: str
    language: str
    access: str
    licence: str
    tags: tuple[str, ...]
    teaches: tuple[str, ...]
    why: str
    no_input: bool
    yes: bool
    offline: bool
    dry_run: bool
    allow_private: tuple[Network, ...]
    proxy: Proxy | None


@click.command()
@click.argument("url", default="")
@click.option(
    "--catalogue",
    type=click.Path(path_type=Path, dir_okay=False),
    default="resources.yaml",
    show_default=True,
    help="The catalogue to add to.",
)
@click.option("--to", default="", metavar="ID", help="The step, topic or subtopic, by id or title.")
@click.option(
    "--after", default="", metavar="ID", help="The entry to insert it after.  [default: the last of its role and kind]"
)
@click.option("--id", "id", default="", help="Its permanent id.  [default in a step: from the title]")
@click.option("--title", default="", help="Its original title.")
@click.option("--creator", "creators", multiple=True, help="A creator; repeatable.")
@click.option("--year", default="", help="The year of publication.")
@click.option(
    "--kind", default="", metavar="KIND", help=f"Its kind: {', '.join(Kind)}; or one of the catalogue's `kinds`."
)
@click.option("--role", default="", metavar="ROLE", help=f"Its role in the step: {', '.join(Role)}.")
@click.option("--track", default="", metavar="ID", help="The track (library) that it belongs to.")
@click.option("--edition", "editions", multiple=True, metavar="ID", help="An edition that lists it; repeatable.")
@click.option("--minutes", default="", help="Its duration: 40 (minutes), 30-60, 2h-4h.")
@click.option("--level", default="", metavar="LEVEL", help=f"Its level: {', '.join(Level)}.")
@click.option("--language", default="", metavar="TAG", help="Its language.  [default: that of the path]")
@click.option("--access", default="", metavar="ACCESS", help=f"Its access: {', '.join(Access)}.")
@click.option("--licence", default="", help="Its licence, such as CC BY 4.0.")
@click.option("--tag", "tags", multiple=True, help="A word to find it by; repeatable.")
@click.option("--teaches", multiple=True, metavar="ID", help="A concept that it teaches; repeatable.")
@click.option("--why", default="", help="Why it is listed, in your own words.")
@click.option(
    "--from-issue-form",
    "form",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Read missing fields from a GitHub issue event ($GITHUB_EVENT_PATH).",
)
@click.option("--no-input", is_flag=True, help="Ask nothing; use only the options.")
@click.option("--yes", is_flag=True, help="Ask nothing; accept every suggestion of the page.")
@click.option("--offline", is_flag=True, help="Do not request the page.")
@click.option("--dry-run", is_flag=True, help="Show the change without writing it.")
@allow_private_option
@proxy_option
def command(url: str, catalogue: Path, form: Path | None, **options: Unpack[AddOptions]) -> int:
    """Add the resource at URL to a catalogue.

    On a terminal it reads the page, shows the metadata that it found, and asks for the missing fields. Press Enter to
    accept the value in brackets, or - to skip the field. Elsewhere it asks nothing.

    Exit status: 0 added, 1 the catalogue has errors or the resource already, 2 something is missing or wrong in the
    options, 130 interrupted; nothing is changed unless it is 0.
    """
    if options["yes"] and options["no_input"]:
        raise click.UsageError("--yes accepts suggestions and --no-input ignores them: use only one of them")
    _, path = load_valid(catalogue)
    given: dict[str, Value] = _answers(form) if form else {}
    written: dict[str, Value] = {name: options[name] for name in NAMED_BY_OPTIONS}  # type: ignore[literal-required]
    given |= {name: value for name, value in {**written, "url": url}.items() if value}
    asks = not (options["no_input"] or options["yes"]) and sys.stdin.isatty() and sys.stdout.isatty()
    to, after = str(given.pop("to", "")), str(given.pop("after", ""))
    given = _read_all(path, given, to, asks=asks, needs_title=not asks and not options["yes"])
    looks = (asks or options["yes"]) and not options["offline"]
    urls = {str(given["url"])}
    hints = _look(urls, Settings(guard=NetworkGuard(options["allow_private"], options["proxy"]))) if looks else {}
    if asks:
        _show_hints(hints)
    title = given.get("title") or (hints["title"][0].shown if "title" in hints else "")
    if not _may_be_added(path, urls, str(title), asks=asks):
        return ExitStatus.FINDINGS
    if asks:
        section = _ask_section(path, to)
        _ask_fields(path, section, given, hints)
    else:
        section = _section(path, to)
        given = {name: _acceptable(path, hint) for name, (hint, *_) in hints.items()} | given
    if not given.get("title"):
        raise click.UsageError(_NO_TITLE)
    return _add_and_show(catalogue, path, section, given, after, asks=asks, is_dry=options["dry_run"])


def _add_and_show(
    file: Path, path: Catalogue, section: Section, given: dict[str, Value], after: str, *, asks: bool, is_dry: bool
) -> ExitStatus:
    """Show the entry in its place and write it; where somebody saved the file meanwhile, do so in what is there now."""
    try:
        completed = {**given}
        _complete(path, section, completed)
        edited = add(path, section, completed, after)
        _show(edited)
        if not edited.is_valid:
            return ExitStatus.FINDINGS
        _finish(edited, section, asks=asks, is_dry=is_dry)
    except ChangedMeanwhileError as error:
        click.echo(f"{visible(error.file)} was changed meanwhile: the entry is added to what is there now.", err=True)
        _, path = load_valid(file)
        if not _may_be_added(path, {str(given["url"])}, str(given["title"]), asks=asks):
            return ExitStatus.FINDINGS
        return _add_and_show(file, path, _section(path, section.part.id), given, after, asks=asks, is_dry=is_dry)
    return ExitStatus.OK


def _answers(form: Path) -> dict[str, Value]:
    """Return the answers of an issue form; fields with several values are split."""
    return {name: _several(value) if name in SEVERAL else value for name, value in read_event(form).items()}


def _several(written: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in written.split(";"))))


def _read_all(
    path: Catalogue, given: Mapping[str, Value], to: str, *, asks: bool, needs_title: bool
) -> dict[str, Value]:
    """Return the values of the fields; whatever is wrong or missing is reported together."""
    values: dict[str, Value] = {}
    wrong: list[click.UsageError] = []
    for name, value in given.items():
        try:
            values[name] = _read(path, name, value)
        except click.UsageError as error:
            wrong.append(error)
    if "url" not in given:
        wrong.append(click.UsageError("the address is missing: pathgen add URL"))
    if needs_title and not given.get("title"):
        wrong.append(click.UsageError(_NO_TITLE))
    if not asks:
        try:
            _section(path, to)
        except click.UsageError as error:
            wrong.append(error)
    if len(wrong) > 1:
        raise click.UsageError("".join(f"\n  {error.format_message()}" for error in wrong).lstrip())
    if wrong:
        raise wrong[0]
    return values


def _read(path: Catalogue, name: str, value: Value) -> Value:
    try:
        return read_field(path, name, value)
    except ValueError as error:
        hint = "URL" if name == "url" else OPTIONS.get(name, f"--{name}")
        raise click.BadParameter(visible(str(error)), param_hint=hint) from error


def _section(path: Catalogue, to: str) -> Section:
    if not to:
        raise click.UsageError("the step or topic is missing: add --to")
    try:
        return section_called(path, to)
    except PathgenError as error:
        raise click.BadParameter(visible(str(error)), param_hint="--to") from error


def _look(urls: set[str], settings: Settings) -> dict[str, list[Hint]]:
    """Return the hints of the page for each field, the best first; add its other addresses to ``urls``."""
    from pathgen.add.fetch_page import fetch_page  # noqa: PLC0415 - the HTTP stack loads slowly

    [url] = urls
    seen = fetch_page(url, settings)
    urls |= {seen.final, *(hint.shown for hint in seen.hints if hint.field == "url")}
    if seen.warning:
        click.echo(f"warning: the page could not be read: {visible(seen.warning)}", err=True)
    return best(seen.hints)


def _acceptable(path: Catalogue, hint: Hint) -> Value:
    """Return the value of a hint, or an empty text if the catalogue could not accept it."""
    try:
        return read_field(path, hint.field, hint.value)
    except ValueError:
        return ""


def _complete(path: Catalogue, section: Section, given: dict[str, Value]) -> None:
    """Add the fields that follow from the section, and delete those that the section sets already."""
    if wants_id(section) and not given.get("id"):
        given["id"] = id_for(path, section, str(given["title"]))
    if not given.get("editions"):
        given["editions"] = editions_for(path, section)
    if given.get("language") == language_of(path, section):
        del given["language"]
    given["added"] = f"{datetime.now(UTC):%Y-%m-%d}"


def _may_be_added(path: Catalogue, urls: set[str], title: str, *, asks: bool) -> bool:
    """Print similar entries; return whether to add this one: no page twice, and of similar ones a person decides."""
    found = list(similar_entries(path, urls, title))
    for entry in found:
        click.echo(f"{visible(entry.place)}: `{entry.id}` ({visible(entry.title)}) {entry.how}", err=True)
        click.echo(
            f"  help: to list it here too, write `- ref: {entry.id}` with a `part` or `why` of its own", err=True
        )
    if any(entry.is_same for entry in found):
        return False
    return not (found and asks) or click.confirm("Add it anyway?", default=False)


def _show(edited: Edited) -> None:
    name = edited.file.as_posix()
    click.echo(difference(edited.before, edited.after, name), nl=False)
    if edited.found:
        click.echo(text.report(edited.found, [name], colour=wants_colour(err=True)), err=True, nl=False)


def _finish(edited: Edited, section: Section, *, asks: bool, is_dry: bool) -> None:
    if is_dry:
        click.echo("Nothing was written: this is a dry run.", err=True)
        return
    if asks and not click.confirm("Write this?", default=True):
        click.echo("Nothing was written.", err=True)
        return
    replace(edited.file.resolve(), FileChange(edited.before, edited.after))
    click.echo(f"Added to {visible(section.part.title)}, at {visible(str(edited.place))}.", err=True)


# --- on a terminal -----------------------------------------------------------------------------------------------


def _show_hints(hints: Mapping[str, list[Hint]]) -> None:
    if hints:
        click.echo("The page says:")
    for name, found in hints.items():
        for hint in found:
            click.echo(f"  {name:9} {visible(hint.shown)}  ({visible(hint.source)})")


def _ask_section(path: Catalogue, to: str) -> Section:
    def read(written: str) -> Section:
        try:
            return section_called(path, written.strip())
        except PathgenError as error:
            raise click.UsageError(visible(str(error))) from error

    if to:
        return _section(path, to)
    click.echo("Steps and topics: " + ", ".join(places(path)))
    section: Section = click.prompt("Where on the path? (id, title or number of a step)", value_proc=read)
    return section


def _ask_fields(path: Catalogue, section: Section, given: dict[str, Value], hints: Mapping[str, list[Hint]]) -> None:
    """Ask for the missing fields; Enter accepts the best hint."""
    click.echo("Press Enter to accept the value in brackets, or - to skip the field.")
    if "url" in hints:
        given["url"] = _ask(path, "url", "Address", hints["url"][0].shown)
    for name, question in QUESTIONS.items():
        if given.get(name):
            continue
        default = _default(path, section, given, name, hints)
        if default or name not in NOT_ASKED_WITHOUT_A_HINT:
            given[name] = _ask(path, name, question, default)


def _default(
    path: Catalogue, section: Section, given: Mapping[str, Value], name: str, hints: Mapping[str, list[Hint]]
) -> str:
    if name == "id":
        return id_for(path, section, str(given["title"])) if wants_id(section) else ""
    if name == "editions":
        return "; ".join(editions_for(path, section))
    hint = hints[name][0] if name in hints else None
    if hint is None or not _acceptable(path, hint) or (name == "language" and hint.value == language_of(path, section)):
        return ""
    return hint.shown


def _ask(path: Catalogue, name: str, question: str, default: str) -> Value:
    def read(written: str) -> Value:
        answer = "" if written.strip() == "-" else written.strip()
        if not answer and name in ("title", "url"):
            raise click.UsageError("an entry cannot be without it")
        try:
            return read_field(path, name, _several(answer) if name in SEVERAL else answer)
        except ValueError as error:
            raise click.UsageError(visible(str(error))) from error

    answer: Value = click.prompt(question, default=default, show_default=bool(default), value_proc=read)
    return answer
