"""A folder of lists: Markdown files (the content of a roadmap, notes), data files, or the data of a list kept by hecat.

Each file is a topic below those of its folders, with its title or name; ``index`` and ``README`` are the folder itself.
The folder of hecat (https://github.com/nodiscc/hecat), such as awesome-selfhosted-data, has an entry in each file of
``software/``, with tags that files of ``tags/`` describe: the first tag of an entry is its topic.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from pathgen.convert.given_values import addresses_in
from pathgen.convert.import_list import NOT_TAKEN, ImportedGroup, ImportedList
from pathgen.convert.table import Table, text_of
from pathgen.diagnostics import Severity, Source, Span
from pathgen.errors import PathgenError
from pathgen.files import names_below, read_bytes
from pathgen.markdown import split_front_matter
from pathgen.yamldoc.parse import ParseError, build

Read = Callable[[Path], ImportedList]
"""Reads one file."""
_FORMATS = ((".md", ".markdown"), (".yml", ".yaml", ".json", ".csv"))
"""The suffixes of the files that are read together: those of the first group that there are any of."""
_MOST_FOLDERS = 3
"""How many folders above a file become topics, so that its own headings have room below."""
_ABOUT = ("url", "source", "link")
"""Where the front matter of a note has the address of the page that it is about."""
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]]*)\]\]")
_NUMBER = re.compile(r"^\d+[-_. ]+(?=\D)")
_ID = re.compile(r"@[\w-]{15,}$| [0-9a-f]{32}$")
"""What a file of roadmap.sh (``docker@XIdCvT-4HyyglHJLRrHlz.md``) or of Notion has after its name."""


def read_folder(folder: Path, read: Read) -> ImportedList:
    """Return the lists of a folder as one.

    Raises:
        PathgenError: there are none, or one cannot be read.
    """
    whole = ImportedList(Source(str(folder), ""), ImportedGroup(""))
    if (folder / "software").is_dir() and (folder / "tags").is_dir():
        _read_hecat(folder, whole)
        return whole
    groups = {folder: whole.top}
    notes = Table(whole)
    for path in _files(folder):
        listed = read(path)
        if listed.whole is not None:
            raise PathgenError(f"{path} is a whole catalogue: import it by itself")
        whole.values += listed.values
        whole.count(0)
        whole.problems += listed.problems
        listed.problems = whole.problems
        above = _group(path.parent, folder, groups)
        top = listed.top
        title = top.title or title_of_file(path.stem)
        if (clipped := _clipped_page(listed, title)) is not None:
            notes.add(clipped, 0, above)
            top.words = ""
            if not top.links and not top.groups:
                continue
        if path.stem.lower() in ("index", "readme"):
            above.title, above.words = title, above.words or top.words
            if not top.links and not top.groups:
                continue
        above.groups.append(ImportedGroup(title, 0, top.links, top.groups, top.words, listed))
    notes.finish()
    return whole


def _clipped_page(listed: ImportedList, title: str) -> dict[str, Any] | None:
    """Return the page that a note is about, as a row: its front matter has the address, as web clippers write it."""
    try:
        front, body = split_front_matter(listed.source.text, listed.source.file)
    except PathgenError:
        return None
    if not any(addresses_in(front.get(name, "")) for name in _ABOUT):
        return None
    end = len(listed.source.text) - len(body)
    listed.problems[:] = [
        found for found in listed.problems if not isinstance(found.span, Span) or found.span.start >= end
    ]
    words = {} if front.get("description") or not listed.top.words else {"description": listed.top.words}
    return {"title": title, **{name: _as_text(value) for name, value in front.items()}, **words}


def _as_text(value: Any) -> Any:
    return [*map(_as_text, value)] if isinstance(value, list) else _WIKI_LINK.sub(r"\1", str(value))


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files to read, in the order of their names, without hidden ones.

    Raises:
        PathgenError: there are none.
    """
    paths = sorted(folder / name for name in names_below(folder) if "/." not in f"/{name}")
    for endings in _FORMATS:
        found = [path for path in paths if path.suffix.lower() in endings]
        if found:
            return iter(found)
    raise PathgenError(f"cannot read {folder}: it has no Markdown, YAML, JSON or CSV files")


def _group(place: Path, folder: Path, groups: dict[Path, ImportedGroup]) -> ImportedGroup:
    """Return the topic of a folder; it is added if it is new."""
    if place not in groups:
        above = _group(place.parent, folder, groups)
        if len(place.relative_to(folder).parts) > _MOST_FOLDERS:
            groups[place] = above
        else:
            groups[place] = ImportedGroup(title_of_file(place.name))
            above.groups.append(groups[place])
    return groups[place]


def title_of_file(name: str) -> str:
    """Return the name of a file or folder as a title: ``100-data-pipelines`` is ``Data pipelines``."""
    title = re.sub(r"[-_]+", " ", _NUMBER.sub("", _ID.sub("", name))).strip()
    return title[:1].upper() + title[1:]


def _read_hecat(folder: Path, whole: ImportedList) -> None:
    table = Table(whole)
    for tag in sorted(_values(folder / "tags", whole), key=lambda tag: text_of(tag.get("name")).lower()):
        table.group([text_of(tag.get("name"))], 0).words = text_of(tag.get("description"))
    for entry in _values(folder / "software", whole):
        tags = entry.pop("tags", None) or [""]
        table.add({**entry, "topic": text_of(tags[0]), "tags": [*tags[1:]]}, 0)
    table.finish()


def _values(folder: Path, whole: ImportedList) -> Iterator[dict[str, Any]]:
    """Yield the mapping in each file of a folder."""
    for path in sorted(folder.glob("*.y*ml")):
        try:
            value, _ = build(Source(str(path), read_bytes(path).decode("utf-8-sig")), whole.problems)
        except ParseError as error:
            whole.problems.append(replace(error.diagnostic, code=NOT_TAKEN))
        except UnicodeDecodeError as error:
            raise PathgenError(f"{path}: cannot be read: {error}") from error
        else:
            if isinstance(value, dict):
                yield value
            else:
                whole.report(0, f"files without a mapping are not imported: {path.name}", severity=Severity.NOTICE)
