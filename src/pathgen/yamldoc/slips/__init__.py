"""The commonest slips of YAML: where each is, and the text that its author meant.

A kind of slip is a function that looks at one line and yields fixes for it. Which of them is right is not known
before it is tried: a fix counts only if the parser, given the fixed text, gets past the place where it stopped.
So no advice is given that was not followed, and no fix leaves out a word.
"""

from __future__ import annotations

import re

from pathgen.yamldoc.slips.brackets import brackets, commas, in_braces, parentheses, surplus
from pathgen.yamldoc.slips.other_formats import (
    address_alone,
    foreign_lines,
    html_entry,
    item_in_braces,
    markdown_entry,
    marked_address,
    org_entry,
    row,
    toml_entry,
)
from pathgen.yamldoc.slips.positions import (
    below_dash,
    doubled_dash,
    extra_dash,
    first_misaligned,
    first_of_list,
    keys_above,
    misaligned,
    no_dash,
    no_key,
    together,
)
from pathgen.yamldoc.slips.quoting import (
    colon_in_continued,
    continued,
    cut_off,
    cut_off_in_brackets,
    indicators,
    quotes_of_value,
    sign_over_lines,
)
from pathgen.yamldoc.slips.signs import (
    documents,
    equals,
    glued_colon,
    glued_dash,
    long_dashes,
    marks,
    no_colon,
    odd_spaces,
    tabs,
)
from pathgen.yamldoc.slips.slip_fix import Kind
from pathgen.yamldoc.slips.text_lines import KEY


def is_meant(text: str, offset: int) -> bool:
    """Whether an anchor, alias or tag is one, and not the start of a text such as `*Notes*` or `!important`."""
    written = text[offset:].partition("\n")[0]
    found = re.match(r"([!*&])([\w!.:/-]*)\s*(.?)", written)
    if found is None:
        return False
    sign, name, rest = found.groups()
    if sign == "!":
        if re.fullmatch(rf"{KEY}:", name):
            return False
        return name.startswith("!") or rest in ("[", "{") or not text[:offset].rpartition("\n")[2].strip(" -")
    other = "&" if sign == "*" else r"\*"
    names_keys_below = sign == "&" and re.search(rf"\n[ -]*&{re.escape(name)}\n *{KEY}:\s", text) is not None
    is_merge = text[:offset].rstrip().endswith("<<:")
    return names_keys_below or is_merge or re.search(rf"[\s\[,]{other}{re.escape(name)}(?![\w-])", text) is not None


SURE: tuple[Kind, ...] = (
    documents,
    odd_spaces,
    marks,
    toml_entry,
    equals,
    markdown_entry,
    html_entry,
    org_entry,
    row,
    item_in_braces,
    together,
    address_alone,
    long_dashes,
    glued_dash,
    glued_colon,
    tabs,
    surplus,
    foreign_lines,
    marked_address,
    parentheses,
    extra_dash,
    doubled_dash,
    below_dash,
    no_dash,
    cut_off,
    cut_off_in_brackets,
    quotes_of_value,
    brackets,
    commas,
    in_braces,
    sign_over_lines,
    indicators,
    no_colon,
    no_key,
)
"""The kinds of which the first that helps is right."""
GLUED: tuple[Kind, ...] = (odd_spaces, marks, equals, long_dashes, glued_dash, glued_colon)
"""The kinds that come in several lines one below the other, of which the parser notices only the last."""
LIKELY: tuple[Kind, ...] = (
    continued,
    misaligned,
    first_misaligned,
    first_of_list,
    keys_above,
    colon_in_continued,
)
"""The kinds of which the one is right that moves least; of several, the one with which the parser gets furthest."""
QUOTES: tuple[Kind, ...] = (quotes_of_value,)
"""The kind that can be far above the place where the parser stops: a quote is closed by the next."""
