"""The headings of a list that are not topics: its title, contents, advertisements, and what is over everything."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pathgen.convert.import_list import ImportedGroup, line

NO_TITLE = re.compile(
    r"(?i)(?:table of )?contents|index|toc|readme(?:\.md)?|(?:click to |show |see )?(?:details|expand|more|all)|"
    r".*\bsponsor.*|(?:show|see|view) \d+ .*"
)
"""Headings that name nothing: not the list's title, and not a topic that a reader unfolds."""
CALL = re.compile(r".+![\W_]*")
"""A heading that calls out to the reader, as an advertisement does: the title of no list."""
NO_LISTS = {"about", "info", "information", "introduction", "links", "list", "overview", "resources", "summary"}
"""Headings over everything that do not say what the list is about."""


def leave_out_contents(group: ImportedGroup, contents: list[ImportedGroup]) -> None:
    """Put what is below a table of contents in its place: such a heading names neither the list nor a topic."""
    for below in [*group.groups]:
        leave_out_contents(below, contents)
        is_empty = any(below is listed for listed in contents) and not has_links(below)
        if not below.links and (is_empty or NO_TITLE.fullmatch(below.title)):
            at = next(index for index, other in enumerate(group.groups) if other is below)
            group.groups[at : at + 1] = below.groups


def lower_linked(group: ImportedGroup, linked: Mapping[int, ImportedGroup]) -> None:
    """Make entries of headings that are a link with nothing below: an advertisement, or a list made of headings.

    ``linked`` are the groups with a link in their heading, by their ``id()``: two groups may be equal.
    """
    groups, group.groups = group.groups, []
    for below in groups:
        lower_linked(below, linked)
        urls = {link.url for link in below.links}
        if len(urls) == 1 and not below.groups and id(below) in linked:
            link = below.links[0]
            link.words = line(f"{below.title.removeprefix(link.title)} {below.words} {link.words}")
            group.links += below.links
        else:
            group.groups.append(below)


def lift_title(top: ImportedGroup) -> None:
    """Take a first heading without links as the title of a list that has none, as well as one that is over everything.

    The groups below such a one are put in its place.
    """
    if not top.title and len(top.groups) > 1 and not has_links(top.groups[0]) and top.groups[0].title[-1:] != ".":
        top.title = top.groups.pop(0).title
    if not top.title and not top.links and len(top.groups) == 1 and CALL.fullmatch(top.groups[0].title):
        (only,) = top.groups  # it is over the whole list, as an advertisement never is
        top.title, top.words, top.links, top.groups = only.title, only.words, only.links, only.groups
    full = [group for group in top.groups if has_links(group)]
    if top.links or len(full) != 1 or full[0].links or sum(map(has_links, full[0].groups)) <= 1:
        return
    if full[0].title.lower() not in NO_LISTS:
        top.title = top.title or full[0].title
    at = next(index for index, group in enumerate(top.groups) if group is full[0])
    top.groups[at : at + 1] = full[0].groups


def has_links(group: ImportedGroup) -> bool:
    """Return whether a group has a link, or one of those below it."""
    return bool(group.links) or any(map(has_links, group.groups))
