"""What is said of times, kinds, states and people, in English and in Arabic."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml
from lxml import html
from projects import write
from test_link_health import remember, result

from pathgen.catalogue.load import load
from pathgen.catalogue.resolve import Entry
from pathgen.catalogue.values import Duration, Status
from pathgen.i18n.labels import Total, labels_of
from pathgen.links.verdict import Verdict
from pathgen.site.render import Project, render

ARABIC = Path(__file__).parent.parent / "sites" / "arabic"
ENGLISH, IN_ARABIC = labels_of("en"), labels_of("ar")


@pytest.mark.parametrize(
    ("minutes", "english", "arabic"),
    [
        (None, "time unknown", "المدة غير معروفة"),
        ((40, 40), "about 40 min", "نحو 40 دقيقة"),
        ((60, 60), "about 1 h", "نحو ساعة"),
        ((120, 120), "about 2 h", "نحو ساعتين"),
        ((45, 90), "45–90 min", "من 45 إلى 90 دقيقة"),
        ((120, 240), "2–4 h", "من 2 إلى 4 ساعات"),
        ((120, 150), "2–2.5 h", "من 2 إلى 2.5 ساعة"),
        ((30, 120), "30 min to 2 h", "من 30 دقيقة إلى ساعتين"),
        ((600, 720), "10–12 h", "من 10 إلى 12 ساعة"),
    ],
)
def test_a_duration_is_said_as_readers_say_it(minutes: tuple[int, int] | None, english: str, arabic: str) -> None:
    value = Duration(*minutes) if minutes else None
    assert ENGLISH.duration(value) == english
    assert IN_ARABIC.duration(value) == arabic


def test_a_long_total_is_written_coarsely() -> None:
    assert str(Total(low=1250, high=1250)) == "about 20 h"
    assert str(Total()) == "time unknown"


@pytest.mark.parametrize(
    ("status", "english", "arabic"),
    [
        (None, "not recorded", "غير مسجَّل"),
        (Status("active", "2026-01"), "active as of 2026", "كانت نشطة في \u20682026\u2069"),
        (Status("maintenance"), "in maintenance", "تتلقى الصيانة فقط"),
        (Status("discontinued", "2017"), "discontinued in 2017", "توقفت في \u20682017\u2069"),
    ],
)
def test_what_became_of_a_library_is_said_with_its_year(status: Status | None, english: str, arabic: str) -> None:
    assert ENGLISH.library_status(status) == english
    assert IN_ARABIC.library_status(status) == arabic


def test_many_creators_are_shortened() -> None:
    assert ENGLISH.people(("A", "B", "C", "D")) == "A, B, C, D"
    assert ENGLISH.people(("A", "B", "C", "D", "E")) == "A, B, C and 2 others"
    assert IN_ARABIC.people(("A", "B", "C", "D", "E")) == "\u2068A، B، C\u2069 واثنان آخران"


@pytest.mark.parametrize(("tag", "said"), [("de", "in German"), ("pt-BR", "in Portuguese (Brazil)"), ("xx", "in xx")])
def test_a_language_is_called_by_its_name(tag: str, said: str) -> None:
    assert ENGLISH.in_language(tag) == said


def test_small_numbers_are_words_where_the_language_has_them_so() -> None:
    assert [ENGLISH.in_words(number) for number in (0, 7, 12, 13, 1300)] == ["no", "seven", "twelve", "13", "1,300"]
    assert IN_ARABIC.in_words(7) == "7"


@pytest.mark.parametrize(
    ("needed", "optional", "english", "arabic"),
    [
        ("minutes: 60", "minutes: 30", "about 1 h; about 90 min with the optional entry", "نحو ساعة"),
        ("minutes: 60", "kind: book", "about 1 h", "نحو ساعة"),
        (
            "kind: book",
            "minutes: 30",
            "no time estimate for the essentials; about 30 min for the optional entry",
            "الأساسيات",
        ),
        ("", "minutes: 30", "about 30 min, all optional", "نحو 30 دقيقة"),
        ("", "", "no entries yet", "لا مداخل بعد"),
    ],
)
def test_the_effort_is_one_sentence(tmp_path: Path, needed: str, optional: str, english: str, arabic: str) -> None:
    lists = [_entries(tmp_path, ids) if ids else [] for ids in (needed, optional)]
    assert ENGLISH.effort(*lists) == english
    assert arabic in IN_ARABIC.effort(*lists)


def test_what_has_no_time_is_counted(tmp_path: Path) -> None:
    known, unknown = _entries(tmp_path, "minutes: 120"), _entries(tmp_path, "kind: book")
    assert ENGLISH.effort([*known, *unknown], []) == "about 2 h, and one entry without a time estimate"
    assert ENGLISH.effort([*known, *unknown, *unknown], []) == "about 2 h, and two entries without a time estimate"
    assert IN_ARABIC.effort([*known, *unknown, *unknown], []) == "\u2068نحو ساعتين\u2069، ومدخلان بلا تقدير للمدة"


def _entries(folder: Path, written: str) -> list[Entry]:
    entry = f'{{title: R, url: "https://a.example/", {written}}}'
    text = f"path: {{title: P}}\ntopics: [{{id: a, title: A, resources: [{entry}]}}]\n"
    found = load(write(folder, {"resources.yaml": text}).catalogue).catalogue
    assert found
    return list(found.entries)


def test_the_facts_of_an_entry_are_in_the_language_of_the_catalogue() -> None:
    found = load(ARABIC / "resources.yaml").catalogue
    assert found
    book = next(entry for entry in found.entries if entry.id == "elements-of-learning")
    assert [text for _, text in IN_ARABIC.facts(book, "ar")][2:] == [
        "2009",
        "من 2 إلى 3 ساعات",
        "متقدم",
        "باللغة \u2068الإنجليزية\u2069",
        "يتطلب التسجيل",
    ]


WORD = re.compile(r"[A-Za-z][a-z]+")


def test_no_english_stands_on_an_arabic_page(tmp_path: Path) -> None:
    """Beside what the catalogue itself says in Latin letters, and what has no other name."""
    project = Project(shutil.copytree(ARABIC, tmp_path / "arabic") / "resources.yaml")
    remember(
        project,
        result("https://example.org/khat", Verdict.DEAD, "not-found"),
        result("https://example.org/inhidar", Verdict.FAILING, "timeout"),
    )
    render(project)
    allowed = {*WORD.findall(project.catalogue.read_text(encoding="utf-8")), "pathgen", "validate", "rules"}
    for path in (project.build / "docs").rglob("*.md"):
        _, front, text = path.read_text(encoding="utf-8").split("---\n", 2)
        if path.parent.name == "rules":
            text = text.partition("\n## ")[0]  # the rules themselves are in English
        text = re.sub(r"\{:.*?\}", "", text)  # the places of headings
        page = html.fromstring(f"<main>{text}</main>")
        said = page.xpath("//text()[not(ancestor::code or ancestor::pre)] | //@aria-label | //@title | //@alt")
        said += re.findall(r"^(?:title|description): (.*)", front, re.MULTILINE)
        words = {word for phrase in said for word in WORD.findall(re.sub(r"JavaScript|\.ics|BibTeX", "", phrase))}
        assert words - allowed == set(), path


def test_settings_and_navigation_are_in_the_language_of_the_catalogue(tmp_path: Path) -> None:
    project = Project(shutil.copytree(ARABIC, tmp_path / "arabic") / "resources.yaml")
    render(project)
    settings = yaml.safe_load((project.build / "mkdocs.yml").read_text(encoding="utf-8"))
    assert settings["theme"]["language"] == "ar"
    titles = json.dumps([settings["nav"], settings["copyright"], settings["extra"]["says"]], ensure_ascii=False)
    titles += json.dumps([look["toggle"]["name"] for look in settings["theme"]["palette"]], ensure_ascii=False)
    assert {*re.findall(r'(?<=")[A-Z]\w+', titles)} == set()
    assert "المسار" in titles
