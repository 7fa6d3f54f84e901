"""The command ``pathgen plan``: its formats as other programs read them, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import jsonschema
import pytest
import vobject
from command import pathgen
from icalendar import Calendar, Event

from pathgen.catalogue.load import parse
from pathgen.i18n.messages import messages_of
from pathgen.learner.progress import MAX_BYTES
from pathgen.learner.study_plan import FORMATS
from pathgen.learner.study_plan.json import json_schema
from pathgen.learner.study_plan.plan import StudyPlan, Week, plan
from pathgen.terminal import width

MADE = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
WEEK = Week(300, (0, 2, 5), date(2027, 1, 4))
LONG = "深層学習の入門 " * 12
HARM = "a; b, c\\nX-HARM:1\\r\\nEND:VEVENT\\r\\nBEGIN:VEVENT \\\\ \\t \\u202e " + '\\"q\\"'
TEXT = f"""\
path: {{title: "Bread; butter, {HARM}"}}
rules: {{bad-url: off, title-hygiene: off, tracking-parameters: off}}
steps:
  - id: dough
    title: "Dough, {HARM}"
    self_check: [Why?]
    resources:
      - {{title: "{HARM}", id: harm, url: "https://example.org/a;b,c\\r\\nX-HARM:2 é", minutes: 130}}
      - {{title: "=HYPERLINK(1)", part: "-2", id: formula, url: "https://example.org/f", minutes: 20}}
      - {{title: "  @SUM(1)", id: at, url: "javascript:alert(1)"}}
      - {{title: {LONG}, id: long, url: "https://example.org/{"long/" * 40}", minutes: 20-41}}
"""


def planned(week: Week = WEEK, text: str = TEXT) -> StudyPlan:
    found = parse("a.yaml", text.encode())
    assert found.is_valid, found.diagnostics
    assert found.catalogue is not None
    return plan(found.catalogue, week)


def report(form: str, week: Week = WEEK, created: datetime = MADE) -> str:
    return FORMATS[form](planned(week), messages_of("en"), created)


def events(calendar: str) -> list[Event]:
    """Read a calendar strictly: icalendar raises or notes what it cannot read, and so does vobject."""
    [read] = Calendar.from_ical(calendar, multiple=True)
    assert read.errors == []
    found = [component for component in read.subcomponents if isinstance(component, Event)]
    assert [event.errors for event in found] == [[] for _ in found]
    assert len(found) == len(read.subcomponents)
    again = vobject.readOne(calendar)
    assert again.validate(raiseException=True)
    assert [event.uid.value for event in again.vevent_list] == [str(event["uid"]) for event in found]
    return found


# --- calendar ----------------------------------------------------------------------------------------------------


def test_a_calendar_has_an_event_for_each_piece_on_its_day() -> None:
    found = events(report("ics"))
    items = [(session.day, item) for session in planned().sessions for item in session.items]
    assert [event["dtstart"].dt for event in found] == [day for day, _ in items]
    assert [event["dtend"].dt for event in found] == [day + timedelta(days=1) for day, _ in items]
    assert len({str(event["uid"]) for event in found}) == len(found) == 7
    assert {str(event["transp"]) for event in found} == {"TRANSPARENT"}
    assert str(found[1]["summary"]).endswith("(part 2 of 2)")
    assert str(found[-1]["summary"]).startswith("Self-check: Dough, ")


def test_sessions_at_a_time_of_day_are_one_after_the_other_and_have_one_alarm() -> None:
    found = events(report("ics", Week(300, (0, 2, 5), date(2027, 1, 4), time(23, 0))))
    session = planned().sessions[1]
    begin = datetime.combine(session.day, time(23, 0))
    these = [event for event in found if begin <= event["dtstart"].dt < begin + timedelta(hours=8)]
    assert [event["dtend"].dt - event["dtstart"].dt for event in these] == [
        timedelta(minutes=item.minutes) for item in session.items
    ]
    assert these[0]["dtstart"].dt == begin  # the reader's local time, whatever the zone
    assert these[1]["dtstart"].dt == these[0]["dtend"].dt
    assert [len(event.subcomponents) for event in these] == [1] + [0] * (len(these) - 1)
    (alarm,) = these[0].subcomponents
    assert (alarm.name, alarm["trigger"].dt, str(alarm["action"])) == ("VALARM", timedelta(minutes=-10), "DISPLAY")
    assert str(alarm["description"]) == str(these[0]["summary"])
    assert not any("transp" in event for event in found)


def test_a_strangers_text_adds_nothing_to_a_calendar() -> None:
    for event in events(report("ics")):
        assert set(event) <= {
            "UID",
            "DTSTAMP",
            "SEQUENCE",
            "DTSTART",
            "DTEND",
            "TRANSP",
            "SUMMARY",
            "DESCRIPTION",
            "URL",
        }
        assert str(event["description"]).count("\n") == 1
    summary = 'a; b, c X-HARM:1 END:VEVENT BEGIN:VEVENT \\ \u202e "q"'
    assert str(events(report("ics"))[0]["summary"]) == f"{summary} (part 1 of 2)"


def test_addresses_are_whole_and_safe_and_only_those_of_the_web() -> None:
    urls = [str(event.get("url", "")) for event in events(report("ics"))]
    assert urls[0].startswith("https://example.org/a;b,c")
    assert urls[2:] == ["https://example.org/f", "", "", f"https://example.org/{'long/' * 40}", ""]


def test_lines_are_folded_and_end_as_the_format_says() -> None:
    lines = report("ics").encode().split(b"\r\n")
    assert max(map(len, lines)) == 75
    assert lines[-1] == b""
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    for line in lines:
        line.decode()  # no character is cut


def test_a_plan_made_anew_moves_the_events_of_the_one_before() -> None:
    before = {str(event["uid"]): event for event in events(report("ics"))}
    later = Week(300, (1, 3, 6), date(2027, 3, 1))
    after = {str(event["uid"]): event for event in events(report("ics", later, MADE + timedelta(minutes=1)))}
    assert before.keys() == after.keys()
    for uid, event in after.items():
        assert event["dtstart"].dt > before[uid]["dtstart"].dt
        assert event["sequence"] > before[uid]["sequence"]
        assert event["dtstamp"].dt > before[uid]["dtstamp"].dt


def test_the_same_moment_gives_the_same_bytes() -> None:
    assert report("ics") == report("ics")


# --- table, text and JSON ----------------------------------------------------------------------------------------


def test_a_table_is_read_back_whole_and_no_cell_is_a_formula() -> None:
    written = report("csv")
    assert written.count("\n") == written.count("\r\n") == 8
    rows = list(csv.DictReader(io.StringIO(written, newline=""), strict=True))
    assert [row["id"] for row in rows] == ["harm", "harm", "formula", "at", "at", "long", "dough/self-check"]
    assert [row["title"] for row in rows[2:4]] == ["'=HYPERLINK(1), -2", "'@SUM(1)"]
    assert sum(int(row["minutes"]) for row in rows) == planned().minutes
    assert not [cell for row in rows for cell in row.values() if cell.lstrip()[:1] in tuple("=+-@")]


def test_text_is_as_wide_as_a_terminal_and_does_nothing_to_it() -> None:
    text = report("text")
    lines = text.splitlines()
    assert [line for line in lines if width(line) > 80] == []
    assert "\u202e" not in text
    assert "\\u202e" in text
    assert "1 entry without a time estimate: 1 h planned for it." in lines
    assert "1 self-check: 15 min planned for it." in lines
    assert [line for line in lines if line.startswith("Week")] == ["Week 1, from January 4, 2027"]
    assert "\n  Mon 11 Jan  1 h 40 min  " in report("text", Week(100, (0,), date(2027, 1, 11)))


def test_json_is_as_its_schema_says() -> None:
    document = json.loads(report("json"))
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(schema, format_checker=checker).validate(document)
    assert sum(session["minutes"] for session in document["sessions"]) == document["minutes"] == planned().minutes
    assert (document["days"], document["minutes_a_week"], document["edition"]) == (["mon", "wed", "sat"], 300, None)


def test_a_plan_of_nothing_is_one_in_every_format() -> None:
    nothing = planned(text="path: {title: T}\n")
    reports = {form: report(nothing, messages_of("en"), MADE) for form, report in FORMATS.items()}
    assert "Nothing left to plan" in reports["text"]
    assert reports["csv"] == "date,minutes,kind,title,part,parts,step,url,id\r\n"
    assert Calendar.from_ical(reports["ics"]).subcomponents == []
    jsonschema.validate(json.loads(reports["json"]), json_schema())


# --- the command -------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    text = """\
path: {title: Bread}
editions: [{id: today, title: Today, default: yes}, {id: old, title: Old}]
tracks: [{id: gas, title: Gas}]
steps:
  - id: dough
    title: Dough
    resources:
      - {title: Book, id: book, url: "https://example.org/book", minutes: 2h}
      - {title: Page, id: page, url: "https://example.org/page", minutes: 1h, editions: old}
"""
    (tmp_path / "resources.yaml").write_text(text, encoding="utf-8")
    done = (
        '{"format": "pathgen-progress", "version": 1, "ticks": {"book": {"done": true, "at": "2026-01-01T00:00:00Z"}}}'
    )
    (tmp_path / "done.json").write_text(done, encoding="utf-8")
    (tmp_path / "bad.yaml").write_text("paht: {}\n", encoding="utf-8")
    return tmp_path


def test_the_command_plans_what_its_options_say(folder: Path) -> None:
    options = ["--hours-per-week", "2.5", "--start", "2027-01-05", "--days", "Sat, mon", "--edition", "old"]
    done = pathgen("plan", *options, "--track", "gas", "--done", "done.json", "--format", "json", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert [(session["date"], session["minutes"]) for session in document["sessions"]] == [("2027-01-09", 60)]
    assert (document["edition"], document["track"], document["minutes_a_week"]) == ("old", "gas", 150)


def test_the_command_starts_next_monday_and_makes_a_calendar_now(folder: Path) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    done = pathgen("plan", "--format", "ics", cwd=folder)
    found = events(done.stdout)
    assert [str(event["summary"]) for event in found] == ["Book (part 1 of 2)", "Book (part 2 of 2)"]
    days = (found[0]["dtstart"].dt - before.date()).days
    assert found[0]["dtstart"].dt.weekday() == 0
    assert 0 <= days <= 8
    assert before <= found[0]["dtstamp"].dt <= datetime.now(UTC)


def test_an_invalid_catalogue_is_told_with_status_1(folder: Path) -> None:
    done = pathgen("plan", "bad.yaml", cwd=folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert "error[unknown-field]" in done.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--hours-per-week 0", "0 is not more than 0 and at most 168"),
        ("--hours-per-week nan", "nan is not more than 0"),
        ("--hours-per-week inf", "inf is not more than 0"),
        ("--hours-per-week 100", "100 h a week on 3 days: a session takes at least 10 minutes and at most 12 hours"),
        ("--days ,", "a plan needs at least one weekday"),
        ("--days moon", "'moon' is not a weekday; use mon,tue,wed,thu,fri,sat,sun"),
        ("--start 9999-12-31", "a plan starts between 2000-01-01 and 2100-01-01, not on 9999-12-31"),
        ("--start soon", "'soon' does not match the format"),
        ("--edition todya", "did you mean `today`?"),
        ("--track steam", "there is no track 'steam'; there are gas"),
        ("--done resources.yaml", "resources.yaml is not a progress file"),
        ("--done nowhere.json", "cannot read nowhere.json: no such file or directory"),
    ],
)
def test_what_makes_no_plan_is_told_in_a_line_with_status_2(folder: Path, options: str, message: str) -> None:
    done = pathgen("plan", *options.split(), cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_the_schema_is_printed_as_it_is_published(folder: Path, root: Path) -> None:
    printed = pathgen("schema", "plan", cwd=folder).stdout
    assert json.loads(printed) == json_schema()
    assert (root / "schema" / "plan.schema.json").read_text(encoding="utf-8") == printed


def test_the_progress_of_another_path_is_reported(folder: Path) -> None:
    text = '{"format": "pathgen-progress", "version": 1, "site": "Stones\\u001b[2J", "ticks": {}}'
    (folder / "done.json").write_text(text, encoding="utf-8")
    done = pathgen("plan", "--done", "done.json", cwd=folder)
    assert done.stderr == (
        r"warning: done.json is the progress of another path, 'Stones\x1b[2J': only ids that both have count" "\n"
    )


def test_a_progress_file_is_read_within_a_limit(folder: Path) -> None:
    (folder / "done.json").write_bytes(b" " * (MAX_BYTES + 1))
    done = pathgen("plan", "--done", "done.json", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "pathgen: done.json is larger than 16 MB, so it is not a progress file\n"
