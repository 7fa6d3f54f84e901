"""Markdown lists, such as awesome lists and the READMEs of courses: read them into topics and entries.

1. pulldown-cmark turns the text into events (a heading starts, a link starts, text), each with its offset. It takes
   time in proportion to the length of the text, and reads any text as some Markdown.
2. ``_Reader`` goes through the events once and collects the *pieces* of the current line: texts and links. A line is a
   heading, a table row or a paragraph (also one in a list item), however many lines of the file it takes. Where it
   ends, ``_Reader.flush`` decides what it is, and a new line starts.
3. The first heading of level 1 is the title of the list. Any other heading is a topic, below the last heading with a
   smaller number of ``#``. So is a bold line, a ``<summary>`` and a list item without a link that has a list below it.
   A topic without links is left out later, by ``to_catalogue.topics_of``.
4. The first link of a list item or a table row is an entry, and so is a link that any other line starts with, after
   emoji maybe. Links right after it, with only a comma, "and" and the like between them, are entries too ("Paper,
   code"). Instead of a text such as "code", ``link_titles`` takes the words before it, or the item or heading above.
   All other text is the description, which becomes a comment in the catalogue, of the entry before its companions
   ("code", "video"). A link within the description is not an entry.
5. A line that starts with words and is not in a list or a table is prose: its links are reported, not imported. A
   further paragraph of a list item, without links, is added to the description of its entry.
6. HTML within the Markdown goes through the same steps: ``<h2>``, ``<a href>``, tables and tags that break a line
   count, all other tags are skipped. In a table without ``<th>``, which may be there only to place things side by side,
   a cell that starts with a link is a line of its own.

Everything that is not imported (pictures, addresses in code and comments, links within the list) is reported with its
place. Three limits keep a hostile file within time and memory: the length of the text (``_LONGEST``), the pieces of one
line (``_MOST_PIECES``), and the number of values a catalogue may have (``ImportedList.count``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any
from urllib.parse import urljoin

import pyromark

from pathgen.catalogue.value_names import kind as kind_named
from pathgen.convert.import_list import (
    DEEPEST,
    LONGEST_WORDS,
    NO_PAGE,
    RELATIVE,
    ImportedGroup,
    ImportedLink,
    ImportedList,
    line,
)
from pathgen.convert.line_pieces import (
    SIGNS_AROUND,
    WRITTEN_ADDRESS,
    LinePiece,
    is_navigation,
    name_of,
    split_at_addresses,
    with_addresses,
    without_marks,
)
from pathgen.convert.link_titles import (
    LONGEST_NAME,
    Titles,
    has_name,
    is_address,
    names_nothing,
    place_of,
    title_of,
    without_signs,
)
from pathgen.convert.list_headings import (
    CALL,
    NO_LISTS,
    NO_TITLE,
    has_links,
    leave_out_contents,
    lift_title,
    lower_linked,
)
from pathgen.diagnostics import Severity
from pathgen.files import MAX_BYTES

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH | pyromark.Options.ENABLE_TASKLISTS
)  # fmt: skip
_FRONT_MATTER = re.compile(
    r"\A(---|\+\+\+)[ \t]*\r?\n(?=\s*[\w-]+[ \t]*[:=])(.*?)^(?:\1|\.\.\.)[ \t\r]*$", re.DOTALL | re.MULTILINE
)
"""Values before the text, as Jekyll (``---``) and Hugo (``+++``) have them. Any later ``---`` is a rule."""
_FRONT_TITLE = re.compile(r"^title[ \t]*[:=](.+)$", re.IGNORECASE | re.MULTILINE)
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>", re.DOTALL)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_BREAKS = {"p", "div", "li", "ul", "ol", "br", "hr", "summary", "details", "dt", "dd"}
_OF_TABLES = {"table", "tr", "td", "th"}
_SIGNS_BETWEEN = r"[\s,;|/&+·•()\[\]\uff0c\u3001\uff1b\uff08\uff09]*"
_BETWEEN = re.compile(rf"{_SIGNS_BETWEEN}(?:and|or)?{_SIGNS_BETWEEN}")
"""Text between two links that makes the second an entry as well."""
_EMPTY_BRACKETS = re.compile(r"\([\s,;|/&]*\)|\[[\s,;|/&]*\]")
"""What is left around links that became other addresses of the entry."""
_WORDS = re.compile(r"^(?:\.(?=\s)|[\s\-–—:,;|)\]\"”»\uff1a\uff0c\u3001\uff1b\uff09\u3011\u300d])+|[\s|]+$")
_WIDE_SPACE = re.compile(r"(?<=\S) {2,}(?=\S)")
"""What separates a name in a cell from its description, without a dash."""
_REFERENCE = re.compile(r"\s*\[\d+\]")
"""How a line of a bibliography starts, even if it is in no list."""
_OF_ROADMAP = re.compile(r"@(\w+)@(.+)")
"""A link of roadmap.sh, which starts with what it is: ``@video@Title``."""
_LONGEST = MAX_BYTES // 2
"""The most characters read, half of a catalogue: the parser keeps all events in memory, up to 65 bytes a character."""
_MOST_PIECES = 100_000
"""The most links and texts in one line. A line with more is not part of a list that a person wrote."""


_LONGEST_BOLD = 80
"""The most characters of a bold line that is a heading; a longer one is a sentence."""


class _Item:
    """An open list item: the entry that text further down describes, and what it is called.

    ``at`` is the place of its text as long as it has no link, else -1; ``depth`` is how many groups are open around the
    one that was made of it, or 0. ``fold`` is how many ``<details>`` are open around a ``<summary>`` that is read like
    an item, or 0.
    """

    __slots__ = ("at", "depth", "entry", "fold", "name")

    def __init__(self, fold: int = 0) -> None:
        self.entry: ImportedLink | None = None
        self.name = ""
        self.at = -1
        self.depth = 0
        self.fold = fold


def read(imported: ImportedList) -> None:
    """Read a Markdown list into ``imported``; text that is too long for the parser is an error."""
    if len(imported.source.text) > _LONGEST:
        message = f"this is more than {_LONGEST // 2**20} MB of Markdown"
        imported.report(0, message, "split the list, and import each part", Severity.ERROR)
        return
    _Reader(imported).read()


class _Reader:
    """Reads the events in order and keeps track of the open headings and list items and of the current line.

    ``open`` are the groups of the headings around the current line with their levels, the list itself (level 0) first.
    A group that no heading started (a bold line, a ``<summary>``, an item without a link) has half a level more than
    the one around it. ``details`` has, for each open ``<details>``, how many groups were open before. ``items`` are the
    open list items; ``bold`` is the text of the line up to the end of its first bold part. ``pictures`` and ``code``
    count the open pictures and code blocks. ``html`` collects the parts of an HTML block, so that a tag over several
    lines is read whole. ``alt`` is what the pictures of a heading show. In a table of HTML, ``cell`` is the first
    piece of the current cell, and ``has_heads`` whether there are ``<th>``. ``inner`` are the places of links within
    the list, which are reported together at the end; ``contents`` are the groups with a line of them. ``linked`` are
    the groups with a link in their heading.
    """

    def __init__(self, imported: ImportedList) -> None:
        self.imported = imported
        self.open: list[tuple[float, ImportedGroup]] = [(0, imported.top)]
        self.pieces: list[LinePiece] = []
        self.link: LinePiece | None = None
        self.heading: int | None = None
        self.heading_at = 0
        self.alt = ""
        self.items: list[_Item] = []
        self.bold = ""
        self.details: list[int] = []
        self.titles = Titles()
        self.in_row = self.in_head = self.has_heads = False
        self.cell = 0
        self.pictures = self.code = 0
        self.inner: list[int] = []
        self.contents: list[ImportedGroup] = []
        self.linked: dict[int, ImportedGroup] = {}
        self.html: list[tuple[str, int]] | None = None

    def read(self) -> None:
        front = _FRONT_MATTER.match(self.imported.source.text)
        if front:
            title = _FRONT_TITLE.search(front[2])
            self.imported.top.title = line(title[1]).strip("\"'") if title else ""
            self.code += 1
            self.text(front[2], front.start(2))
            self.code -= 1
        for event, at in self.events(front.end() if front else 0):
            if isinstance(event, str):
                self.sign(event)
            else:
                [(kind, value)] = event.items()
                self.handle(kind, value, at)
        self.flush()
        self.titles.finish()
        lower_linked(self.imported.top, self.linked)
        leave_out_contents(self.imported.top, self.contents)
        lift_title(self.imported.top)
        if self.inner:
            more = f" and {len(self.inner) - 1} more" if len(self.inner) > 1 else ""
            self.imported.report(
                self.inner[0], f"this link{more} points to a place in the list itself", severity=Severity.NOTICE
            )

    def events(self, begin: int) -> Iterator[tuple[Any, int]]:
        """Yield each event after ``begin`` with its offset in characters, as the parser counts bytes of UTF-8."""
        text = self.imported.source.text[begin:]
        data = text.encode("utf-8", "replace")
        before = shift = 0  # shift: how many bytes more than characters there are before the offset
        is_ascii = len(data) == len(text)
        for event, span in pyromark.events_with_range(text, options=_OPTIONS):
            start = span["start"]
            if not is_ascii and start > before:
                shift += start - before - len(data[before:start].decode("utf-8", "replace"))
                before = start
            yield event, begin + start - shift

    def sign(self, event: str) -> None:
        if event in ("SoftBreak", "HardBreak"):
            self.text(" ", -1)

    def handle(self, kind: str, value: Any, at: int) -> None:
        if kind == "Start":
            name = value if isinstance(value, str) else next(iter(value))
            self.start(name, None if isinstance(value, str) else value[name], at)
        elif kind == "End":
            self.end(value if isinstance(value, str) else next(iter(value)))
        elif kind == "Text":
            self.text(value, at)
        elif kind == "Code":
            self.text(value, at, is_code=True)
        elif kind in ("Html", "InlineHtml"):
            if self.html is not None:
                self.html.append((value, at))
            else:
                self.markup(value, at)

    def start(self, name: str, value: Any, at: int) -> None:
        if name == "Heading":
            self.end_row()
            self.begin_heading(int(value["level"][1:]), at)
        elif name == "Link":
            self.begin_link(value["dest_url"], at)
        elif name == "Image":
            self.pictures += 1
            if self.link:
                self.link.has_picture = True
        elif name in ("Item", "List"):
            self.flush()
            self.begin_item() if name == "Item" else self.begin_item_group()
        elif name in ("Paragraph", "BlockQuote"):
            self.end_line()
        elif name in ("TableRow", "TableHead"):
            self.flush()
            self.in_row, self.in_head = True, name == "TableHead"
        elif name == "CodeBlock":
            self.flush()
            self.code += 1
        elif name == "HtmlBlock":
            self.end_line()
            self.html = []

    def end(self, name: str) -> None:
        if name == "Heading":
            self.end_heading()
        elif name in ("Link", "Strong"):
            self.end_inline(name)
        elif name == "Image":
            self.pictures -= 1
        elif name == "Item":
            self.flush()
            self.end_item()
        elif name == "Paragraph":
            self.end_line()
        elif name in ("TableRow", "TableHead"):
            self.flush()
            self.in_row = self.in_head = False
        elif name == "TableCell":
            self.text(" | ", -1)
        elif name == "CodeBlock":
            self.code -= 1
        elif name == "HtmlBlock":
            self.end_html()

    def end_html(self) -> None:
        pieces, self.html = self.html or [], None
        if pieces:
            self.markup("".join(text for text, _ in pieces), pieces[0][1])
            self.end_line()

    def end_inline(self, name: str) -> None:
        if name == "Link":
            self.link = None
        elif not self.bold and not self.items:
            self.bold = line("".join(piece.text for piece in self.pieces))

    def begin_heading(self, level: int, at: int) -> None:
        self.flush()
        self.heading, self.heading_at, self.alt = level, at, ""

    def end_heading(self) -> None:
        """Open the group of a heading. A link in the heading is the first entry of that group."""
        if self.heading is None:
            return
        level, self.heading = min(self.heading, DEEPEST), None
        pieces = [piece for piece in self.pieces if not piece.has_picture]
        names = [piece for piece in pieces if piece.text.strip() and not (piece.url or "").startswith("#")]
        pieces = names or pieces  # without a link back to the table of contents
        title = without_marks("".join(piece.text for piece in pieces)).rstrip(": \uff1a") or line(self.alt)
        top = self.imported.top
        if level == 0:
            named = next((piece for piece in self.pieces if without_signs(piece.text)), None)
            if named and re.match("https?:", named.url or "") and self.begin_subtopic(named.text, self.heading_at):
                self.items.append(_Item(len(self.details)))
                self.flush()
                return
            self.begin_subtopic(title, self.heading_at)
        elif level == 1 and self.is_section(title):
            top.title = top.groups.pop(0).title
            self.open_group(title, 1)
        elif level == 1 and (NO_TITLE.fullmatch(title) or title == top.title):
            del self.open[1:]
        elif level == 1 and not top.title and not CALL.fullmatch(title):
            top.title = title
            del self.open[1:]
        elif title:
            self.open_group(title, level)
        self.pieces = [piece for piece in self.pieces if piece.url is not None]
        self.flush()
        if (group := self.open[-1][1]).links:
            self.linked[id(group)] = group

    def is_section(self, title: str) -> bool:
        """Whether a first heading of level 1 only names a section, below a title that is a heading of another level."""
        top = self.imported.top
        is_below = not top.title and bool(top.groups) and not has_links(top)
        return is_below and title.lower() in NO_LISTS

    def open_group(self, title: str, level: int) -> None:
        while self.open[-1][0] >= level or self.open[-1][0] % 1:
            self.open.pop()
        group = ImportedGroup(title, self.heading_at)
        self.imported.put(group, self.open[-1][1])
        self.open.append((level, group))

    def begin_subtopic(self, title: str, at: int) -> bool:
        """Open a group below the current one that no heading started; headings close it. Return whether it is open."""
        title = title.rstrip(": ")
        around = self.open[-1][1]
        repeats = around.title.lower() == title.lower() and not around.links and not around.groups
        if not title or repeats or NO_TITLE.fullmatch(title) or len(self.open) > DEEPEST:
            return False
        group = ImportedGroup(title, at)
        self.imported.put(group, around)
        self.open.append((int(self.open[-1][0]) + 0.5, group))
        return True

    def begin_item(self) -> None:
        self.items.append(_Item())

    def begin_item_group(self) -> None:
        """Open a group for an item without a link that has a list below it."""
        if self.items and self.items[-1].at >= 0 and len(self.items[-1].name) <= LONGEST_NAME:
            item = self.items[-1]
            depth = len(self.open)
            if self.begin_subtopic(item.name, item.at):
                item.at, item.depth = -1, depth

    def end_item(self) -> None:
        while (item := self.items.pop()).fold:  # its `</details>` is missing, or comes after the item
            pass
        around = next((above.entry for above in reversed(self.items) if above.entry), None)
        if item.at >= 0 and around:
            self.describe(around, item.name)
        elif item.at >= 0:
            self.imported.report(item.at, "this item has no link", severity=Severity.NOTICE)
        if item.depth:
            del self.open[item.depth :]

    def begin_link(self, url: str, at: int) -> None:
        self.link = self.add(LinePiece("", at, url))

    def text(self, text: str, at: int, *, is_code: bool = False) -> None:
        if self.code:
            for found in WRITTEN_ADDRESS.finditer(text):
                self.imported.report(at + found.start(), "an address in code is not imported", severity=Severity.NOTICE)
        elif self.pictures:
            self.alt += text if self.heading is not None else ""
        elif self.link is not None:
            self.link.parts.append(text)
        elif self.pieces and self.pieces[-1].url is None and not is_code:
            self.pieces[-1].parts.append(text)
        else:
            self.add(LinePiece(text, at))

    def add(self, piece: LinePiece) -> LinePiece:
        if len(self.pieces) == _MOST_PIECES:
            self.imported.refuse(max(self.pieces[0].at, 0), "this line is too long", "write each entry on its own line")
        self.pieces.append(piece)
        return piece

    def markup(self, text: str, at: int) -> None:
        """Read HTML: links, headings and tags that break a line count; of other tags only the text is kept."""
        done = 0
        for tag in _TAG.finditer(text):
            if tag.start() > done and text[done : tag.start()].strip():
                self.text(unescape(text[done : tag.start()]), at + done)
            done = tag.end()
            if tag[2]:
                self.tag(tag[2].lower(), tag[3], at + tag.start(), closing=bool(tag[1]))
            else:
                for found in WRITTEN_ADDRESS.finditer(tag[0]):
                    where = at + tag.start() + found.start()
                    self.imported.report(where, "an address in a comment is not imported", severity=Severity.NOTICE)
        if text[done:].strip():
            self.text(unescape(text[done:]), at + done)

    def tag(self, name: str, attributes: str, at: int, *, closing: bool) -> None:
        href = _HREF.search(attributes) if name == "a" and not closing else None
        if href:
            self.begin_link(unescape(href[1] or href[2] or href[3] or ""), at)
        elif name == "a" and closing:
            self.link = None
        elif name == "img" and self.link:
            self.link.has_picture = True
        elif name in ("summary", "details") and not self.in_row:
            self.fold(name, at, closing=closing)
        elif len(name) == 2 and name[0] == "h" and name[1] in "123456":  # noqa: PLR2004 - h1 to h6
            self.end_heading() if closing else self.begin_heading(int(name[1]), at)
        elif name in _OF_TABLES:
            self.table(name, closing=closing)
        elif name in _BREAKS:
            self.text(" ", -1) if self.heading is not None or self.link else self.end_line()

    def table(self, name: str, *, closing: bool) -> None:
        """Read a tag of a table: a row is a line, whether Markdown or HTML has written it."""
        if name in ("td", "th"):
            self.in_head = name == "th" and self.in_row
            self.has_heads = self.has_heads or self.in_head
            if not closing:
                self.end_cell()
            return
        self.end_row()
        self.in_row = name == "tr" and not closing
        self.has_heads = self.has_heads and name == "tr"

    def end_cell(self) -> None:
        """End a cell. In a table without heads, the cells before one that starts with a title are a line."""
        if not self.in_row:
            self.flush()
            return
        cell = self.pieces[self.cell :]
        first = next((piece for piece in cell if piece.url is not None or piece.text.strip("| ")), None)
        has_title = first is not None and first.url is not None and not names_nothing(first.text)
        if has_title and not self.has_heads and any(piece.url is not None for piece in self.pieces[: self.cell]):
            del self.pieces[self.cell :]
            self.flush()
            self.pieces = cell
        self.link, self.cell = None, len(self.pieces)
        self.add(LinePiece(" | ", -1))

    def end_row(self) -> None:
        """End a row of a table in HTML, if there is one: its author may have left out the tag that ends it."""
        if self.in_row:
            self.end_cell()
            self.flush()
        self.in_row = self.in_head = False
        self.cell = 0

    def end_line(self) -> None:
        """End a line, or a part of a cell."""
        self.text(" ", -1) if self.in_row else self.flush()

    def fold(self, name: str, at: int, *, closing: bool) -> None:
        """Read a part that a reader unfolds: its ``<summary>`` is the heading of all that the ``<details>`` contain."""
        if name == "summary":
            self.end_heading() if closing else self.begin_heading(0, at)
            return
        self.flush()
        if not closing:
            self.details.append(len(self.open))
        elif self.details:
            self.unfold(len(self.details), self.details.pop())

    def unfold(self, fold: int, depth: int) -> None:
        """End a part that a reader unfolds: a link in its ``<summary>`` that has only companions in it is an entry."""
        items = [item for item in self.items if item.fold == fold]
        self.items = [item for item in self.items if item.fold < fold]
        if items and len(self.open) > depth:
            group, around = self.open[depth][1], self.open[depth - 1][1]
            if [items[0].entry] == group.links and not group.groups and around.groups[-1] is group:
                around.groups.pop()
                around.links += group.links
        del self.open[depth:]

    def flush(self) -> None:
        """End the current line: make entries of its links, or add its text to the description of the list item.

        In a heading that HTML leaves open, outside of lists and tables, links are part of the title and are dropped.
        """
        bold, self.bold = self.bold, ""
        if not self.pieces:
            return
        pieces, self.pieces, self.link = self.pieces, [], None
        pieces = [part for piece in pieces for part in split_at_addresses(piece)]
        if is_navigation(pieces):
            self.inner += [piece.at for piece in pieces if piece.url is not None]
            self.contents.append(self.open[-1][1])
            return
        links = [piece for piece in pieces if piece.url is not None and self.is_taken(piece)]
        if links and (self.items or self.in_row or self.heading is None):
            self.take(pieces, links, bold)
        elif not links and self.items and (entry := self.items[-1].entry):
            self.describe(entry, with_addresses(pieces))
        elif self.items and not self.in_head and not any(piece.url is not None for piece in pieces):
            item = self.items[-1]
            if not item.name:
                item.name = name_of("".join(piece.text for piece in pieces))
                item.at = max(pieces[0].at, 0)
        elif not self.in_row and not links and self.heading is None and not (bold and self.take_bold(bold, pieces)):
            self.introduce(pieces)

    def take_bold(self, bold: str, pieces: list[LinePiece]) -> bool:
        """Open a group for a line that is bold from its start to its end; the bold line before it ends there.

        Return whether it is such a line.
        """
        text = line("".join(piece.text for piece in pieces)).rstrip(": ")
        is_heading = text == bold.rstrip(": ") and len(text) <= _LONGEST_BOLD and text[-1:] not in ".!?"
        if is_heading:
            while self.open[-1][0] % 1 and len(self.open) > (self.details[-1] + 1 if self.details else 1):
                self.open.pop()
            self.begin_subtopic(text, max(pieces[0].at, 0))
        return is_heading

    def is_taken(self, piece: LinePiece) -> bool:
        """Whether a link can become an entry; if not, the reason is reported."""
        url = (piece.url or "").strip()
        if self.imported.base and url and not re.match(r"(?i)[a-z][a-z0-9+.-]*:|#", url):
            url = piece.url = urljoin(self.imported.base, url)
        if url.startswith("#"):
            self.inner.append(piece.at)
        elif piece.has_picture and not (piece.text.strip() and (self.items or self.in_row)):
            self.imported.report(piece.at, f"a picture with a link is not imported: {url}", severity=Severity.NOTICE)
        elif not re.match(r"(?i)https?:|//|www\.", url):
            self.imported.report(piece.at, NO_PAGE.format(url or "an empty address"), RELATIVE)
        else:
            return True
        return False

    def take(self, pieces: list[LinePiece], links: list[LinePiece], bold: str) -> None:
        """Make entries of the links that a line starts with, and the description of the last one of the rest.

        A link whose text is only a medium ("slides") is another address of the entry before it, or of the item around.
        """
        first, taken = links[0], set(links)
        start = pieces.index(first)
        before = "".join(piece.text for piece in pieces[:start])
        before = _WIDE_SPACE.sub(" | ", before) if self.in_row else before
        reference = _REFERENCE.match(before) if names_nothing(first.text) else None
        leading = name_of(before[reference.end() :] if reference else before)
        above = next((item.entry for item in reversed(self.items[:-1]) if item.entry), None)
        if leading and above and len(leading) > LONGEST_NAME:
            self.describe(above, with_addresses(pieces))
            self.mention(links, "description")
            return
        if leading and not self.items and not self.in_row and not reference:
            self.introduce(pieces)
            self.mention(links, "sentence")
            return
        text = without_marks(first.text)
        around = self.items[-2].entry if len(self.items) > 1 and not leading and names_nothing(text) else None
        if around:
            found, described, rest, words_before = [], around, start, ""
        else:
            is_named = self.in_row and any(piece.url and not names_nothing(piece.text) for piece in pieces[:start])
            described, words_before = self.first_entry(first, text, leading, bold, is_named=is_named)
            found, rest = [described], start + 1
        for index in range(rest, len(pieces)):
            piece = pieces[index]
            if piece.url is None:
                if _BETWEEN.fullmatch(piece.text):
                    continue
                break
            rest = index + 1
            if piece in taken and not self.is_companion(piece, described):
                described = ImportedLink(without_marks(piece.text), piece.url, piece.at)
                found.append(described)
        companions = {piece for piece in pieces[rest:] if piece in taken and self.is_companion(piece, described)}
        described_in = [piece for piece in pieces[rest:] if piece not in companions]
        self.mention([piece for piece in described_in if piece in taken], "description")
        words = without_marks(_EMPTY_BRACKETS.sub("", with_addresses(described_in)))
        words = _WORDS.sub("", words)
        words = f"{words_before} … {words}" if words_before else words
        words = words.rstrip().removesuffix("…").rstrip() if SIGNS_AROUND.sub("", words) else ""
        described.words = line(f"{described.words} {words}") if around else words
        self.put(found, described)

    def first_entry(
        self, first: LinePiece, text: str, leading: str, bold: str, *, is_named: bool
    ) -> tuple[ImportedLink, str]:
        """Return the entry of the first link of a line, and the words before it that are not part of its title.

        Of a row that starts with a bold name and more words, the name is the first cell. So it is where that is a link
        which is not imported (``is_named``).
        """
        if self.in_row and has_name(bold) and leading.startswith(bold) and leading != bold:
            leading = f"{bold} | {_WORDS.sub('', leading[len(bold) :])}"
        above = self.above()
        of_roadmap = _OF_ROADMAP.match(text)
        kind, text = of_roadmap.groups() if of_roadmap else ("", text)
        at_end = [found for found in WRITTEN_ADDRESS.finditer(text) if found.start() > 0 and found.end() == len(text)]
        if at_end:
            text = SIGNS_AROUND.sub("", text[: at_end[0].start()])
        title, _, words_before = title_of(text, leading, above, in_row=self.in_row, is_named=is_named)
        entry = ImportedLink(title or first.url or "", first.url or "", first.at)
        if at_end:
            entry.also["other"] = [at_end[0][0]]
        if kind and (meant := kind_named(kind)):
            entry.fields["kind"] = meant
        if text and title == text:
            self.titles.add(entry, leading, above, in_row=self.in_row)
        elif above[0] and title == leading:
            self.titles.add(entry, "", (above[0], ""), in_row=self.in_row)
        return entry, words_before

    def is_companion(self, piece: LinePiece, entry: ImportedLink) -> bool:
        """Whether a link is another address of an entry; if so it is added to it."""
        text = line(piece.text)
        if not names_nothing(text) or not (self.items or self.in_row or not is_address(text)):
            return False
        entry.also.setdefault(place_of(text), []).append(piece.url or "")
        self.imported.count(piece.at)
        return True

    def describe(self, entry: ImportedLink, words: str) -> None:
        """Add words to what the list says of an entry."""
        if len(entry.words) <= LONGEST_WORDS:  # it is cut there anyway, and adding on would take quadratic time
            entry.words = line(f"{entry.words} {words}")

    def mention(self, links: Iterable[LinePiece], where: str) -> None:
        """Report links that are not entries."""
        for piece in links:
            message = f"mentioned in a {where}, so kept in the comment: {piece.url}"
            self.imported.report(piece.at, message, severity=Severity.NOTICE)

    def introduce(self, pieces: list[LinePiece]) -> None:
        """Add a line to what the list says of the current group, unless the group has entries already."""
        group = self.open[-1][1]
        pieces = [piece for piece in pieces if piece.text.strip() or not piece.has_picture]
        is_first = not group.links or (len(group.links) == 1 and id(group) in self.linked)
        if is_first and not group.groups and len(group.words) <= LONGEST_WORDS:
            group.words = line(f"{group.words} {without_marks(with_addresses(pieces))}")

    def above(self) -> tuple[str, str]:
        """Return the name of the item around that of the current line, and the heading, each maybe empty."""
        names = (item.name for item in reversed(self.items[:-1]) if 0 < len(item.name) <= LONGEST_NAME)
        around = "" if self.in_row else next(names, "")
        return around, self.open[-1][1].title if len(self.open) > 1 else ""

    def put(self, links: list[ImportedLink], described: ImportedLink) -> None:
        """Add links to the group of the heading above them; text further down in the item goes to ``described``."""
        for entry in links:
            self.imported.put(entry, self.open[-1][1])
        if self.items and self.items[-1].entry is None:
            item = self.items[-1]
            item.entry, item.name, item.at = described, item.name or (links[0] if links else described).title, -1
