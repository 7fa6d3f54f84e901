"""The commonest slips of YAML, as data: what people write, what is said of it, and the file that follows the advice.

Each slip is written into ``AROUND``, in the place of ``SLIP``; its line counts from 1 in the slip's lines.
"""

from __future__ import annotations

from typing import NamedTuple

AROUND = """\
path: {title: My path}
concepts:
  - {id: yeast, title: Yeast}
steps:
  - id: bake
    title: Bake
    goals: [knead a dough, bake a bread]
    resources:
      - title: Flour
        url: https://example.org/flour
        why: A first entry.
SLIP
      - title: Last
        url: https://example.org/last
        kond: book
"""
FIRST = AROUND[: AROUND.index("SLIP")].count("\n") + 1
"""The line of the file in which a slip starts."""


class Slip(NamedTuple):
    """A slip: its lines, the place and the words of the help that are expected, and the lines that fix it."""

    written: str
    place: str
    says: str
    fixed: str

    @property
    def file(self) -> str:
        """The file with the slip."""
        return AROUND.replace("SLIP\n", _block(self.written))

    @property
    def fixed_file(self) -> str:
        """The file as the advice says to write it."""
        return AROUND.replace("SLIP\n", _block(self.fixed))


def _block(lines: str) -> str:
    return "".join(f"      {line}\n" if line else "\n" for line in lines.split("\n"))


def _title(written: str, column: int, says: str, fixed: str) -> Slip:
    """Return a slip in the title of an entry."""
    rest = "\n  url: https://example.org/bread\n  year: 2012"
    return Slip(f"- title: {written}{rest}", f"1:{column}", says, f"- title: {fixed}{rest}")


def _why(written: str, place: str, says: str, fixed: str) -> Slip:
    """Return a slip in the last value of an entry."""
    start = "- title: Bread\n  url: https://example.org/bread\n  why: "
    return Slip(start + written, place, says, start + fixed)


QUOTE = "put the value in quotes"
GROUPS: dict[str, dict[str, Slip]] = {
    "A space that is missing": {
        "no space after the first colon": Slip(
            "- title:Bread\n  url: https://example.org/bread",
            "1:14",
            "write a space after it: `- title: Bread`",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "no space after a later colon": Slip(
            "- title: Bread\n  url:https://example.org/bread\n  year: 2012",
            "2:12",
            "write a space after it: `url: https://example.org/bread`",
            "- title: Bread\n  url: https://example.org/bread\n  year: 2012",
        ),
        "no space after the last colon": Slip(
            "- title: Bread\n  url: https://example.org/bread\n  year:2012",
            "3:13",
            "write a space after it: `year: 2012`",
            "- title: Bread\n  url: https://example.org/bread\n  year: 2012",
        ),
        "no space after a colon before a quote": Slip(
            '- title:"Bread"\n  url: https://example.org/bread',
            "1:14",
            "write a space after it",
            '- title: "Bread"\n  url: https://example.org/bread',
        ),
        "no space after a colon before a list": Slip(
            "- title: Bread\n  url: https://example.org/bread\n  teaches:[yeast]",
            "3:16",
            "write a space after it",
            "- title: Bread\n  url: https://example.org/bread\n  teaches: [yeast]",
        ),
        "no space after a colon in braces": Slip(
            "- {title: Bread, url:https://example.org/bread}",
            "1:27",
            "write a space after it: `- {title: Bread, url: https://example.org/bread}`",
            "- {title: Bread, url: https://example.org/bread}",
        ),
        "no space after a colon of several": Slip(
            "- title:Bread\n  url:https://example.org/bread\n  year: 2012",
            "1:14 2:12",
            "write a space after it",
            "- title: Bread\n  url: https://example.org/bread\n  year: 2012",
        ),
        "no space after the dash": Slip(
            "-title: Bread\n url: https://example.org/bread",
            "1:7 2:8",
            "write ",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "no space after the dash of lines that line up": Slip(
            "-title: Bread\n  url: https://example.org/bread",
            "1:7",
            "write a space after it: `- title: Bread`",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a wide colon": Slip(
            "- title\uff1a Bread\n  url: https://example.org/bread",
            "1:14",
            "write `:` and a space: `- title: Bread`",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "no colon": Slip(
            "- title Bread\n  url: https://example.org/bread",
            "1:14",
            "write a colon and a space: `- title: Bread`",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a full stop for the colon": Slip(
            "- title. Bread\n  url: https://example.org/bread",
            "1:14",
            "write a colon and a space: `- title: Bread`",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "no colon after a later key": Slip(
            "- title: Bread\n  url https://example.org/bread\n  year: 2012",
            "2:12",
            "write a colon and a space: `url: https://example.org/bread`",
            "- title: Bread\n  url: https://example.org/bread\n  year: 2012",
        ),
        "an equals sign for the colon": Slip(
            "- title: Bread\n  url = https://example.org/bread\n  why: It is good.",
            "2:12",
            "write a colon and a space: `url: https://example.org/bread`",
            "- title: Bread\n  url: https://example.org/bread\n  why: It is good.",
        ),
    },
    "Dashes and bullets": {
        "an en dash": Slip(
            "\u2013 title: Bread\n  url: https://example.org/bread",
            "1:7",
            "write a hyphen and a space: `- title: Bread`",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "an em dash": Slip(
            "\u2014 title: Bread\n  url: https://example.org/bread",
            "1:7",
            "write a hyphen and a space: `- title: Bread`",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "an em dash without a space": Slip(
            "\u2014title: Bread\n  url: https://example.org/bread",
            "1:7",
            "write a hyphen and a space: `- title: Bread`",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a minus sign": Slip(
            "\u2212 title: Bread\n  url: https://example.org/bread",
            "1:7",
            "write a hyphen and a space",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a bullet": Slip(
            "\u2022 title: Bread\n  url: https://example.org/bread",
            "1:7",
            "write a hyphen and a space",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a star": Slip(
            "* title: Bread\n  url: https://example.org/bread",
            "1:7",
            "write a hyphen and a space",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a wide dash": Slip(
            "\uff0d title: Bread\n  url: https://example.org/bread",
            "1:7",
            "write a hyphen and a space",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "an arrow": Slip(
            "-> title: Bread\n  url: https://example.org/bread",
            "1:7",
            "write a hyphen and a space",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a plus sign": Slip(
            "+ title: Bread\n  url: https://example.org/bread",
            "1:7",
            "write a hyphen and a space",
            "- title: Bread\n  url: https://example.org/bread",
        ),
    },
    "Columns": {
        "a key one column too far right": Slip(
            "- title: Bread\n   url: https://example.org/bread",
            "2:10",
            "write 8 spaces before it, so that `url` lines up with `title` in line 12",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a key one column too far left": Slip(
            "- title: Bread\n url: https://example.org/bread",
            "2:8",
            "write 8 spaces before it, so that `url` lines up with `title` in line 12",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a later key one column too far right": Slip(
            "- title: Bread\n  url: https://example.org/bread\n   year: 2012",
            "3:10",
            "write 8 spaces before it, so that `year` lines up with `url` in line 13",
            "- title: Bread\n  url: https://example.org/bread\n  year: 2012",
        ),
        "a later key one column too far left": Slip(
            "- title: Bread\n  url: https://example.org/bread\n year: 2012",
            "3:8",
            "write 8 spaces before it, so that `year` lines up with `url` in line 13",
            "- title: Bread\n  url: https://example.org/bread\n  year: 2012",
        ),
        "two keys one column too far right": Slip(
            "- title: Bread\n   url: https://example.org/bread\n   year: 2012",
            "2:10",
            "and move the line below it as far",
            "- title: Bread\n  url: https://example.org/bread\n  year: 2012",
        ),
        "an entry one column too far right": Slip(
            " - title: Bread\n   url: https://example.org/bread",
            "1:8",
            "write 6 spaces before it, so that `title` lines up with `title` in line 9, and move the line below it as "
            "far",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "an entry two columns too far right": Slip(
            "  - title: Bread\n    url: https://example.org/bread",
            "1:9",
            "write 6 spaces before it",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "an entry four columns too far right": Slip(
            "    - title: Bread\n      url: https://example.org/bread",
            "1:11",
            "write 6 spaces before it",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a dash one column too far right": Slip(
            "- title: Bread\n  url: https://example.org/bread\n - title: Cheese\n   url: https://example.org/cheese",
            "3:8",
            "write 6 spaces before it",
            "- title: Bread\n  url: https://example.org/bread\n- title: Cheese\n  url: https://example.org/cheese",
        ),
    },
    "Continued lines": {
        "a continued line that is not indented": _why(
            "It is long\n  and it goes on",
            "4:9",
            "write 10 spaces before it",
            "It is long\n    and it goes on",
        ),
        "a continued line before a key": Slip(
            "- title: Bread\n  why: It is long\n  and it goes on\n  url: https://example.org/bread",
            "3:9",
            "write 10 spaces before it",
            "- title: Bread\n  why: It is long\n    and it goes on\n  url: https://example.org/bread",
        ),
        "two continued lines": _why(
            "It is long\n  and it goes on\n  and on",
            "4:9",
            "write 10 spaces before it and the line below it",
            "It is long\n    and it goes on\n    and on",
        ),
        "a continued line at the dash": _why(
            "It is long\nand it goes on",
            "4:7",
            "write 10 spaces before it",
            "It is long\n    and it goes on",
        ),
        "a continued line with a colon": _why(
            "It is long\n    and this too: it goes on",
            "4:23",
            'write " before the first word of `why` in line 14 and after its last',
            '"It is long\n    and this too: it goes on"',
        ),
    },
    "A number sign after a space": {
        "a number sign in a continued text": _why(
            "It is #1 of the list\n    and goes on",
            "3:20",
            'write " before the first word of `why` in line 14 and after its last',
            '"It is #1 of the list\n    and goes on"',
        ),
        "a number sign in the middle of a continued text": _why(
            "It is\n    #1 of the list and #2, too,\n    and: goes on",
            "4:11",
            'write " before the first word of `why` in line 14 and after its last',
            '"It is\n    #1 of the list and #2, too,\n    and: goes on"',
        ),
        "a comment inside a continued text": _why(
            "It is good # really\n    and goes on",
            "3:25",
            'write " before the first word of `why` in line 14 and after its last',
            '"It is good # really\n    and goes on"',
        ),
        "a number sign in brackets": _why(
            "x\n  creators: [Ada, Team #1, Jo]",
            "4:30",
            'put the value in quotes: `creators: [Ada, "Team #1", Jo]`',
            'x\n  creators: [Ada, "Team #1", Jo]',
        ),
        "a number sign in braces": Slip(
            "- {title: Bread #1 of two, url: https://example.org/bread}",
            "1:23",
            'put the value in quotes: `- {title: "Bread #1 of two", url: https://example.org/bread}`',
            '- {title: "Bread #1 of two", url: https://example.org/bread}',
        ),
    },
    "Spaces that only look like spaces": {
        "a no-break space in the indentation": Slip(
            "- title: Bread\n\u00a0 url: https://example.org/bread",
            "2:7",
            "write an ordinary space: `url: https://example.org/bread`",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a no-break space after a dash": Slip(
            "-\u00a0title: Bread\n  url: https://example.org/bread",
            "1:8",
            "write an ordinary space",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a no-break space after a colon": Slip(
            "- title:\u00a0Bread\n  url: https://example.org/bread",
            "1:15",
            "write an ordinary space",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a no-break space after the last colon": _why(
            "x\n  year:\u00a02012",
            "4:14",
            "write an ordinary space: `year: 2012`",
            "x\n  year: 2012",
        ),
        "a wide space": Slip(
            "- title: Bread\n  url:\u3000https://example.org/bread",
            "2:13",
            "write an ordinary space",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a tab for the indentation": Slip(
            "- title: Bread\n\turl: https://example.org/bread",
            "2:7",
            "write 8 spaces before `url`",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a tab after a dash": Slip(
            "-\ttitle: Bread\n  url: https://example.org/bread",
            "1:8",
            "write a space: `- title: Bread`",
            "- title: Bread\n  url: https://example.org/bread",
        ),
    },
    "Values that start with a sign of YAML, and go on": {
        "brackets and words": _title("[Video] Bread", 16, f'{QUOTE}: `- title: "[Video] Bread"`', '"[Video] Bread"'),
        "braces and words": _title("{Video} Bread", 16, QUOTE, '"{Video} Bread"'),
        "a quoted word and more": _title(
            '"Unsafe" explained',
            16,
            """put the whole value in quotes: `- title: '"Unsafe" explained'`""",
            """'"Unsafe" explained'""",
        ),
        "a word in single quotes and more": _title(
            "'Unsafe' explained", 16, "put the whole value", "\"'Unsafe' explained\""
        ),
        "two quoted words": _title('"Unsafe" and "safe"', 16, "quotes", """'"Unsafe" and "safe"'"""),
        "strong emphasis": _title("**Notes** on bread", 16, QUOTE, '"**Notes** on bread"'),
        "emphasis": _title("*Notes* on bread", 16, QUOTE, '"*Notes* on bread"'),
        "emphasis alone": _title("*Notes*", 16, QUOTE, '"*Notes*"'),
        "a footnote star": _title("*Notes", 16, QUOTE, '"*Notes"'),
        "an ampersand": _title("& bread", 16, QUOTE, '"& bread"'),
        "an ampersand and a word": _title("&bread and more", 16, QUOTE, '"&bread and more"'),
        "an exclamation mark": _title("!important for bread", 16, QUOTE, '"!important for bread"'),
        "a percent sign": _title("%PATH% and bread", 16, QUOTE, '"%PATH% and bread"'),
        "an at sign": _title("@baker on bread", 16, QUOTE, '"@baker on bread"'),
        "code": _title("`bread` in an hour", 16, QUOTE, '"`bread` in an hour"'),
        "a bar": _title("| bread", 16, QUOTE, '"| bread"'),
        "a greater-than sign": _title("> bread", 16, QUOTE, '"> bread"'),
        "a question mark": _title("? bread", 16, QUOTE, '"? bread"'),
        "a dash in a title": _title("- bread", 16, QUOTE, '"- bread"'),
        "a list after its key": _why(
            "x\n  creators: - Ada", "4:19", "if it is a list, start it in the line below", 'x\n  creators: "- Ada"'
        ),
        "a comma": _title(", bread", 16, QUOTE, '", bread"'),
        "a closing bracket": _title("] bread", 16, QUOTE, '"] bread"'),
        "a colon in a title": _title(
            "Bread: the basics", 21, f'{QUOTE}: `- title: "Bread: the basics"`', '"Bread: the basics"'
        ),
        "two colons in a title": _title("Bread: the basics: one", 21, QUOTE, '"Bread: the basics: one"'),
        "a colon at the end of a title": _title("Bread:", 21, QUOTE, '"Bread:"'),
        "a colon and quotes in a title": _title('Bread: "the" basics', 21, QUOTE, """'Bread: "the" basics'"""),
        "brackets in braces": Slip(
            "- {title: [Video] Bread, url: https://example.org/bread}",
            "1:17",
            QUOTE,
            '- {title: "[Video] Bread", url: https://example.org/bread}',
        ),
        "a colon in braces": Slip(
            "- {title: Bread: the basics, url: https://example.org/bread}",
            "1:17",
            QUOTE,
            '- {title: "Bread: the basics", url: https://example.org/bread}',
        ),
        "an at sign in brackets": _why("x\n  creators: [@baker, Jo]", "4:20", QUOTE, 'x\n  creators: ["@baker", Jo]'),
    },
    "Markdown": {
        "a Markdown link in a title": _title(
            "[Bread](https://example.org/bread)", 16, QUOTE, '"[Bread](https://example.org/bread)"'
        ),
        "a Markdown link in why": _why(
            "[Bread](https://example.org/b) is good", "3:14", QUOTE, '"[Bread](https://example.org/b) is good"'
        ),
        "emphasis in why": _why("**Very** good", "3:14", QUOTE, '"**Very** good"'),
    },
    "Quotes": {
        "a quote that is not closed": _title(
            '"Bread', 16, 'close it with the same character: `- title: "Bread"`', '"Bread"'
        ),
        "a single quote that is not closed": _title("'Bread", 16, "close it with the same character", "'Bread'"),
        "an apostrophe at the start": _title("'Tis the season", 16, "in double quotes", '"\'Tis the season"'),
        "an apostrophe in single quotes": _title("'It's bread'", 16, "write other quotes", '"It\'s bread"'),
        "an apostrophe after a backslash": _title("'It\\'s bread'", 16, "write other quotes", '"It\'s bread"'),
        "quotes in double quotes": _title(
            '"He said "bread" to me"', 16, "write other quotes", "'He said \"bread\" to me'"
        ),
        "a curly quote at the end": _title(
            '"Bread\u201d', 16, "close it with the same character, not with \u201d", '"Bread"'
        ),
        "curly quotes around a colon": _title(
            "\u201cBread: the basics\u201d", 22, QUOTE, '"\u201cBread: the basics\u201d"'
        ),
        "a backslash in double quotes": _title(
            '"C:\\Users and bread"', 19, "write single quotes", "'C:\\Users and bread'"
        ),
    },
    "Marks of other formats": {
        "a comma after a value": Slip(
            '- "title": "Bread",\n  "url": "https://example.org/bread"',
            "1:25",
            'delete it: `- "title": "Bread"`',
            '- "title": "Bread"\n  "url": "https://example.org/bread"',
        ),
        "a comma after braces": Slip(
            "- {title: Bread, url: https://example.org/bread},",
            "1:55",
            "delete it",
            "- {title: Bread, url: https://example.org/bread}",
        ),
        "a brace too many": Slip(
            "- {title: Bread, url: https://example.org/bread}}",
            "1:55",
            "delete it",
            "- {title: Bread, url: https://example.org/bread}",
        ),
        "two commas": Slip(
            "- {title: Bread,, url: https://example.org/bread}",
            "1:22",
            "write one: `- {title: Bread, url: https://example.org/bread}`",
            "- {title: Bread, url: https://example.org/bread}",
        ),
        "a semicolon": Slip(
            "- {title: Bread; url: https://example.org/bread}",
            "1:22",
            "write one: `- {title: Bread, url: https://example.org/bread}`",
            "- {title: Bread, url: https://example.org/bread}",
        ),
        "two hyphens": Slip(
            "-- title: Bread\n  url: https://example.org/bread",
            "1:7",
            "write a hyphen and a space: `- title: Bread`",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a number": Slip(
            "1. title: Bread\n   url: https://example.org/bread",
            "1:7 2:10",
            "write ",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a dash before each key": Slip(
            "- title: Bread\n  - url: https://example.org/bread",
            "2:9",
            "delete the dash: `url: https://example.org/bread`",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "links of Markdown after stars": Slip(
            "* [Bread](https://example.org/bread)\n* [Salt](https://example.org/salt)",
            "1:9 2:9",
            'write its parts: `- {title: "',
            '- {title: "Bread", url: "https://example.org/bread"}\n- {title: "Salt", url: "https://example.org/salt"}',
        ),
        "no dash": Slip(
            "title: Bread\nurl: https://example.org/bread",
            "1:7",
            "write `- ` before `title`, and move the line below it as far",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a link of Markdown": Slip(
            "- [Bread](https://example.org/bread) - It is good.",
            "1:9",
            """write its parts: `- {title: "Bread", url: "https://example.org/bread", why: "It is good."}`""",
            '- {title: "Bread", url: "https://example.org/bread", why: "It is good."}',
        ),
        "keys of JSON without a space": Slip(
            '- "title":"Bread"\n  "url":"https://example.org/bread"',
            "1:16 2:14",
            "write a space after it",
            '- "title": "Bread"\n  "url": "https://example.org/bread"',
        ),
        "an object of JSON": Slip(
            '{"title": "Bread", "url": "https://example.org/bread"},',
            "1:7",
            "write `- ` before it, and no comma after it",
            '- {"title": "Bread", "url": "https://example.org/bread"}',
        ),
        "two keys in a line": Slip(
            "- title: Bread url: https://example.org/bread",
            "1:22",
            "in a line of its own, after 8 spaces",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "two keys in a line with a comma": Slip(
            "- title: Bread, why: It is good.\n  url: https://example.org/bread",
            "1:23",
            "in a line of its own, after 8 spaces",
            "- title: Bread\n  why: It is good.\n  url: https://example.org/bread",
        ),
        "a numbered link of Markdown": Slip(
            "1. [Bread](https://example.org/bread) - A book.",
            "1:10",
            "write its parts",
            '- {title: "Bread", url: "https://example.org/bread", why: "A book."}',
        ),
        "a picture of Markdown": Slip(
            "- ![Bread](https://example.org/bread)",
            "1:9",
            "write its parts",
            '- {title: "Bread", url: "https://example.org/bread"}',
        ),
        "an item of HTML": Slip(
            '<li><a href="https://example.org/bread">Bread</a></li>',
            "1:7",
            "write its parts",
            '- {title: "Bread", url: "https://example.org/bread"}',
        ),
        "a row of a table": Slip(
            "| [Bread](https://example.org/bread) | A book. |",
            "1:7",
            "write its parts",
            '- {title: "Bread", url: "https://example.org/bread", why: "A book."}',
        ),
        "a picture for the dash": Slip(
            "\U0001f449 title: Bread\n  url: https://example.org/bread",
            "1:7",
            "write a hyphen: `- title: Bread`",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a tilde for the dash": Slip(
            "~ title: Bread\n  url: https://example.org/bread",
            "1:7",
            "write a hyphen: `- title: Bread`",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "three hyphens between items": Slip(
            "---\n- title: Bread\n  url: https://example.org/bread",
            "1:7",
            "delete this line",
            "\n- title: Bread\n  url: https://example.org/bread",
        ),
        "a comment of a page over lines": Slip(
            "<!--\n- title: Salt\n-->\n- title: Bread\n  url: https://example.org/bread",
            "1:7",
            "write `# ` before each of its 3 lines",
            "# <!--\n# - title: Salt\n# -->\n- title: Bread\n  url: https://example.org/bread",
        ),
        "an address outside of an item": Slip(
            "https://example.org/bread",
            "1:7",
            """write an item with it: `- {title: "…", url: "https://example.org/bread"}`""",
            '- {title: "…", url: "https://example.org/bread"}',
        ),
        "a list without spaces": _why(
            "x\n  creators:\n    -Ada\n    -Jo",
            "5:11 6:11",
            "write a space after it",
            "x\n  creators:\n    - Ada\n    - Jo",
        ),
    },
    "Brackets": {
        "a bracket that is not closed": _why(
            "x\n  teaches: [yeast", "4:18", "write `]` at the end", "x\n  teaches: [yeast]"
        ),
        "a bracket that is not closed before a key": Slip(
            "- title: Bread\n  teaches: [yeast\n  url: https://example.org/bread",
            "2:18",
            "write `]` at the end of it: `teaches: [yeast]`",
            "- title: Bread\n  teaches: [yeast]\n  url: https://example.org/bread",
        ),
        "a brace that is not closed": Slip(
            "- {title: Bread, url: https://example.org/bread",
            "1:9",
            "write `}` at the end",
            "- {title: Bread, url: https://example.org/bread}",
        ),
        "a comma that is missing": Slip(
            "- {title: Bread url: https://example.org/bread}",
            "1:22",
            "write one: `- {title: Bread, url: https://example.org/bread}`",
            "- {title: Bread, url: https://example.org/bread}",
        ),
        "a comma that is missing after a quote": Slip(
            '- {"title": "Bread" "url": "https://example.org/bread"}',
            "1:26",
            "write one: `",
            '- {"title": "Bread", "url": "https://example.org/bread"}',
        ),
        "a box to tick": Slip(
            "- [ ] title: Bread\n  url: https://example.org/bread",
            "1:9",
            "delete it: `- title: Bread`",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a star after the dash": Slip(
            "- * title: Bread\n  url: https://example.org/bread",
            "1:9",
            "delete it: `- title: Bread`",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "quoted lines": Slip(
            "> - title: Bread\n>   url: https://example.org/bread",
            "1:7 2:7",
            "delete it: `",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "bold keys": Slip(
            "- **title**: Bread\n  **url:** https://example.org/bread",
            "1:9 2:9",
            "delete it: `",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a key as code": Slip(
            "- `title`: Bread\n  url: https://example.org/bread",
            "1:9",
            "delete it: `- title: Bread`",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "parentheses": Slip(
            "- (title: Bread, url: https://example.org/bread)",
            "1:9",
            "write `{` and `}`: `- {title: Bread, url: https://example.org/bread}`",
            "- {title: Bread, url: https://example.org/bread}",
        ),
        "parentheses around the first key": Slip(
            "- (title: Bread)\n  url: https://example.org/bread",
            "1:9",
            "delete them: `- title: Bread`",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "two dashes": Slip(
            "- - title: Bread\n  url: https://example.org/bread",
            "1:9",
            "delete it: `- title: Bread`",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a list in the list": Slip(
            "- - title: Bread\n    url: https://example.org/bread",
            "1:9",
            "write one `-` before each item, and its keys below one another",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "two dashes above the keys": Slip(
            "- -\n  title: Bread\n  url: https://example.org/bread",
            "1:9",
            "delete it",
            "-\n  title: Bread\n  url: https://example.org/bread",
        ),
        "two dashes above keys in the second list": Slip(
            "- -\n    title: Bread\n    url: https://example.org/bread",
            "1:9",
            "write one `-` before each item, and its keys below one another",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "keys below the dash": Slip(
            "-\ntitle: Bread\nurl: https://example.org/bread",
            "2:7",
            "write 8 spaces before `title`, and move the line below it as far",
            "-\n  title: Bread\n  url: https://example.org/bread",
        ),
        "signs of equality": Slip(
            "- title = Bread\n  url = https://example.org/bread",
            "1:14 2:12",
            "write a colon and a space: `",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "arrows": Slip(
            "- title => Bread\n  url => https://example.org/bread",
            "1:14 2:12",
            "write a colon and a space: `",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a block of code": Slip(
            "```\n- title: Bread\n  url: https://example.org/bread\n```",
            "1:7 4:7",
            "delete this line",
            "\n- title: Bread\n  url: https://example.org/bread\n",
        ),
        "a comment of a program": Slip(
            "// a remark\n- title: Bread\n  url: https://example.org/bread",
            "1:7",
            "write `# ` before its words: `# a remark`",
            "# a remark\n- title: Bread\n  url: https://example.org/bread",
        ),
        "a comment of a page": Slip(
            "<!-- a remark -->\n- title: Bread\n  url: https://example.org/bread",
            "1:7",
            "write `# ` before its words: `# a remark`",
            "# a remark\n- title: Bread\n  url: https://example.org/bread",
        ),
        "a comment of a style sheet": Slip(
            "/* a remark */\n- title: Bread\n  url: https://example.org/bread",
            "1:7",
            "write `# ` before its words: `# a remark`",
            "# a remark\n- title: Bread\n  url: https://example.org/bread",
        ),
        "an address that is a link": Slip(
            "- title: Bread\n  url: [A look](https://example.org/bread)",
            "2:14",
            "write the address alone, and the words in another field: `url: https://example.org/bread`",
            "- title: Bread\n  url: https://example.org/bread\n  why: A look",
        ),
        "an address as code": Slip(
            "- title: Bread\n  url: `https://example.org/bread`",
            "2:14",
            "write the address alone: `url: https://example.org/bread`",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a title without its key": Slip(
            "- Bread & butter\n  url: https://example.org/bread",
            "1:9",
            "write what it is, such as the `title`: `- title: Bread & butter`",
            "- title: Bread & butter\n  url: https://example.org/bread",
        ),
        "an address without its key": Slip(
            "- https://example.org/bread\n  title: Bread",
            "1:9",
            "write what it is, such as the `url`: `- url: https://example.org/bread`",
            "- url: https://example.org/bread\n  title: Bread",
        ),
        "a sign before a text over two lines": Slip(
            "- title: Bread\n  url: https://example.org/bread\n  why: >good\n    morning",
            "3:14",
            'write " before the first word of `why` in line 14 and after its last',
            '- title: Bread\n  url: https://example.org/bread\n  why: ">good\n    morning"',
        ),
        "a sign before a text that is not indented": Slip(
            '- title: Bread\n  url: https://example.org/bread\n  why: [Video] of a\n  "good" bread',
            "3:14",
            "indent the lines below it by 10 spaces",
            '- title: Bread\n  url: https://example.org/bread\n  why: "[Video] of a\n    \\"good\\" bread"',
        ),
        "three keys in a line": Slip(
            "- title: Bread, url: https://example.org/bread, year: 2012",
            "1:23",
            "write `url: https://example.org/bread` and `year: 2012` in lines of their own, after 8 spaces",
            "- title: Bread\n  url: https://example.org/bread\n  year: 2012",
        ),
        "a brace that is never opened": Slip(
            "- title: Bread, url: https://example.org/bread}",
            "1:53",
            "write `{` before `title`",
            "- {title: Bread, url: https://example.org/bread}",
        ),
        "a title that is a link": Slip(
            "- title: [Bread](https://example.org/bread)\n  year: 2012",
            "1:16",
            "write `title: Bread` and `url: https://example.org/bread` below one another",
            "- title: Bread\n  url: https://example.org/bread\n  year: 2012",
        ),
        "a space in the scheme of an address": Slip(
            "- title: Bread\n  url: https: //example.org/bread",
            "2:20",
            "delete it: `url: https://example.org/bread`",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a sign before a key": Slip(
            "- !title: Bread\n  url: https://example.org/bread",
            "1:9",
            "delete it: `- title: Bread`",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a backslash that makes a control character": Slip(
            '- title: "C:\\bread"\n  url: https://example.org/bread',
            "1:16",
            "write single quotes: `- title: 'C:\\bread'`",
            "- title: 'C:\\bread'\n  url: https://example.org/bread",
        ),
        "a byte-order mark inside a line": Slip(
            "- title: Bread\ufeff\n  url: https://example.org/bread",
            "1:21",
            "delete it",
            "- title: Bread\n  url: https://example.org/bread",
        ),
        "a table of TOML": Slip(
            'title = "Bread"\nurl = "https://example.org/bread"',
            "1:7",
            'write its parts: `- {title: "Bread", url: "https://example.org/bread"}`',
            '- {title: "Bread", url: "https://example.org/bread"}',
        ),
        "a link of Org": Slip(
            "- [[https://example.org/bread][Bread]]",
            "1:9",
            'write its parts: `- {title: "Bread", url: "https://example.org/bread"}`',
            '- {title: "Bread", url: "https://example.org/bread"}',
        ),
    },
}
"""The commonest slips of YAML, by what they are about."""
SLIPS = {name: slip for group in GROUPS.values() for name, slip in group.items()}
