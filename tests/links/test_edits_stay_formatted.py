"""Each command that edits a catalogue leaves a formatted one formatted, whatever the address it writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from command import pathgen
from handlers import by_path
from servers import LoopbackServers, page, redirect
from sightings import look
from test_archive import saved
from test_archive import served as wayback_served
from test_refresh import facts, refreshed
from test_refresh import served as api_served

ENTRY = """\
path:
  title: My path
topics:
  - id: all
    title: All
    resources:
      # about it
      - title: A page
        url: {url}
        year: 2016
      - {{title: Another page, url: {other}}}
"""
LIBRARY = """\
path:
  title: My path
libraries:
  - id: caffe
    name: Caffe
    url: https://github.com/bvlc/caffe
    formerly: [https://example.org/a, "https://example.org/b,c"]
"""


@pytest.fixture(name="servers")
def _servers() -> Iterator[LoopbackServers]:
    with LoopbackServers() as servers:
        yield servers


def formatted(folder: Path, text: str, line_end: str) -> Path:
    """Write a catalogue that is formatted, and prove it."""
    path = folder / "resources.yaml"
    path.write_bytes(text.replace("\n", line_end).encode())
    assert pathgen("fmt", "--check", cwd=folder).returncode == 0
    return path


def assert_is_formatted(path: Path, line_end: str) -> None:
    done = pathgen("fmt", "--check", cwd=path.parent)
    assert (done.returncode, done.stdout) == (0, ""), path.read_text(encoding="utf-8")
    rest = path.read_bytes().decode().replace(line_end, "")
    assert ("\n" in rest, "\r" in rest) == (False, False), "it keeps its line ends"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_check_links_fix(tmp_path: Path, servers: LoopbackServers, line_end: str) -> None:
    moved = {"old": redirect(301, "/new,1"), "other": redirect(301, "/new,2")}
    server = servers.add("a", by_path(**moved, **{"new,1": page(), "new,2": page()}))
    text = ENTRY.format(url=f"{server.url}/old", other=f"{server.url}/other")
    path = formatted(tmp_path, text, line_end)
    look(tmp_path, "--allow-private", "127.0.0.0/8")
    pathgen("check-links", "--allow-private", "127.0.0.0/8", "--fix", cwd=tmp_path)
    wanted = text.replace("/old", "/new,1").replace(f"{server.url}/other", f'"{server.url}/new,2"')
    assert path.read_bytes().decode() == wanted.replace("\n", line_end)
    assert_is_formatted(path, line_end)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_archive_save(tmp_path: Path, line_end: str) -> None:
    text = ENTRY.format(url="https://example.org/a,b", other='"https://example.org/c,d"')
    with wayback_served() as wayback:
        path = formatted(tmp_path, text, line_end)
        done = saved(tmp_path, wayback)
        assert done.returncode == 0, done.stderr
    written = path.read_bytes().decode()
    assert f"/https://example.org/a,b{line_end}" in written
    assert '/https://example.org/c,d"}' in written
    assert_is_formatted(path, line_end)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_refresh_fix(tmp_path: Path, line_end: str) -> None:
    with api_served() as api:
        path = formatted(tmp_path, LIBRARY, line_end)
        api.answers["/repos/bvlc/caffe"] = 301, {"Location": "/repositories/5"}, {}
        api.answers["/repositories/5"] = 200, {}, facts("caffe2/caffe", archived=True, license={"spdx_id": "A,B"})
        done = refreshed(tmp_path, api, "--fix")
        assert done.stderr.startswith("Changed resources.yaml."), done.stderr
    written = path.read_bytes().decode()
    assert f"    url: https://github.com/caffe2/caffe{line_end}" in written
    assert "https://github.com/bvlc/caffe" in written
    assert f"    status: archived 2020-05{line_end}" in written
    assert_is_formatted(path, line_end)
