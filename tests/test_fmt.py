"""Formatting changes how a catalogue is written, and neither what it says nor its comments."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from command import pathgen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pathgen.catalogue.field_order import field_order
from pathgen.yamldoc.decode import read
from pathgen.yamldoc.format import formatted

BEFORE = """\
# yaml-language-server: $schema=x.json

topics:
    -   title: 'T'   # the topic
        id: t
        resources:
            # of A
            - url: 'https://a.example/'
              title: "A"
              creators:
                - B
                - 'C, D'
              # their words: of A too

            - title: >-
                folded
                text
              url: https://b.example/
path:
    title: "P"
rules:
    http-link: warning
    bad-url: off
"""
AFTER = """\
# yaml-language-server: $schema=x.json

path:
  title: P
rules:
  bad-url: off
  http-link: warning
topics:
  - id: t
    title: T  # the topic
    resources:
      # of A
      - title: A
        url: https://a.example/
        creators: [B, "C, D"]
        # their words: of A too

      - title: plain
        url: https://b.example/
"""


def test_a_catalogue_is_written_in_canonical_style() -> None:
    before = BEFORE.replace(">-\n                folded\n                text", "plain").encode()
    assert formatted("x", before, field_order).decode() == AFTER
    assert formatted("x", AFTER.encode(), field_order).decode() == AFTER


def test_what_is_written_too_oddly_stays_byte_for_byte() -> None:
    odd = "path:\n  title: P\ntopics:\n  - id: t\n    title: >-\n       A\n       title\n    summary: 'S'\n"
    assert formatted("x", odd.encode(), field_order).decode() == odd.replace("'S'", "S")
    assert ">-\n                folded\n                text\n" in formatted("x", BEFORE.encode(), field_order).decode()


def test_quotes_stay_where_other_readers_need_them() -> None:
    text = "path:\n  title: 'no'\n  summary: '2016'\n  audience: 'Norway'\n"
    wanted = 'path:\n  title: "no"\n  summary: "2016"\n  audience: Norway\n'
    assert formatted("resources.yaml", text.encode(), field_order) == wanted.encode()


def test_check_names_the_first_change_and_diff_shows_it_and_neither_writes(tmp_path: Path) -> None:
    file = tmp_path / "resources.yaml"
    file.write_bytes(b"path:\n  title: 'P'\n")
    done = pathgen("fmt", "--check", cwd=tmp_path)
    assert (done.returncode, done.stdout.partition(" ")[0]) == (1, "resources.yaml:2:")
    done = pathgen("fmt", "--diff", cwd=tmp_path)
    assert done.returncode == 0
    assert "\n-  title: 'P'\n+  title: P\n" in done.stdout
    assert file.read_bytes() == b"path:\n  title: 'P'\n"
    assert pathgen("fmt", cwd=tmp_path).returncode == 0
    assert file.read_bytes() == b"path:\n  title: P\n"
    assert pathgen("fmt", "--check", cwd=tmp_path).returncode == 0


def test_an_invalid_catalogue_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "resources.yaml"
    file.write_bytes(b"path:\n  titel: 'P'\n")
    done = pathgen("fmt", cwd=tmp_path)
    assert done.returncode == 1
    assert "resources.yaml:2:" in done.stderr
    assert file.read_bytes() == b"path:\n  titel: 'P'\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encoding_and_line_ends_stay(encoding: str) -> None:
    before = "path:\r\n    title: 'é 中'\r\n    # c\r\n"
    after = "path:\r\n  title: é 中\r\n  # c\r\n"
    assert formatted("x", before.encode(encoding), field_order) == after.encode(encoding)


TEXTS = st.text(st.sampled_from("ab1 :#-,[]{}'\"\\é中😀|>&*!%@`?~"), min_size=1, max_size=8) | st.sampled_from(
    ["no", "2016", "null", "a" * 70]
)


@st.composite
def written(draw: st.DrawFn, text: str, indent: int) -> str:
    """Write a text in one of YAML's styles."""
    style = draw(st.sampled_from(["'", '"', '"', "|", ">", "plain"]))
    if style == "'":
        return "'" + text.replace("'", "''") + "'"
    if style in "|>" and text.strip() == text:
        return f"{style}-\n{' ' * (indent + draw(st.integers(1, 4)))}{text}"
    is_plain = text.isalnum() and style == "plain"
    return text if is_plain else json.dumps(text, ensure_ascii=draw(st.booleans()))


@st.composite
def block(draw: st.DrawFn, indent: int, depth: int) -> list[str]:
    """Write a mapping in block style, with comments, blank lines and odd indentation."""
    names = ["title", "id", "url", "creators", "resources", "topics", "rules", "path", "x", "entries", "include"]
    lines: list[str] = []
    for name in draw(st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True)):
        pad = " " * indent
        lines += draw(st.lists(st.sampled_from(["", f"{pad}# é{len(lines)}", f"{pad}  # deep", "# left"]), max_size=2))
        behind = draw(st.sampled_from(["", "", "  # behind", " # 'x"]))
        kind = draw(st.sampled_from(["text", "texts", "flow", "map", "maps", "empty"] if depth else ["text", "flow"]))
        inner = indent + draw(st.sampled_from([2, 2, 3, 4]))
        texts = draw(st.lists(TEXTS, min_size=1, max_size=3))
        if kind == "text":
            value = draw(written(texts[0], indent))
            lines.append(f"{pad}{name}: {value}{'' if value[0] in '|>' else behind}")
        elif kind == "empty":
            lines.append(f"{pad}{name}:{behind}")
        elif kind == "flow":
            comma = draw(st.sampled_from([", ", ",\n" + " " * inner, f", # in\n{' ' * inner}"]))
            lines.append(f"{pad}{name}: [{comma.join(json.dumps(text) for text in texts)}]{behind}")
        elif kind == "texts":
            inner -= draw(st.sampled_from([0, inner - indent]))
            items = [f"{' ' * inner}- {draw(written(text, inner))}" for text in texts]
            lines += [f"{pad}{name}:{behind}", *items]
        elif kind == "map":
            lines += [f"{pad}{name}:{behind}", *draw(block(inner, depth - 1))]
        else:
            lines.append(f"{pad}{name}:{behind}")
            for _ in texts:
                first, *rest = [line for line in draw(block(inner + 2, depth - 1)) if line.strip()]
                if first.lstrip().startswith("#"):
                    lines += [first, f"{' ' * inner}-"]
                else:
                    lines.append(f"{' ' * inner}- {first[inner + 2 :]}")
                lines += rest
    return lines


@given(block(0, 3), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["utf-8", "utf-8-sig"]))
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_meaning_and_comments_stay_and_a_second_run_changes_nothing(
    lines: list[str], line_end: str, encoding: str
) -> None:
    data = ("\n".join([*lines, ""]).replace("\n", line_end)).encode(encoding)
    _, before, found = read("x", data)
    if before is None or found:
        return
    result = formatted("x", data, field_order)
    _, after, found = read("x", result)
    assert after is not None
    assert not found
    assert after.value == before.value
    for comment in ("# é", "# deep", "# left", "# behind", "# in"):
        assert result.decode().count(comment) == data.decode().count(comment)
    assert Counter(result)[13] in (0, result.count(b"\n"))
    assert formatted("x", result, field_order) == result
