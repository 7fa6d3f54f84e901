"""The pictures shown with links: every title fits, in any script, and only what changed is drawn again."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from build_once import Once
from lxml import etree
from PIL import Image, ImageChops
from projects import edit, parsed
from published import SITE, project_at, published
from test_hostile import HOSTILE, Texts, catalogue_of, harmless

from pathgen.catalogue.load import parse
from pathgen.site.data import cards
from pathgen.site.engine import ENGINES
from pathgen.site.render import Project, render
from pathgen.site.templating import environment

TITLES = {
    "short": "Oven",
    "usual": "Convolutional Neural Nets and Computer Vision",
    "long": "How the errors of a network are distributed among all of its weights, and what to do about it " * 3,
    "one word": "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" + "W" * 60,
    "capitals": "MACHINE LEARNING WITH MAPS OF WOMBATS AND MAMMOTHS",
    "Greek and Cyrillic": "Βαθιά μάθηση · Глубокое обучение за семь шагов, шаг за шагом",
    "Arabic": "مقدمة في الشبكات العصبية الالتفافية (CNN) للصور والنصوص الطويلة جدا",
    "Hebrew": "שבעה צעדים ללמידה עמוקה ולראייה ממוחשבת",
    "Devanagari": "गहन शिक्षण के सात चरण",
    "Thai": "เจ็ดขั้นตอนสู่การเรียนรู้เชิงลึก",
    "Japanese": "深層学習への七つの段階・基礎から実践までを順番に学ぶための長い長い道のりと、その先にあるもの",
    "empty of letters": "… — 1 + 1",
}


def card_of(title: str) -> cards.Card:
    return cards.Card("x.png", title, title, "Step 10 of 12", title, 10, 12)


def drawn(card: cards.Card, direction: str = "ltr") -> Image.Image:
    image = Image.open(BytesIO(cards.png(cards.svg(card, environment(), direction))))
    assert (image.format, image.size) == ("PNG", (cards.WIDTH, cards.HEIGHT))
    return image.convert("RGB")


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    """Return the box around the drawing, without the bar at the side."""
    left, right = (18, cards.WIDTH) if picture.getpixel((0, 300)) != (255, 255, 255) else (0, cards.WIDTH - 18)
    inner = picture.crop((left, 0, right, cards.HEIGHT))
    box = ImageChops.difference(inner, Image.new("RGB", inner.size, "#fff")).getbbox()
    assert box
    return box[0] + left, box[1], box[2] + left, box[3]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_what_a_card_says_stays_within_its_margins(title: str, direction: str) -> None:
    left, top, right, bottom = ink(drawn(card_of(title), direction))
    assert left >= cards.MARGIN - 10
    assert right <= cards.WIDTH - cards.MARGIN + 10
    assert (top > 30, bottom < cards.HEIGHT - 20) == (True, True)


def test_a_title_as_long_as_it_can_be_is_cut() -> None:
    text = cards.svg(card_of("word " * 2_000), environment(), "ltr")
    assert len(text) < 5_000
    assert "…" in text


def test_letters_that_no_font_has_are_left_out_rather_than_drawn_as_boxes() -> None:
    unassigned = "\U000e1234" * 5  # no font of any machine has it
    assert drawn(card_of(unassigned)).tobytes() == drawn(card_of(" ")).tobytes()


def test_titles_are_drawn_in_every_script_that_is_promised() -> None:
    for name in ("Greek and Cyrillic", "Arabic", "Hebrew", "Devanagari", "Thai"):
        title = TITLES[name]
        assert not cards._ELSEWHERE.search(title), name
        boxes = card_of("".join("\U000e1234" if sign.isalpha() else sign for sign in title))
        assert drawn(card_of(title)).tobytes() != drawn(boxes).tobytes(), name


def test_hostile_text_draws_nothing_but_itself() -> None:
    for text in HOSTILE:
        wild, tame = (
            etree.fromstring(cards.svg(card_of(variant), environment(), "ltr").encode())
            for variant in (text, harmless(text))
        )
        assert {element.tag for element in wild.iter()} <= {element.tag for element in tame.iter()}, text
        assert {name for element in wild.iter() for name in element.attrib} <= {
            name for element in tame.iter() for name in element.attrib
        }


def test_a_hostile_catalogue_makes_one_picture_a_step_and_one_more(tmp_path: Path) -> None:
    text = json.dumps(catalogue_of(Texts(str)), ensure_ascii=False, indent=1)
    catalogue = parse("resources.yaml", text.encode()).catalogue
    assert catalogue
    pictures = cards.pictures(catalogue, environment(), tmp_path)
    assert pictures.keys() == {f"assets/cards/{name}.png" for name in ("path", "step-a.step", "step-b.step")}
    assert all(len(picture) < 150_000 for picture in pictures.values())


# --- only what changed -------------------------------------------------------------------------------------------


@pytest.fixture(name="project")
def _project(tmp_path: Path) -> Project:
    project = project_at(tmp_path / "project")
    render(project)
    return project


def kept(project: Project) -> dict[str, int]:
    """Return when each kept picture was written."""
    return {picture.name: picture.stat().st_mtime_ns for picture in (project.build / "cards").iterdir()}


def test_a_card_is_drawn_again_only_when_something_in_it_changes(project: Project) -> None:
    before = kept(project)
    assert len(before) == len(["path", "kitchen", "dough", "oven"])
    edit(project, "why: The clearest pictures.", "why: The clearest.")
    render(project)
    assert kept(project) == before
    edit(project, "title: Oven\n", "title: The oven\n")
    assert [name for name in render(project)[1] if name.endswith(".png")] == ["assets/cards/oven.step.png"]
    assert len(kept(project).items() & before.items()) == len(before) - 1
    edit(project, "title: Bread in two steps", "title: Bread")
    render(project)
    assert not kept(project).items() & before.items()
    assert len(kept(project)) == len(before)


def test_a_card_that_is_gone_is_drawn_again(project: Project) -> None:
    card = project.build / "docs" / "assets" / "cards" / "oven.step.png"
    before = card.read_bytes()
    card.unlink()
    render(project)
    assert card.read_bytes() == before


def test_a_projects_own_card_wins(project: Project) -> None:
    template = '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630"><rect width="9" height="9"/></svg>'
    project.templates.mkdir()
    (project.templates / "card.svg.j2").write_text(template, encoding="utf-8")
    render(project)
    cards_made = {path.read_bytes() for path in (project.build / "docs" / "assets" / "cards").iterdir()}
    assert len(cards_made) == 1


# --- where they are named ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ENGINES)
def test_every_page_names_its_card_and_what_it_is(once: Once, engine: str) -> None:
    site = published(once, engine)
    seen = {}
    for file in site.rglob("index.html"):
        head = parsed(file).find("head")
        names = [*head.xpath("meta/@property"), *head.xpath("meta/@name")]
        assert len(names) == len(set(names)), file
        said = dict(zip(head.xpath("meta/@property"), head.xpath("meta[@property]/@content"), strict=True))
        page = file.parent.relative_to(site).as_posix().removeprefix(".")
        assert said["og:url"] == SITE + (f"{page}/" if page else "")
        assert said["og:type"] == ("article" if page else "website")
        assert head.findtext("title").startswith(said["og:title"])
        assert said["og:description"] == head.xpath("string(meta[@name = 'description']/@content)")
        assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
        assert said["og:image:alt"]
        assert (site / said["og:image"].removeprefix(SITE)).is_file()
        assert head.xpath("string(meta[@name = 'twitter:card']/@content)") == "summary_large_image"
        seen[page] = said["og:image"].rpartition("/")[2]
    assert seen["steps/dough"] == "dough.step.png"
    assert {name for page, name in seen.items() if not page.startswith("steps/")} == {"path.png"}
