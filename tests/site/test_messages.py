"""The files of what the site says: each language has all of it, in all of its forms, and nothing that no one says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel import Locale
from markupsafe import Markup

from pathgen.catalogue.fields import CHANGED_FIELDS, CHANGED_FIELDS_OF_PLACE
from pathgen.catalogue.values import Access, EntryState, Kind, Level, LibraryState, Role, Setting
from pathgen.changes import diff
from pathgen.diagnostics import Severity
from pathgen.i18n.messages import FOR_SCRIPTS, languages, messages_of
from pathgen.links.reasons import REASONS
from pathgen.links.verdict import Verdict

PATHGEN = Path(__file__).parents[2] / "src" / "pathgen"
FORMS = {"zero", "one", "two", "few", "many", "other"}
ENGLISH = "en"


def written(language: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(
        (PATHGEN / "i18n" / "languages" / f"{language}.yaml").read_text(encoding="utf-8")
    )
    return found


def texts(part: dict[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """List each text by its name: a text, its forms, or a list."""
    for name, value in part.items():
        if isinstance(value, dict) and not FORMS.issuperset(value):
            yield from texts(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def values_of(text: Any) -> set[str]:
    """List what a text takes in, in any of its forms, beside what it counts: a form may say the number itself."""
    forms = text.values() if isinstance(text, dict) else [text] if isinstance(text, str) else []
    return {name for form in forms for name in re.findall(r"\{(\w+)\}", form)}


@pytest.mark.parametrize("language", languages())
def test_every_language_says_the_same_of_the_same(language: str) -> None:
    theirs, ours = dict(texts(written(language))), dict(texts(written(ENGLISH)))
    assert theirs.keys() == ours.keys()
    assert {name: values_of(text) for name, text in theirs.items()} == {
        name: values_of(text) for name, text in ours.items()
    }


@pytest.mark.parametrize("language", languages())
def test_every_text_that_counts_has_all_the_forms_of_its_language(language: str) -> None:
    needed = {*Locale.parse(language, sep="-").plural_form.tags, "other"}
    forms = {name: set(text) for name, text in texts(written(language)) if isinstance(text, dict)}
    assert {name: found for name, found in forms.items() if found != needed} == {}
    assert forms


def test_every_text_is_said_somewhere() -> None:
    said = "\n".join(
        file.read_text(encoding="utf-8")
        for file in PATHGEN.rglob("*")
        if file.suffix in {".py", ".j2", ".js", ".html"} and file.is_file()
    )
    # `"part.name"`, or `"part.` with a value behind it; what scripts say is seen where they run.
    whole = set(re.findall(r"""["'`]([a-z_]+(?:\.[\w-]+)+)["'`]""", said))
    begun = set(re.findall(r"""["'`]([a-z_]+(?:\.[\w-]+)*)(?:\.["'`] ~|\.[{$])""", said))
    taken = {f"frame.engine.{name}" for name in re.findall(r"config\.extra\.says\.(\w+)", said)}
    names = {name for name, _ in texts(written(ENGLISH))}
    for_pages = {name for name in names if not name.startswith(f"{FOR_SCRIPTS}.")}
    assert {name for name in for_pages - whole - taken if name.rpartition(".")[0] not in begun | whole} == set()


@pytest.mark.parametrize("language", languages())
def test_every_value_of_a_closed_list_has_its_words(language: str) -> None:
    part = written(language)
    assert part["words"]["kinds"].keys() == set(Kind)
    assert part["words"]["levels"].keys() == set(Level)
    assert part["words"]["access"].keys() == set(Access)
    assert part["words"]["libraries"].keys() == {*LibraryState, *(f"{state}_since" for state in LibraryState), "use"}
    assert part["health"]["verdicts"].keys() == set(Verdict)
    assert part["rules"]["severity"].keys() >= {Severity.ERROR, Severity.WARNING}
    assert part["rules"]["settings"].keys() == set(Setting)


@pytest.mark.parametrize("language", languages())
def test_every_change_has_its_words(language: str) -> None:
    part = written(language)["changes"]
    of_things = [value for name, value in vars(diff).items() if name.startswith("_OF_")]
    compared = [*of_things, CHANGED_FIELDS, CHANGED_FIELDS_OF_PLACE]
    lists = [texts for value in compared for texts in (value.values() if isinstance(value, dict) else [value])]
    apart = {"title", "name", "url", "archived", "status", "start", "pick"}  # these have sentences of their own
    assert part["fields"].keys() == set().union(*lists) - apart
    assert part["states"].keys() == {*EntryState, *LibraryState}
    assert part["roles"].keys() == set(Role)
    assert part["counts"].keys() == part["things"].keys()


@pytest.mark.parametrize("language", languages())
def test_every_reason_that_the_site_tells_has_its_sentence(language: str) -> None:
    reported = {code for code, reason in REASONS.items() if reason.verdict in {Verdict.DEAD, Verdict.FAILING}}
    assert written(language)["health"]["reasons"].keys() == reported


def test_a_text_counts_as_its_language_does() -> None:
    say = messages_of("ar")
    assert [say("words.time.hours", count=count) for count in (1, 2, 3, 11, 2.5)] == [
        "نحو ساعة",
        "نحو ساعتين",
        "نحو 3 ساعات",
        "نحو 11 ساعة",
        "نحو 2.5 ساعة",
    ]


def test_values_stand_apart_where_the_text_runs_the_other_way() -> None:
    assert messages_of("ar")("frame.prose", path="A", title="B") == "\u2068A\u2069: \u2068B\u2069"
    assert messages_of("en")("frame.prose", path="A", title="B") == "A: B"


def test_a_value_that_is_markup_makes_markup_and_the_rest_is_escaped() -> None:
    said = messages_of("ar")("frame.prose", path=Markup("<b>A</b>"), title="<B>")
    assert said == "\u2068<b>A</b>\u2069: \u2068&lt;B&gt;\u2069"
    assert isinstance(said, Markup)


def test_a_text_can_be_told_around_a_value() -> None:
    assert messages_of("en").around("title", "step.name", number=2, title="B") == ("Step 2. ", "")
    assert messages_of("ar").around("path", "frame.prose", path="A", title="B") == ("", ": \u2068B\u2069")


@pytest.mark.parametrize(("asked", "given"), [("ar-EG", "ar"), ("en-GB", "en"), ("qaa", "en")])
def test_a_language_that_is_not_spoken_gives_the_nearest(asked: str, given: str) -> None:
    assert messages_of(asked).language == given
