"""``pathgen import`` on files that are broken, hostile or huge: a catalogue that is valid, or why there is none."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command import measured, pathgen

from pathgen import load
from pathgen.convert import IMPORTERS

SOUND = {
    "awesome": "# Looms\n\n- [A Löom](https://example.org/a) - Words\n",
    "bookmarks": '<H1>Looms</H1>\n<DL><p>\n<DT><A HREF="https://example.org/a">A Löom</A>\n<DD>Words\n</DL><p>\n',
    "csv": "title,url,notes\nA Löom,https://example.org/a,Words\n",
    "opml": '<opml>\n<head><title>Looms</title></head><body>\n<outline text="A Löom" url="https://example.org/a" '
    'description="Words"/>\n</body></opml>\n',
    "json": '[{"title": "A Löom", "url": "https://example.org/a", "notes": "Words"}]\n',
    "yaml": "Looms:\n  - {title: 'A Löom', url: 'https://example.org/a', notes: Words}\n",
    "bibtex": "@misc{a,\ntitle = {A Löom},\nurl = {https://example.org/a},\nnote = {Words}\n}\n",
}
BROKEN: dict[str, Callable[[str], bytes]] = {
    "nothing": lambda _: b"",
    "UTF-16 with its mark": lambda text: text.encode("utf-16"),
    "UTF-16 without": lambda text: text.encode("utf-16-le"),
    "no UTF-8": lambda text: text.encode("latin-1"),
    "half a character": lambda text: text.encode("utf-16")[:-1],
    "a NUL": lambda text: text.replace("L", "L\0").encode(),
    "NULs": lambda text: text.encode() + b"\0" * 100_000,
    "a lone surrogate": lambda text: text.replace("Words", r"\ud800 &#xd800;").encode(),
    "an endless line": lambda text: text.replace("Words", "x" * 2_000_000).encode(),
    "an endless title": lambda text: text.replace("A L", "[" * 100_000).encode(),
    "nothing but signs": lambda text: text.replace("\n", "").encode() + b"<[{(\"'@" * 20_000,
    "its first half": lambda text: text[: len(text) // 2].encode(),
    "all but its end": lambda text: text.rstrip()[:-1].encode(),
    "an open quote": lambda text: (text + "\"'`").encode(),
    "an open comment": lambda text: (text + "<!-- <a href=x> <outline " * 10_000).encode(),
    "a script": lambda text: (text + '<script>alert(1)</script><img src=x onerror="alert(1)">').encode(),
    "an address that runs": lambda text: text.replace("https://example.org/a", "javascript:alert(1)").encode(),
    "a tag as a title": lambda text: text.replace("A L", "&lt;script&gt;").encode(),
}
ELSEWHERE = "what is in another file"
MADE_TO_HARM = {
    ("opml", "an outside entity"): '<!DOCTYPE o [<!ENTITY x SYSTEM "secret.txt"><!ENTITY % p SYSTEM "secret.txt"> %p;]>'
    '<opml><head><title>&x;</title></head><body><outline text="A &x;" url="https://example.org/a"/></body></opml>',
    ("opml", "entities of entities"): "<!DOCTYPE o [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{level} '{f'&a{level - 1};' * 10}'>" for level in range(1, 12))
    + "]><opml><body><outline text='&a11;' url='https://example.org/a'/></body></opml>",
    ("opml", "deep"): "<opml><body>" + "<outline text='a'>" * 50_000,
    ("opml", "an open value"): "<opml><body><outline text='" + "<outline " * 50_000,
    ("opml", "open data"): "<opml><body><![CDATA[" + "<outline " * 20_000,
    ("bookmarks", "deep"): "<DL><DT><H3>a</H3>" * 20_000,
    ("bookmarks", "a comment without end"): "<!-- <a href=x>\n" * 700_000,
    ("bookmarks", "an open script"): "<script>" + "<a href=x>\n" * 20_000,
    ("bookmarks", "an open title"): "<title>" + "<a href=x>\n" * 20_000,
    ("json", "deep"): "[" * 200_000,
    ("json", "a deep catalogue"): '{"path": ' + "[" * 900 + "]" * 900 + "}",
    ("json", "a deep line"): '{"title": "A", "url": "https://example.org/a"}\n{"url": ' + "[" * 5_000,
    ("json", "a number without end"): '{"path": {"title": ' + "9" * 100_000 + "}}",
    ("json", "no number"): '{"path": {"title": NaN}}',
    ("csv", "a row without end"): "title,url\n" + "," * 2_000_000,
    ("csv", "a quote without end"): 'title,url\n"' + 'x\n","' * 300_000,
    ("csv", "more columns than anyone has"): "url" + ",a" * 2_000 + "\n",
    ("bibtex", "deep"): "@a{b, title = {" + "{" * 1_000_001,
    ("bibtex", "no records"): "\n@" * 100_000,
    ("awesome", "deep"): "> " * 10_000 + "- " * 10_000 + "[" * 50_000,
    ("awesome", "a line of many parts"): "`a` " * 150_000,
}


def imports(folder: Path, form: str) -> bool:
    """Import a list: either a valid catalogue is made, or it is told what is wrong where, and nothing is written."""
    there = sorted(folder.iterdir())
    done = pathgen("import", "list", "--format", form, cwd=folder)
    if done.returncode == 0:
        assert load(folder / "resources.yaml").is_valid
        return True
    assert done.returncode == 1
    assert "list:" in done.stderr
    assert "error[not-imported]" in done.stderr
    assert "xmlCtxt" not in done.stderr + done.stdout
    assert "HUGE" not in done.stderr
    assert sorted(folder.iterdir()) == there
    return False


@pytest.mark.parametrize("form", SOUND)
@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_list_gives_a_catalogue_or_says_why_not(tmp_path: Path, form: str, kind: str) -> None:
    (tmp_path / "list").write_bytes(BROKEN[kind](SOUND[form]))
    is_made = imports(tmp_path, form)
    assert is_made or kind not in ("UTF-16 with its mark", "UTF-16 without", "no UTF-8", "a tag as a title")
    assert not (is_made and kind in ("nothing", "an address that runs"))


@pytest.mark.parametrize(("form", "kind"), MADE_TO_HARM)
def test_a_list_made_to_harm_does_none(tmp_path: Path, form: str, kind: str) -> None:
    (tmp_path / "secret.txt").write_text(ELSEWHERE)
    (tmp_path / "list").write_text(MADE_TO_HARM[form, kind])
    if imports(tmp_path, form):
        text = (tmp_path / "resources.yaml").read_text(encoding="utf-8")
        assert ELSEWHERE not in text
        assert len(text) < 1_000_000


def test_all_of_our_forms_are_tried() -> None:
    assert list(SOUND) == list(IMPORTERS)


def a_folder(path: Path) -> None:
    path.mkdir()


def nothing(path: Path) -> None:
    assert not path.exists()


def a_loop(path: Path) -> None:
    path.symlink_to(path)


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path.name)


@pytest.mark.parametrize("make", [a_folder, nothing, *([] if sys.platform == "win32" else [a_loop, a_pipe, a_socket])])
@pytest.mark.parametrize("form", SOUND)
def test_what_is_no_file_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, make: Callable[[Path], None]
) -> None:
    monkeypatch.chdir(tmp_path)
    make(tmp_path / "list")
    done = pathgen("import", "list", "--format", form, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("pathgen: cannot read list: ")
    assert not (tmp_path / "resources.yaml").exists()


HUGE = {
    "awesome": ("- [a](http://b.c)\n", 8),
    "bookmarks": ("<a href=http://b.c>a</a>\n", 12),
    "csv": ("a,b\n", 12),
    "opml": ("<outline text='a' url='http://b.c'/>\n", 12),
    "json": ("{}\n", 12),
    "bibtex": ("@misc{a,}", 12),
}
"""What a list repeats, to so many MB."""
MOST_MB = 300
"""All of these took from 400 MB to several GB, which at 64 MB no machine has."""


@pytest.mark.parametrize("form", HUGE)
def test_a_huge_list_is_refused_before_it_takes_the_memory(tmp_path: Path, form: str) -> None:
    unit, megabytes = HUGE[form]
    head = {"csv": "title,url\n", "opml": "<opml><body>"}.get(form, "")
    (tmp_path / "list").write_text(head + unit * ((megabytes * 2**20 - len(head)) // len(unit)))
    done, _, took_megabytes = measured("import", "list", "--format", form, cwd=tmp_path)
    assert done.returncode == 1, done.stderr[-1_000:]
    assert "places before this could not be imported" in done.stderr or "cannot have more entries" in done.stderr
    assert "help: " in done.stderr
    assert not (tmp_path / "resources.yaml").exists()
    assert took_megabytes < MOST_MB


def test_of_too_many_problems_it_is_told_how_many_more_there_are(tmp_path: Path) -> None:
    (tmp_path / "list").write_text("title,url\nA,https://example.org/a\n" + "B,\n" * 30_000)
    done = pathgen("import", "list", "--format", "csv", cwd=tmp_path)
    assert done.returncode == 0
    assert "10,000 more problems are not shown" in done.stderr
    assert "rows without an address are not imported (20,000 times)" in done.stderr
