"""Where a Chromium is looked for, and what is said where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from chromium import NoChromiumError, find_chromium


def program(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o755)
    return str(path)


def test_the_one_that_is_named_comes_first(tmp_path: Path) -> None:
    named = program(tmp_path / "mine" / "chrome")
    program(tmp_path / "path" / "chromium")
    assert find_chromium({"PATHGEN_CHROMIUM": named, "PATH": str(tmp_path / "path")}) == named


def test_a_name_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    program(tmp_path / "path" / "chromium")
    with pytest.raises(NoChromiumError, match=r"PATHGEN_CHROMIUM is .*, and no file is there"):
        find_chromium({"PATHGEN_CHROMIUM": str(tmp_path / "gone"), "PATH": str(tmp_path / "path")})


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows asks for .exe")
def test_the_path_is_searched_before_the_usual_places(tmp_path: Path) -> None:
    other = program(tmp_path / "Applications" / "Chrome")
    program(tmp_path / "path" / "chromium")
    chrome = program(tmp_path / "path" / "google-chrome")
    assert find_chromium({"PATH": str(tmp_path / "path")}, (other,)) == chrome
    shell = program(tmp_path / "path" / "chromium-headless-shell")
    assert find_chromium({"PATH": str(tmp_path / "path")}, (other,)) == shell
    assert find_chromium({"PATH": str(tmp_path / "empty")}, (other,)) == other


def test_how_to_get_one_is_said_where_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(NoChromiumError, match=r"chromium-headless-shell.*install Google Chrome.*PATHGEN_CHROMIUM"):
        find_chromium({"PATH": str(tmp_path)}, ())
