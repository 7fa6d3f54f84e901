"""A new project: complete, valid, and written whole or not at all."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from command import pathgen, python
from interruption import ACTS

from pathgen import load
from pathgen.api import PathgenError
from pathgen.files import read_tree
from pathgen.scaffold.host_files import HOSTS
from pathgen.scaffold.project import create, new_project

TRANSLATIONS = Path(__file__).parents[2] / "src" / "pathgen" / "scaffold" / "translations"
CUT_OFF = f"""
import shutil, sys
sys.path.insert(0, {str(Path(__file__).parent.parent)!r})
from pathlib import Path
from interruption import ACTS, FAILURES, at_each_call
from pathgen.errors import PathgenError
from pathgen.files import read_tree
from pathgen.scaffold.host_files import HOSTS
from pathgen.scaffold.project import create

acts, around, name = ACTS[sys.argv[1]], Path(sys.argv[2]), sys.argv[3]
files = {{"below/page": b"1", "page": b"2"}}

def begin():
    for path in around.iterdir():
        shutil.rmtree(path)
    (around / "empty").mkdir()

def run():
    try:
        create(around / name, files)
    except PathgenError:
        return 2

def check(act, status):
    is_complete = read_tree(around / name) == files
    if act in FAILURES:
        assert is_complete or status == 2
        assert is_complete or [path.name for path in around.rglob("*")] == ["empty"], [*around.rglob("*")]
    if not is_complete:
        create(around / name, files)
        assert read_tree(around / name) == files
        assert not [*around.glob("**/.pathgen-new-*")]
    begin()

begin()
print(at_each_call(acts, around, run, check))
"""
"""Creating a project is cut off, or fails, at each of its calls."""


def test_a_new_project_is_valid_but_for_its_placeholders_and_builds(tmp_path: Path, engine: str) -> None:
    done = pathgen("new", "paths/mine", "--title", "Bread & butter", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    project = tmp_path / "paths" / "mine"
    validated = pathgen("validate", "--format", "json", cwd=project)
    found = json.loads(validated.stdout)["diagnostics"]
    problems = {(problem["code"], problem["file"].rpartition("/")[2]) for problem in found}
    pages = ("resources.yaml", "index.md", "first-step.md")
    assert (validated.returncode, problems) == (0, {("placeholder", page) for page in pages})
    assert pathgen("fmt", "--check", cwd=project).returncode == 0
    built = pathgen("build", "--engine", engine, cwd=project, SITE_URL="https://example.org/mine/")
    assert (built.returncode, set(re.findall(r"(\w+)\[(.+?)\]", built.stderr))) == (0, {("warning", "placeholder")})
    assert "Bread &amp; butter" in (project / "site" / "index.html").read_text(encoding="utf-8")


def test_a_new_project_speaks_its_language(tmp_path: Path) -> None:
    done = pathgen("new", "mine", "--language", "ar-EG", cwd=tmp_path)
    assert (done.returncode, "in English" in done.stderr) == (0, False)
    project = tmp_path / "mine"
    found = json.loads(pathgen("validate", "--format", "json", cwd=project).stdout)["diagnostics"]
    problems = {(problem["code"], problem["file"].rpartition("/")[2]) for problem in found}
    assert problems == {("placeholder", page) for page in ("resources.yaml", "index.md", "first-step.md")}
    assert pathgen("fmt", "--check", cwd=project).returncode == 0
    assert pathgen("build", cwd=project).returncode == 0
    assert (project / "README.md").read_text(encoding="utf-8").startswith("# مساري\n")
    done = pathgen("new", "deutsch", "--language", "de", cwd=tmp_path)
    assert "Its texts are in English: pathgen has none in the language 'de' yet." in done.stderr


def test_the_starter_is_the_same_in_each_language() -> None:
    def shape(value: Any) -> Any:
        """Return a catalogue without its texts, and without the language of entries in another than the path's."""
        if isinstance(value, dict):
            return {name: shape(part) for name, part in value.items() if name != "language"}
        if isinstance(value, list):
            return [shape(item) for item in value]
        return value if re.fullmatch(r"[\w/.:-]+", str(value), re.ASCII) else str

    english = new_project(None, "en")
    for language in {"ar", *(path.name for path in TRANSLATIONS.iterdir())}:
        files = new_project(None, language)
        assert files.keys() == english.keys()
        both = [yaml.safe_load(project["resources.yaml"]) for project in (english, files)]
        assert shape(both[1]) == shape(both[0])
        for name in ("README.md", "CONTRIBUTING.md", "content/index.md", "content/steps/first-step.md"):
            codes = [
                set(re.findall(r"`(pathgen [^`]+|[\w./-]+\.\w+)`", project[name].decode()))
                for project in (english, files)
            ]
            assert codes[0] == codes[1], name
            assert files[name] != english[name]


@pytest.mark.parametrize("host", HOSTS)
def test_how_to_publish_is_told_in_each_language(host: str) -> None:
    english = new_project(None, "en", host=host)["README.md"].decode()
    for language in (path.name for path in TRANSLATIONS.iterdir()):
        readme = new_project(None, language, host=host)["README.md"].decode()
        assert {*re.findall("`[^`]+`", readme)} == {*re.findall("`[^`]+`", english)}
        assert "## Publish it" not in readme


LIST = """# Awesome bread

## Flour

- [Of flour](https://example.org/flour) - All about flour.
- [Of flour](https://example.org/flour) - All about flour, again.

## Ovens

### Of stone

- [An oven](https://example.org/oven)
"""


def test_a_project_begins_with_a_list_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "list.md").write_text(LIST, encoding="utf-8")
    done = pathgen("new", "mine", "--from-awesome", "list.md", "--language", "ar", cwd=tmp_path)
    assert done.returncode == 0
    assert "list.md:6:" in done.stderr, "the second of two links to one page is told"
    loaded = load(tmp_path / "mine" / "resources.yaml")
    assert loaded.diagnostics == ()
    assert loaded.catalogue
    assert (loaded.catalogue.path.title, loaded.catalogue.path.language) == ("Awesome bread", "ar")
    assert [entry.title for entry in loaded.catalogue.entries] == ["Of flour", "An oven"]
    assert (tmp_path / "mine" / "README.md").read_text(encoding="utf-8").startswith("# Awesome bread\n")
    assert pathgen("fmt", "--check", cwd=tmp_path / "mine").returncode == 0
    assert pathgen("build", cwd=tmp_path / "mine").returncode == 0


def test_a_title_of_ones_own_takes_the_place_of_the_lists(tmp_path: Path) -> None:
    (tmp_path / "list.md").write_text(LIST, encoding="utf-8")
    assert pathgen("new", "mine", "--from-awesome", "list.md", "--title", "Bread: how", cwd=tmp_path).returncode == 0
    catalogue = load(tmp_path / "mine" / "resources.yaml").catalogue
    assert catalogue
    assert catalogue.path.title == "Bread: how"


def test_a_list_without_a_link_makes_no_project(tmp_path: Path) -> None:
    (tmp_path / "list.md").write_text("# Nothing\n", encoding="utf-8")
    done = pathgen("new", "mine", "--from-awesome", "list.md", cwd=tmp_path)
    assert done.returncode == 1
    assert "no link was found" in done.stderr
    assert not (tmp_path / "mine").exists()


def test_a_folder_that_is_there_and_empty_will_do(tmp_path: Path) -> None:
    assert pathgen("new", ".", cwd=tmp_path).returncode == 0
    assert {found.code for found in load(tmp_path / "resources.yaml").diagnostics} == {"placeholder"}


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Ada")
    done = pathgen("new", str(tmp_path), cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == f"pathgen: {tmp_path} is not empty: letter.txt is there; name a new folder\n"
    assert read_tree(tmp_path) == {"letter.txt": b"Dear Ada"}


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Ada")
    done = pathgen("new", "letter.txt", cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert read_tree(tmp_path) == {"letter.txt": b"Dear Ada"}


@pytest.mark.parametrize("folder", ["new/and/deep", "empty"])
def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(PathgenError, match="cannot write"):
        create(tmp_path / folder, {"a/page.md": b"", "page": b"", "page/below": b""})
    assert [path.name for path in tmp_path.rglob("*")] == ["empty"]


@pytest.mark.skipif(sys.platform == "win32", reason="it cannot fork")
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("name", ["new/deep", "empty"])
def test_at_whatever_call_it_ends_there_is_all_or_the_next_run_writes_it(tmp_path: Path, name: str, act: str) -> None:
    done = python("-c", CUT_OFF, act, str(tmp_path), name, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) > 10


@pytest.mark.skipif(sys.platform == "win32", reason="making links there takes a right that few have")
@pytest.mark.parametrize("name", ["link", "link/below"])
def test_no_link_is_deleted(tmp_path: Path, name: str) -> None:
    (tmp_path / "link").symlink_to("nowhere")
    with pytest.raises(PathgenError):
        create(tmp_path / name, {"page": b""})
    assert [path.name for path in tmp_path.iterdir()] == ["link"]
    (tmp_path / "nowhere").mkdir()
    create(tmp_path / name, {"page": b""})
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / name / "page").is_file()


@pytest.mark.parametrize(
    "title", ['"', "'", "a: b # c", "- a", "{{ a }} ${{ b }} !ENV x", "[a] (b) `c *d", "\\", "null", "1.10", "نص"]
)
def test_a_title_is_taken_as_it_stands(tmp_path: Path, title: str) -> None:
    create(tmp_path / "new", new_project(title, "en"))
    catalogue = load(tmp_path / "new" / "resources.yaml").catalogue
    assert catalogue
    assert catalogue.path.title == title


def test_a_title_means_nothing_in_the_readme() -> None:
    readme = new_project("[a](javascript:b) ![c](d) & `e`", "en")["README.md"].decode()
    assert readme.splitlines()[0] == r"# \[a\](javascript:b) !\[c\](d) \& \`e\`"


@pytest.mark.parametrize(
    "words", [("", "en"), ("a\x1b[2K", "en"), ("\udcff", "en"), ("ALL IN CAPITALS HERE", "en"), ("A", "x: y")]
)
def test_words_that_make_no_good_catalogue_are_refused(words: tuple[str, str]) -> None:
    with pytest.raises(PathgenError, match=r"would be wrong in resources\.yaml: .+; .+"):
        new_project(*words)


@pytest.fixture
def untold(tmp_path: Path, root: Path) -> Path:
    """A project made by a pathgen of which pip noted nothing: its files were copied."""
    noted = tmp_path / "copied" / "pathgen_site-0.dist-info" / "METADATA"
    noted.parent.mkdir(parents=True)
    noted.write_text("Metadata-Version: 2.1\nName: pathgen-site\nVersion: 0\n", encoding="utf-8")
    shutil.copytree(root / "src" / "pathgen", tmp_path / "copied" / "pathgen")
    script = f"import sys; sys.path.insert(0, {str(tmp_path / 'copied')!r}); from pathgen.cli import main; main()"
    command = [sys.executable, "-X", "utf8", "-c", script, "new", "mine"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr.splitlines()[1:]) == (
        0,
        [f"Before its workflows run, write into {Path('mine') / 'requirements.txt'} where pathgen comes from."],
    )
    return tmp_path / "mine"


def test_where_nobody_knows_where_pathgen_is_from_that_is_said_to_people_and_not_to_pip(untold: Path) -> None:
    lines = (untold / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert lines[-1] == "# git+https://ADDRESS@COMMIT"
    assert [line for line in lines if not line.startswith("# ")] == ["-c constraints.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="the workflows run on Linux")
def test_a_workflow_that_finds_no_pathgen_says_where_to_write_it(untold: Path) -> None:
    for workflow in (untold / ".github" / "workflows").iterdir():
        for job in yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"].values():
            [install] = [step["run"] for step in job["steps"] if step.get("name") == "Install pathgen"] or [""]
            command = ["bash", "-e", "-c", install.replace("python -m pip install", "true")]
            bare = {"PATH": os.defpath}
            done = subprocess.run(command, cwd=untold, env=bare, capture_output=True, encoding="utf-8", check=False)
            message = "::error file=requirements.txt::pathgen is not in this file yet"
            assert (done.returncode, message in done.stdout) == ((1, True) if install else (0, False))
