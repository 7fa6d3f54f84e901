"""The title of a link in a list: its text, or the words before it where the text names nothing by itself.

Such a text is an address, a number, a sign or a word for a medium ("slides"). A text that repeats through the list is
one, too, as ``Titles.finish`` finds in the end: the name of a publisher, or "Link to the course".
"""

from __future__ import annotations

import re

from pathgen.convert.import_list import ImportedLink

_FEWEST = 3
"""From this many addresses on, a text repeats; two pages may well have one name."""
LONGEST_NAME = 120
"""The most characters of a name. Of more words before a link, those up to a dash are the name."""
_LONGEST_MARK = 30
"""The most characters behind a link that distinguish it from others with its text: a version, an edition, a year."""
_POINTERS = frozenset({
    "abs", "arxiv", "article", "blog", "book", "code", "course", "data", "dataset", "demo", "docs", "download",
    "github", "here", "home", "homepage", "html", "link", "notebook", "page", "paper", "pdf", "project", "repo",
    "slides", "source", "video", "web", "website",
})  # fmt: skip
"""Texts that say no more than that there is a link: the words before it are the title, without the text."""
_MEDIA = _POINTERS | {
    "alternative", "alternatively", "app", "assignment", "assignments", "audio", "bitbucket", "books", "buy", "chat",
    "conda", "courses", "crates", "digital", "discord", "doc", "dockerhub", "documentation", "doi", "ebook", "epub",
    "exam", "exams", "exercises", "facebook", "forum", "free", "gitlab", "handouts", "hardcover", "homework",
    "homeworks", "kindle", "labs", "lecture", "lectures", "linkedin", "links", "mastodon", "materials", "maven",
    "mirror", "mobi", "mp3", "mp4", "notebooks", "notes", "npm", "online", "paperback", "playlist", "playlists",
    "podcast", "poster", "preprint", "print", "pypi", "quizzes", "readings", "recording", "recordings", "repository",
    "resources", "site", "slack", "slideshow", "syllabus", "talk", "telegram", "textbook", "tweet", "twitter",
    "tutorial", "version", "videos", "vimeo", "watch", "wiki", "wikipedia", "youtube", "zip",
}  # fmt: skip
_PLACES = {
    word: place
    for place, words in {
        "audio": "audio mp3 podcast",
        "data": "data dataset",
        "book": "book books ebook hardcover kindle paperback print textbook",
        "code": "bitbucket code github gitlab repo repository source",
        "demo": "app demo",
        "discussion": "chat discord facebook forum linkedin mastodon slack telegram tweet twitter",
        "documentation": "doc docs documentation wiki",
        "doi": "doi",
        "exercises": "assignment assignments exam exams exercises homework homeworks labs quizzes",
        "free_copy": "epub free mobi online pdf",
        "notebook": "notebook notebooks",
        "notes": "materials notes readings",
        "package": "conda crates dockerhub maven npm pypi",
        "paper": "abs arxiv paper preprint",
        "slides": "handouts poster slides slideshow",
        "video": "lecture lectures playlist playlists recording recordings talk video videos vimeo watch youtube",
    }.items()
    for word in words.split()
}
"""What is at an address whose text is a word for a medium, as the field ``also`` calls it."""
_SMALL = frozenset({"a", "and", "for", "in", "of", "on", "or", "the", "this", "to"})
_TEXT_WORD = re.compile(r"[^\W\d_]+(?:\d+)?")
_IS_ADDRESS = re.compile(r"(?i)(?:https?://|www\.)\S+")
_HOST = re.compile(r"(?i)^(?:https?://)?(?:www\.)?")
"""What an address starts with that says nothing to a reader."""
_SIGNS = re.compile(r":[a-zA-Z0-9_+-]+:|[0-9#*]\ufe0f?\u20e3")
"""Shortcodes of emoji (``:star:``) and keycaps, the emoji made of digits."""
_TERM = re.compile(r"(?i)\b(?:spring|summer|fall|autumn|winter)(?: semester| term)?[\W_]*(?:(?:19|20)?\d\d)\b")
"""A term of a university: a course has an address for each."""
_PART = re.compile(r"(?i)\b(?:part|chapter|vol(?:ume)?|episode)\W*(?:\d+[a-z]?|[ivx]+)\b")
_PRICE = re.compile(r"(?i)\b(?:book|course|digital|ebook|hardcover|kindle|paperback|print)\W*[$€£]\s?\d")
"""What a shop asks for a book: ``O'Reilly / Book $50`` names nothing, ``Build a car for $200`` does."""
_ASIDE = re.compile(r"\([^()]{1,30}\)")
"""A text that is in brackets as a whole: ``(English)``."""
_QUOTED = re.compile(r"[\"“]([^\"“”]{4,300}?)([.,]?)[\"”]")
"""The title in a citation: ``Turing, A. "Computing machinery." Mind``."""
_TWO_WORDS = re.compile(r"(?i)\bdocker hub\b")
NUMBER = re.compile(r"^\d+[).]\s+")
_DASH = re.compile(r" [-–—:|] |: ")


def is_address(text: str) -> bool:
    """Whether a text is an address and nothing else."""
    return bool(_IS_ADDRESS.fullmatch(text))


def names_nothing(text: str) -> bool:
    """Whether a text is an address, a number, a sign or words for a medium."""
    plain = _PART.sub("", _SIGNS.sub("", _TERM.sub("", _joined(text))))
    words = {word.lower() for word in _TEXT_WORD.findall(plain)}
    is_medium = not words <= _SMALL and words - _SMALL <= _MEDIA
    return is_address(text) or not words or is_medium or bool(_PRICE.search(text) or _ASIDE.fullmatch(text))


def _joined(text: str) -> str:
    return _TWO_WORDS.sub("dockerhub", text)


def place_of(text: str) -> str:
    """Return what is at the address of a companion, as the field ``also`` calls it: ``Lecture slides`` are slides."""
    words = [word.lower() for word in _TEXT_WORD.findall(_joined(text))]
    return next((_PLACES[word] for word in reversed(words) if word in _PLACES), "other")


def has_name(text: str) -> bool:
    """Whether a text has words, not only numbers, signs and emoji."""
    return bool(_TEXT_WORD.search(_SIGNS.sub("", text)))


def without_signs(text: str) -> str:
    """Return the words before a link, or nothing where they are only emoji and other signs."""
    return text if re.search(r"[^\W_]", _SIGNS.sub("", text)) else ""


def with_text(name: str, text: str) -> str:
    """Return a name with the text of a link in brackets, where that has words or numbers."""
    if is_address(text):
        return name or _HOST.sub("", text).rstrip("/")
    text = text.strip("[]() ")
    if not name or not without_signs(text):
        return name or text
    return f"{name} ({text})"


def name_and_rest(leading: str, *, in_row: bool) -> tuple[str, str]:
    """Return the name that the words before a link are, and the other words: in a table, the first cell that has any.

    Of a citation, the name is the title in quotation marks. Without letters there is no name: "2021" is none.
    """
    if in_row:
        cells = [cell.strip() for cell in leading.split(" | ")]
        found = next((cell for cell in cells if has_name(cell)), "")
        name, *words = _split_long(NUMBER.sub("", found))
        words += [cell for cell in cells if cell and cell is not found]
        return name, " | ".join(words) if name else leading
    if not has_name(leading):
        return "", leading
    quoted = _QUOTED.search(leading)
    if quoted and " " in quoted[1] and (quoted[2] or leading[: quoted.start()].rstrip()[-1:] in ".,:;)"):
        around = (leading[: quoted.start()], leading[quoted.end() :])
        return quoted[1], " … ".join(filter(None, (part.strip(" .,:;") for part in around)))
    name, *words = _split_long(leading)
    return name, "".join(words)


def _split_long(text: str) -> list[str]:
    """Return a text in one part, or the part up to the first dash and the other if it is too long for a name."""
    return _DASH.split(text, maxsplit=1) if len(text) > LONGEST_NAME else [text]


def title_of(
    text: str, leading: str, above: tuple[str, str], *, in_row: bool, is_named: bool = False
) -> tuple[str, str, str]:
    """Return the title of the first link of a line, the name in it, and those words before it that are not part of it.

    ``above`` has the name of the item around that of the link, and the heading: only an address is not named after the
    heading, as anything may be below that. ``is_named`` says that the words before the link are the name in any case.
    """
    if not is_named and not names_nothing(text):
        return text, text, leading
    name, rest = name_and_rest(leading, in_row=in_row)
    if name and _PRICE.search(text):
        return name, name, f"{rest} {text}".strip()
    if name:
        is_pointer = {word.lower() for word in _TEXT_WORD.findall(text)} <= _POINTERS | _SMALL
        return name if is_pointer else with_text(name, text), name, rest
    name = above[0] or ("" if is_address(text) else above[1])
    title = with_text(name, text)
    return title, name or title, leading


class Titles:
    """The texts of a list's links with their addresses, and what else each link could be called."""

    def __init__(self) -> None:
        self.addresses: dict[str, set[str]] = {}
        self.named: list[tuple[ImportedLink, str, str, str, str]] = []

    def add(self, link: ImportedLink, leading: str, above: tuple[str, str], *, in_row: bool) -> None:
        """Remember a link that is called by its text; a row is not called after the heading above its table."""
        self.addresses.setdefault(link.title.lower(), set()).add(link.url)
        name, rest = name_and_rest(leading, in_row=in_row)
        if name or (any(above) and not in_row):
            self.named.append((link, name or above[0], above[1], leading if name else "", rest))

    def finish(self) -> None:
        """Name the links whose text repeats after the words before them, with the text in brackets.

        A link with a description is not named after the heading: it may be one of three packages called "errors".
        """
        for link, nearer, heading, leading, rest in self.named:
            name = nearer or heading
            if len(self.addresses[link.title.lower()]) >= _FEWEST:
                if link.title.lower().startswith(name.lower()) and 0 < len(link.words) <= _LONGEST_MARK:
                    link.title, link.words = f"{link.title} {link.words}", ""
                    continue
                if link.words and not nearer:
                    continue
                if leading and link.words.startswith(leading):
                    link.words = f"{rest} {link.words[len(leading) :].lstrip(' …-–—:,;|')}".strip()
                link.title = with_text(name, link.title)
