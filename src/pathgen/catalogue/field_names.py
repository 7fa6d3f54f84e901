"""Which field a name that the schema does not have is meant for: another spelling of one, or another word for one."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from pathgen.catalogue.did_you_mean import nearest

_ALIKE = 0.75
"""How much of a name has to be that of a field: `titel` is `title`, but `tags` is not `status`."""

_ALIKE_WORD = 0.85
"""The same for another word, where a guess is wrong more often."""
_LONGEST = 40
"""Longer names are like no field."""
_SHORTEST = 2
"""Names of so few letters are not read with their letters swapped: `di` is not `id`."""

_MEANT = """
title: name, heading, headline, caption, label
name: title, heading, label
url: link, href, uri, address, website, site, web, homepage, home_page, webpage, page, source, doi, video, web_address
creators: author, authors, by, creator, written_by, made_by, speaker, presenter, instructor, lecturer, teacher
creators: editor, writer
creators: contributor, channel, organisation, organization, publisher, artist, attribution
origin: author, authors, by, creator, creators, developer, maintainer, organisation, organization, vendor
year: date, published, publication_date, publication_year, release_date, pubdate, issued, release_year, released
released: year, date, published, release_date, release_year, since
kind: type, format, category, medium, media, content_type, resource_type
minutes: time, duration, length, hours, reading_time, runtime, estimated_time, time_needed, estimate, effort, min, mins
open_ended: open, openended, endless, ongoing
licence: license, copyright, terms
tags: tag, keywords, keyword, labels
level: difficulty, skill, skill_level, complexity, grade, stage, for
language: lang, locale, idiom
languages: lang, programming_languages, programming_language, language
access: price, cost, free, paid, paywall, availability
role: priority, importance, necessity, optional, required, mandatory, essential
pick: picks, picked, recommended, favourite, favorite, highlight
collected: compiled, gathered, date, as_of
part: chapter, chapters, section, sections, pages, excerpt, lectures, timestamp
because: why, reason, note, description
why: description, note, summary, comment, remark, reason, about, blurb, review, annotation, because, abstract, details
summary: description, note, why, about, abstract, blurb, intro, introduction, overview, details, text, tagline, subtitle
note: description, comment, remark, why, summary
id: key, slug, identifier, anchor, short_name, handle
aliases: former_ids, old_ids, previous_ids, redirect_from
ref: see, refers_to, reference, same_as, entry
archived: archive, mirror, wayback, backup, archive_url
formerly: old_url, previous_url, former_url, old_link, moved_from
status: state, dead, deprecated, retired
replaced_by: successor, superseded_by, replacement, alternative
successor: continued_by, continued_as, renamed_to
use_instead: replaced_by, superseded_by, replacement, alternative, instead
reviewed: checked, last_checked, last_reviewed, verified, updated, last_updated, modified
added: date, created, date_added, added_on, since
teaches: covers, concepts, learn
requires: prerequisites, prerequisite, prereqs, needs, depends_on, assumes, dependencies
assumes: prerequisites, prerequisite, prereqs, requires, needs
audience: for, target_audience, readers, level
outcomes: goals, objectives, learning_outcomes, learning_objectives
goals: outcomes, objectives, learning_outcomes, learning_objectives, aims
self_check: questions, quiz, check, exercises, checklist, self_test
answer: solution, reply, response
question: title, text, ask
resources: links, items, entries, list, materials, tutorials, references, readings, content, contents, urls
subtopics: topics, children, sections, subsections, subcategories
topics: categories, subjects, sections
steps: stages, chapters, modules, lessons, units, weeks, phases
entries: resources, links, items
libraries: packages, software, tools, frameworks
concepts: ideas, terms, glossary
include: includes, import, imports, files
repository: repo, source, source_code, github, git, code
parent: based_on, built_on
sources: credits, based_on, acknowledgements, acknowledgments, references
prose: content, body, markdown, file, page
host: domain, site, url
rate: requests_per_second, speed, limit
"""
"""For each field the other words that people write for it; a word of several fields means the one that exists here."""


def _other_words() -> Mapping[str, list[str]]:
    meant: dict[str, list[str]] = {}
    for line in _MEANT.strip().splitlines():
        field, _, words = line.partition(": ")
        for word in words.split(", "):
            meant.setdefault(word, []).append(field)
    return meant


_FIELDS_OF = _other_words()
_FIELDS = frozenset(re.findall(r"^(\w+):", _MEANT, re.MULTILINE))
_YEARS = frozenset({"year", "released"})
_NO_FIELD = {
    **dict.fromkeys(("topic", "subject"), "an entry belongs to the topic that lists it"),
    "step": "an entry belongs to the step that lists it",
    **dict.fromkeys(("prerequisites", "prereqs", "assumes"), "an entry has none: its concepts have `requires`"),
    **dict.fromkeys(("stars", "rating", "score", "votes"), "an entry has no rating: write in `why` why it is listed"),
}
"""Words for which the schema has no field, and what to do instead."""


def field_spelt(name: str, fields: Collection[str]) -> str | None:
    """Return the field of which a name is another spelling: capitals, hyphens, or a slip or two."""
    plain = _plain(name)
    if len(plain) > _LONGEST:
        return None
    if plain in fields:
        return plain
    if plain in _NO_FIELD or any(field in fields for field in _FIELDS_OF.get(plain, ())):
        return None
    swapped = (field for field in fields if len(plain) > _SHORTEST and sorted(field) == sorted(plain))
    return next(iter(nearest(plain, fields, likeness=_ALIKE)), None) or next(swapped, None)


def field_meant(name: str, fields: Collection[str], value: object = "") -> str | None:
    """Return the field that is surely meant by a name and can have that value; ``None`` for a guess."""
    spelt = field_spelt(name, fields)
    if spelt:
        return spelt
    plain = _plain(name)
    if len(plain) > _LONGEST:
        return None
    alike = (word for word in _FIELDS_OF if word[0] == plain[:1])  # few, as comparing takes time
    is_word = plain in _FIELDS_OF or plain in _NO_FIELD or plain in _FIELDS
    words = [plain] if is_word else nearest(plain, alike, likeness=_ALIKE_WORD)
    is_year = not isinstance(value, str) or re.fullmatch(r"(\d{4})?", value)
    possible = (field for word in words for field in _FIELDS_OF.get(word, ()) if is_year or field not in _YEARS)
    return next((field for field in possible if field in fields), None)


def _plain(name: str) -> str:
    """Return a name as fields are written: `reviewedBy` and `Reviewed by` are `reviewed_by`."""
    return re.sub(r"[\s-]+", "_", re.sub("(?<=[a-z])(?=[A-Z])", "_", name.strip())).lower()


def help_for_unknown(name: str, fields: Collection[str], value: object = "", elsewhere: str = "") -> str:
    """Return what to write instead of an unknown name; ``elsewhere`` says where such a field is, if anywhere."""
    meant = field_meant(name, fields, value)
    if meant:
        return f"did you mean `{meant}`?"
    advice = _NO_FIELD.get(_plain(name)) or elsewhere or "no field is close to it"
    return f"{advice}; the fields here are {', '.join(sorted(fields))}"
