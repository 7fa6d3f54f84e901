"""The study plan in the browser: the command's sessions, as a calendar, in the address, and without scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import vobject
from build_once import Once
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect
from reader import TICKS, keeping, kept
from served import NARROW, Site, Visit, serving, visiting

from pathgen.catalogue.load import load
from pathgen.catalogue.resolve import Catalogue
from pathgen.errors import PathgenError
from pathgen.i18n.messages import messages_of
from pathgen.learner.progress import Progress, read_progress
from pathgen.learner.study_plan import FORMATS
from pathgen.learner.study_plan.plan import DAYS, LEAST, MOST, Week, pack, plan, tasks_of
from pathgen.site.build import build
from pathgen.site.client_data import path_data
from pathgen.site.engine import ENGINES
from pathgen.site.plan_page import rule
from pathgen.site.render import Project

MADE = datetime(2026, 12, 2, 10, 0, tzinfo=UTC)
"""A Wednesday."""
CALENDAR = "Download as calendar"
SUMMARY = ".pg-plan__summary[role=status]"
TEXT = """\
path: {title: "Bread, butter; and \\\\ jam 深層学習の入門"}
editions: [{id: today, title: Today, default: yes}, {id: old, title: Old}]
tracks: [{id: gas, title: Gas}, {id: coil, title: Coil}]
preparation:
  id: kitchen
  title: Kitchen
  resources: [{title: What to buy, id: buy, url: "https://example.org/buy", minutes: 7}]
steps:
  - id: dough
    title: Dough
    self_check: [Why does it rest?, How long?]
    resources:
      - {title: Book, part: chapter 1, id: book, aliases: tome, url: "https://example.org/book", minutes: 2h-3h15}
      - {title: Film, id: film, url: "https://example.org/film", role: alternative, minutes: 40}
      - {title: "Page\\n=a;b,c \\\\", id: page, url: "https://example.org/;,x", editions: old, replaced_by: rest}
      - {title: Rest 休ませる 休ませる 休ませる 休ませる 休ませる 休ませる 休ませる, id: rest, url: "https://example.org/rest"}
  - id: oven
    title: Oven
    self_check: [Is it done?]
    resources:
      - {title: With gas, id: by-gas, url: "https://example.org/gas", track: gas, minutes: 15-30}
      - {title: With a coil, id: by-coil, url: "https://example.org/coil", track: coil, role: alternative, minutes: 25}
      - {ref: book, part: chapter 2, minutes: 50}
"""
QUERIES = [
    ("hours=5&start=2027-01-04&days=mon,wed,sat", []),
    ("hours=2.5&start=2027-02-27&days=sun&edition=old&track=coil", []),
    ("hours=0.5&start=2027-01-05&days=tue,thu&edition=today&track=gas", ["tome"]),
    ("hours=40&start=2000-01-01&days=mon,tue,wed,thu,fri,sat,sun&edition=old", ["by-coil", "page"]),
    ("hours=1&start=2028-02-28&days=tue&edition=old&track=gas", ["buy", "film", "by-gas"]),
    ("hours=3&start=2027-01-04&days=fri", ["buy", "book", "rest", "by-gas"]),
]


@pytest.fixture(scope="module")
def bread(once: Once) -> Iterator[Site]:
    """The site of a small path that has everything a plan can meet."""
    with serving(ENGINES[0], once("bread", _build_bread) / "site") as site:
        yield site


def _build_bread(folder: Path) -> None:
    (folder / "resources.yaml").write_text(TEXT, encoding="utf-8")
    loaded, _ = build(Project(folder / "resources.yaml"), folder / "site", ENGINES[0])
    assert loaded.is_valid, loaded.diagnostics


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    path = tmp_path_factory.mktemp("read") / "resources.yaml"
    path.write_text(TEXT, encoding="utf-8")
    found = load(path).catalogue
    assert found is not None
    return found


def progress(*done: str) -> str:
    """Write a file as the site exports it."""
    ticks = {entry: {"done": True, "at": "2026-11-01T12:00:00.000Z"} for entry in done}
    return json.dumps({"format": "pathgen-progress", "version": 1, "ticks": ticks})


def tick(visit: Visit, *done: str) -> None:
    """Store ticks in the browser before the page asks for them."""
    keeping(visit.page, TICKS, progress(*done))


def downloaded(page: Page) -> str:
    with page.expect_download() as download:
        page.get_by_role("button", name=CALENDAR).click()
    assert download.value.suggested_filename == "study-plan.ics"
    return Path(download.value.path()).read_bytes().decode()


def by_command(catalogue: Catalogue, query: str, done: list[str]) -> str:
    """Return the calendar that `pathgen plan` writes for what an address asks for."""
    asked = dict(part.split("=") for part in query.split("&"))
    days = tuple(DAYS.index(day) for day in asked["days"].split(","))
    at = time.fromisoformat(asked["at"]) if "at" in asked else None
    week = Week(int(float(asked["hours"]) * 60), days, date.fromisoformat(asked["start"]), at)
    ticks = Progress(catalogue, read_progress("done", progress(*done).encode()))
    edition = asked.get("edition") or (catalogue.default_edition.id if catalogue.default_edition else None)
    planned = plan(catalogue, week, edition, asked.get("track"), ticks)
    return FORMATS["ics"](planned, messages_of("en"), MADE)


def same(calendar: str) -> str:
    """Read a calendar strictly, twice, and write it in one way."""
    assert vobject.readOne(calendar).validate(raiseException=True)
    read = Calendar.from_ical(calendar)
    assert [component.errors for component in read.walk()] == [[] for _ in read.walk()]
    return read.to_ical().decode()


# --- the same sessions -------------------------------------------------------------------------------------------


def test_page_and_command_give_the_same_calendar(browser: Browser, bread: Site, catalogue: Catalogue) -> None:
    for query, done in QUERIES:
        with visiting(browser, bread, timezone_id="Pacific/Kiritimati") as visit:
            visit.page.clock.set_fixed_time(MADE)
            tick(visit, *done)
            visit.go(f"plan/?{query}")
            calendar = downloaded(visit.page)
            assert same(calendar) == same(by_command(catalogue, query, done)), query
            lines = calendar.encode().split(b"\r\n")
            assert max(map(len, lines)) <= 75
            assert not any(b"\n" in line for line in lines)
            assert visit.complaints == []


def test_page_and_command_give_the_same_calendar_of_the_flagship(browser: Browser, flagship: Site, root: Path) -> None:
    found = load(root / "resources.yaml").catalogue
    assert found is not None
    for query, done in (
        ("hours=5&start=2027-01-04&days=mon,wed,sat", []),
        ("hours=7&start=2027-01-06&days=tue,wed,sun&at=23:30&edition=2016&track=caffe", []),
        ("hours=10.5&start=2027-03-28&days=mon,sun&track=tensorflow", ["keras-mnist-convnet", "micrograd"]),
    ):
        with visiting(browser, flagship, alone=True) as visit:
            visit.page.clock.set_fixed_time(MADE)
            tick(visit, *done)
            visit.go(f"plan/?{query}")
            assert same(downloaded(visit.page)) == same(by_command(found, query, done)), query
            assert visit.complaints == []


def test_a_hostile_catalogue_gets_nothing_into_the_calendar(browser: Browser, hostile: Site) -> None:
    with visiting(browser, hostile) as visit:
        visit.go("plan/")
        calendar = downloaded(visit.page)
        found = Calendar.from_ical(same(calendar))
        allowed = {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "TRANSP", "SUMMARY", "DESCRIPTION"}
        assert found.subcomponents
        assert {name for component in found.subcomponents for name in component} == allowed
        assert visit.page.evaluate("window.pwned") is None
        assert visit.complaints == []


@pytest.fixture(scope="module")
def scripts(browser: Browser, bread: Site, catalogue: Catalogue) -> Iterator[Page]:
    """A page with the modules of the plan in `window`, and their input from Python."""
    with visiting(browser, bread) as visit:
        visit.go("plan/")
        given = [bread.url, json.loads(path_data(catalogue)), rule(catalogue)]
        visit.page.evaluate(
            """async ([base, path, rule]) => Object.assign(window, {
                path, rule, sessions: await import(base + "assets/sessions.js"),
                ...await import(base + "assets/ticks.js"),
            })""",
            given,
        )
        yield visit.page


inputs = st.tuples(
    st.lists(st.integers(1, 1_000), max_size=20),
    st.sets(st.integers(0, 6), min_size=1),
    st.integers(LEAST, MOST * 7),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)
MANY = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@MANY
@given(drawn=st.lists(inputs, min_size=1, max_size=20))
def test_scripts_cut_any_tasks_as_python_does(scripts: Page, drawn: list[Any]) -> None:
    expected: list[Any] = []
    asked = []
    for lengths, days, minutes, start in drawn:
        asked.append([lengths, sorted(days), minutes, str(start)])
        try:
            expected.append(
                [[at, str(day), spent] for at, day, spent in pack(lengths, Week(minutes, tuple(days), start))]
            )
        except PathgenError:
            expected.append(None)
    found = scripts.evaluate(
        """(asked) => asked.map(([lengths, days, minutes, start]) => {
            const week = { minutes, days, start: sessions.dayOf(start) };
            if (sessions.problemWith(week, rule)) return null;
            const pieces = sessions.pack(lengths, week, rule);
            return pieces && pieces.map(({ at, day, minutes }) => [at, sessions.writtenDay(day), minutes]);
        })""",
        asked,
    )
    assert found == expected


IDS = ["buy", "book", "tome", "film", "page", "rest", "by-gas", "by-coil", "nothing", "toString"]
SAID = st.fixed_dictionaries(
    {
        "done": st.booleans() | st.none(),
        "at": st.sampled_from(["2026-01-01T00:00:00Z", "2026-02-01T00:00:00.000Z", "x"]),
    },
    optional={"state": st.sampled_from(["skipped", "in-progress", "done", "other", ""]) | st.none()},
)


@MANY
@given(said=st.dictionaries(st.sampled_from(IDS), SAID), edition=st.sampled_from(["today", "old"]))
def test_scripts_take_the_same_for_done(scripts: Page, catalogue: Catalogue, said: Any, edition: str) -> None:
    checks = [check for step in json.loads(path_data(catalogue))["steps"] for check in step["checks"][edition]]
    for some in (checks[:1], checks[:2], checks):
        ticks = said | {check: {"done": True, "at": "2026-01-01T00:00:00Z"} for check in some}
        text = json.dumps({"format": "pathgen-progress", "version": 1, "ticks": ticks})
        reader = Progress(catalogue, read_progress("done", text.encode()))
        expected = [
            [[task.id, *task.minutes] for task in tasks_of(catalogue, edition, track, reader)]
            for track in (None, "gas", "coil")
        ]
        found = scripts.evaluate(
            """([text, edition]) => {
                localStorage.clear();
                const ticks = new Ticks(new URL("https://example.org/"));
                ticks.know(path);
                ticks.add(text);
                return ["", "gas", "coil"].map((track) =>
                    sessions.tasksOf(path, edition, track, ticks, rule).map((task) => [task.id, ...task.minutes]));
            }""",
            [text, edition],
        )
        assert found == expected


# --- the page ----------------------------------------------------------------------------------------------------


def test_a_reader_gets_a_plan_from_next_monday_on_and_changes_it(browser: Browser, bread: Site) -> None:
    with visiting(browser, bread, timezone_id="America/Los_Angeles") as visit:
        page = visit.page
        page.clock.set_fixed_time(datetime(2026, 12, 7, 5, 0, tzinfo=UTC))  # still Sunday where the reader is
        visit.go("plan/")
        expect(page.get_by_label("First day")).to_have_value("2026-12-07")
        expect(page.locator(SUMMARY)).to_contain_text("4 sessions, 5 h 26 min in total")
        expect(page.locator(SUMMARY)).to_contain_text("1 entry without a time estimate: 1 h planned for it.")
        expect(page.locator(SUMMARY)).to_contain_text("2 self-checks: 15 min planned for each.")
        days = page.locator(".pg-plan__weeks time")
        assert [day.get_attribute("datetime") for day in days.all()] == [
            "2026-12-07",
            "2026-12-09",
            "2026-12-12",
            "2026-12-14",
        ]

        page.get_by_label("Hours a week").fill("1")
        page.get_by_label("Wed").uncheck()
        page.get_by_role("button", name="Start today").click()
        assert days.first.get_attribute("datetime") == "2026-12-07"
        assert page.url.endswith("plan/?hours=1&start=2026-12-06&days=mon,sat&edition=today")
        summary = page.locator(SUMMARY).text_content() or ""
        calendar = page.locator(".pg-plan__weeks").inner_text()
        page.reload()
        expect(page.locator(SUMMARY)).to_have_text(summary)
        assert page.locator(".pg-plan__weeks").inner_text() == calendar
        assert visit.complaints == []


def test_what_makes_no_plan_is_said_and_nothing_can_be_downloaded(browser: Browser, bread: Site) -> None:
    with visiting(browser, bread) as visit:
        page = visit.page
        visit.go("plan/?hours=0&start=2027-02-31&days=moon&edition=none&track=constructor")
        status, button = page.locator(SUMMARY), page.get_by_role("button", name=CALENDAR)
        expect(button).to_be_enabled()
        for label, value, message in (
            ("Hours a week", "0", "Choose hours so that each session lasts between 10 minutes"),
            ("Hours a week", "", "Choose hours"),
            ("First day", "", "Choose a first day"),
            ("First day", "9999-12-31", "Choose a first day"),
        ):
            before = page.get_by_label(label).input_value()
            page.get_by_label(label).fill(value)
            expect(status).to_contain_text(message)
            expect(button).to_be_disabled()
            assert page.locator(".pg-plan__weeks section").count() == 0
            page.get_by_label(label).fill(before)
            expect(button).to_be_enabled()
        for day in ("Mon", "Wed", "Sat"):
            page.get_by_label(day).uncheck()
        expect(status).to_have_text("Choose at least one weekday.")
        assert visit.complaints == []


def test_where_all_is_done_the_page_says_so(browser: Browser, bread: Site, catalogue: Catalogue) -> None:
    checks = [check for step in json.loads(path_data(catalogue))["steps"] for check in step["checks"]["today"]]
    with visiting(browser, bread) as visit:
        tick(visit, "buy", "book", "rest", "by-gas", *checks)
        visit.go("plan/")
        expect(visit.page.locator(SUMMARY)).to_have_text("Nothing left to plan: you have done all the essentials.")
        expect(visit.page.get_by_role("button", name=CALENDAR)).to_be_disabled()


def test_settings_are_remembered_and_a_plan_that_began_goes_on_today(browser: Browser, bread: Site) -> None:
    with visiting(browser, bread, alone=True) as visit:
        page = visit.page
        page.clock.set_fixed_time(datetime(2027, 1, 1, 12, 0, tzinfo=UTC))
        visit.go("plan/?hours=3&start=2027-01-04&days=tue,fri&at=19:30")
        expect(page.locator(".pg-plan__weeks section").first).to_be_visible()
        visit.go("plan/")
        expect(page.get_by_label("First day")).to_have_value("2027-01-04")
        expect(page.get_by_label("Hours a week")).to_have_value("3")
        expect(page.get_by_label("Time of day")).to_have_value("19:30")
        expect(page.get_by_label("Tue")).to_be_checked()
        expect(page.get_by_label("Mon")).not_to_be_checked()
        page.clock.set_fixed_time(datetime(2027, 1, 14, 12, 0, tzinfo=UTC))
        visit.go("plan/")
        expect(page.get_by_label("First day")).to_have_value("2027-01-14")
        expect(page.locator(".pg-plan__weeks time").first).to_have_text("Fri, Jan 15 19:30")
        assert visit.complaints == []


def test_what_is_ticked_in_the_plan_stays_in_sight_and_is_left_out_of_the_next(browser: Browser, bread: Site) -> None:
    with visiting(browser, bread) as visit:
        page = visit.page
        visit.go("plan/")
        box = page.get_by_label("Done: Rest")
        expect(box).to_be_visible()
        address = page.url
        assert "edition=" in address
        box.check()
        assert page.url == address
        assert kept(page)["rest"] is True
        expect(box).to_be_checked()
        box.uncheck()
        box.check()
        assert page.locator(".pg-plan__week ul li", has=page.get_by_text("Self-check:")).locator("input").count() == 0
        visit.go("plan/")
        expect(page.locator(".pg-plan__weeks section").first).to_be_visible()
        expect(box).to_have_count(0)


def test_what_is_ticked_in_another_tab_leaves_the_plan(browser: Browser, bread: Site) -> None:
    with visiting(browser, bread) as visit:
        visit.go("plan/")
        book = visit.page.locator(".pg-plan__weeks").get_by_text("Book, chapter 1")
        expect(book.first).to_be_visible()
        other = visit.page.context.new_page()
        other.goto(bread.url)
        other.evaluate(
            "async (base) => (await import(base + 'assets/progress.js')).ticks.set('book', 'done')", bread.url
        )
        expect(book).to_have_count(0)


def test_each_session_leads_to_its_entries_on_their_step(browser: Browser, bread: Site) -> None:
    with visiting(browser, bread) as visit:
        visit.go("plan/?hours=5&start=2027-01-04&days=mon,wed,sat")
        expect(visit.page.locator(".pg-plan__week a").first).to_be_visible()
        links = {link.get_attribute("href") or "" for link in visit.page.locator(".pg-plan__week a").all()}
        assert f"{bread.url}steps/dough/#book" in links
        assert f"{bread.url}steps/dough/#self-check" in links
        for link in sorted(links):
            visit.page.goto(link)
            assert visit.page.locator(f"[id='{link.partition('#')[2]}']").count() == 1, link


def test_without_scripts_the_page_gives_the_order_the_times_and_the_command(browser: Browser, bread: Site) -> None:
    with visiting(browser, bread, java_script_enabled=False) as visit:
        visit.go("plan/")
        page = visit.page
        assert page.locator("form:visible, button[name]:visible").count() == 0
        rows = page.locator(".pg-order tbody tr")
        assert rows.locator("th").all_inner_texts()[:3] == [
            "What to buy",
            "Book, chapter 1",
            rows.nth(2).locator("th").inner_text(),
        ]
        assert rows.locator("td:last-child").all_inner_texts()[-1] == "5 h 26 min"
        assert page.get_by_text("pathgen plan --hours-per-week 5").is_visible()


def test_the_plan_fits_a_phone_and_prints_without_its_form(browser: Browser, bread: Site) -> None:
    with visiting(browser, bread, viewport=NARROW) as visit:
        visit.go("plan/?hours=9&start=2027-01-04&days=mon,tue,wed,thu,fri,sat,sun")
        expect(visit.page.locator(".pg-plan__weeks section").first).to_be_visible()
        assert visit.ask("overflow") <= 0
        levels = visit.ask("headings")
        assert levels[:3] == [1, 2, 3]
        visit.page.emulate_media(media="print")
        assert visit.page.locator("form:visible, .pg-plan button:visible").count() == 0
        assert visit.page.locator(".pg-plan__weeks section").first.is_visible()


def test_filling_the_page_shifts_nothing(browser: Browser, bread: Site) -> None:
    with visiting(browser, bread, alone=True) as visit:
        visit.page.add_init_script(
            """window.shifts = 0;
            new PerformanceObserver((list) => { for (const one of list.getEntries()) window.shifts += one.value; })
                .observe({ type: "layout-shift", buffered: true });"""
        )
        visit.go("plan/")
        expect(visit.page.locator(".pg-plan__weeks section").first).to_be_visible()
        visit.page.wait_for_timeout(300)
        assert visit.page.evaluate("window.shifts") < 0.01
