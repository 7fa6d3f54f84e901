"""What the columns and keys of other programs are called, by what they mean here.

Sources of the names: the files that Airtable, Instapaper (URL, Title, Selection, Folder, Timestamp, Tags), Notion,
Pocket (title, url, time_added, tags, status), Raindrop (id, title, note, excerpt, url, folder, tags, created, cover,
highlights, favorite), YouTube's Takeout (Channel Url, Channel Title, Video ID, Playlist Video Creation Timestamp),
Zotero (Key, Item Type, Url, …) and CSL (https://docs.citationstyles.org) write.
"""

from __future__ import annotations

import re
from functools import cache

from pathgen.catalogue.did_you_mean import nearest
from pathgen.catalogue.fields import ENTRY_FIELDS
from pathgen.catalogue.model import Also

TOPIC = "topic"
DESCRIPTION = "description"
PRIVATE = "private"
"""The meaning of columns that are about the owner of the list or their program, not about the page.

What only a citation needs is ``citation``, a meaning that no field has: it is kept in the comment.
"""

FIELDS = tuple(field.name for field in ENTRY_FIELDS)
"""The names of a row, after ``topic``."""
ADDRESSES = tuple(Also.model_fields)
"""What may be at an address of an entry besides its own."""

_NAMES = """
title: name, headline, heading, label, caption, item title, resource, resource name, channel title, bookmark
url: link, href, uri, address, website, web site, site, homepage, home page, webpage, page, web address, official link
url: website url, html url, htmlurl, channel url, title url, source url, permalink, link url, original url
url: resource url, video id
creators: author, authors, creator, by, instructor, instructors, teacher, lecturer, speaker, speakers, presenter
creators: written by, made by, channel, organisation, organization, provider, publisher, school, university, institution
year: date, published, publication date, publication year, release date, released, issued, pubdate, date published
kind: type, format, medium, media, media type, content type, resource type, item type, itemtype
minutes: duration, length, time, runtime, reading time, estimated time, time needed, time required
level: difficulty, skill level, skill, complexity, audience level
language: lang, locale
access: price, cost, pricing, availability, paywall, free
licence: license, licenses, licences, rights, copyright
tags: tag, keywords, keyword, manual tags, automatic tags, labels, topics and tags
topic: topics, category, categories, subcategory, sub category, subtopic, folder, section, subject, subjects
topic: collection, collections, group, area
description: notes, note, comment, comments, summary, excerpt, selection, abstract, abstract note, abstractnote, desc
description: details, blurb, about, review, tagline, subtitle, short description, body, text
doi: digital object identifier
code: repo, repository, repository url, source code, source code url, github, github url, gitlab, code url
video: video url, youtube, recording
slides: slide deck
paper: arxiv, arxiv id, eprint
free_copy: pdf, pdf url, free copy
demo: demo url, live demo
documentation: docs, docs url, documentation url, docs link
data: dataset, data url
exercises: assignments, homework
package: pypi, npm
discussion: forum, chat, discord, slack
private: key, guid, uuid, created, created at, created time, created by, modified, updated, updated at
private: last edited time, last edited by, last modified, date added, date modified, dateadded, datemodified
private: date last used, access date, accessdate, time added, timestamp, cover, favorite, favourite, highlights
private: annotations, annotation, my notes, file, files, file path, path, file attachments, link attachments
private: attachments, files & media, call number, archive location, library catalog, archive, extra, citation key
private: email, email address, e mail, username, user, submitted by, owner, read, rating by me, favicon, thumbnail
private: stars, stargazers, stargazers count, commit history, current release, latest release, star count
private: products, activity controls
citation: pages, num pages, issue, volume, number, number of volumes, series, place, edition, short title, isbn, issn
private: private, shorturl, short url, accessed
private: unread, starred, image, icon, playlist video creation timestamp, video id timestamp, channel id, meta info
"""

_SPELT = 0.87
"""How much of a name has to be that of a known one: ``Discription`` is ``description``, ``Courses`` not ``Source``."""
_SHORTEST = 5
"""Shorter names are not compared: a slip in them makes another word."""
_ADDRESS_WORDS = {"url", "link", "href", "uri", "website", "links", "urls"}


def _known() -> dict[str, str]:
    known: dict[str, str] = {}
    for line in _NAMES.strip().splitlines():
        meaning, _, names = line.partition(": ")
        for name in names.split(", "):
            known.setdefault(name, meaning)
    ours = (*FIELDS, *ADDRESSES, TOPIC, DESCRIPTION)
    return {**known, **{name.replace("_", " "): name for name in ours}}


_KNOWN = _known()


@cache
def meaning_of(name: str) -> str:
    """Return what a column means: a field, something of ``ADDRESSES``, ``topic``, ``description``, ``private`` or "".

    A name may have a capital, hyphens or a slip, and say "link" around what it is: ``GitHub link`` is ``code``.
    """
    plain, apart = _plain(name), _plain(re.sub("(?<=[a-z])(?=[A-Z])", " ", name))
    if plain in _KNOWN or apart in _KNOWN:
        return _KNOWN.get(plain) or _KNOWN[apart]
    parts = (plain if plain in _ADDRESS_WORDS or " " in plain else apart).split()
    rest = [part for part in parts if part not in {*_ADDRESS_WORDS, "to", "the", "of", "official"}]
    if len(rest) < len(parts) and _ADDRESS_WORDS & {*parts}:
        meant = _KNOWN.get(" ".join(rest), "")
        return meant if meant in ADDRESSES else "url"
    return next((_KNOWN[name] for name in nearest(plain, _KNOWN, likeness=_SPELT) if len(plain) >= _SHORTEST), "")


def _plain(name: str) -> str:
    return " ".join(re.findall(r"[^\W_]+|&", name.lower()))
