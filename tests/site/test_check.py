"""The check of the built site, on HTML written by hand: each fault gives its line, and nothing else does."""

from __future__ import annotations

import pytest

from pathgen.site.check_pages import check_site


def check(home: str, **others: str) -> list[str]:
    """Check a site whose home page holds ``home``; in names ``__`` stands for ``/`` and ``_`` for ``.``."""
    tree = {"index.html": home.encode()}
    tree |= {name.replace("__", "/").replace("_", "."): text.encode() for name, text in others.items()}
    return check_site(tree)


def test_a_site_whose_links_all_lead_somewhere_is_clean() -> None:
    home = '<a href="a/">A</a> <a href="a/#part">Part</a> <img src="net.png"> <script src="x.js"></script>'
    page = '<h1 id="part">A</h1> <a href="../">Home</a> <a href="..">Home</a> <a href="#part">Part</a>'
    assert check(home, a__index_html=page, net_png="", x_js="") == []


def test_a_missing_page_is_told() -> None:
    assert check('<a href="a/">A</a>') == ["index.html: there is no file at 'a/'"]


def test_a_missing_anchor_is_told_with_the_page_that_lacks_it() -> None:
    home = '<a href="a/#part">Part</a> <a href="#here">Here</a>'
    assert check(home, a__index_html='<p id="other">') == [
        "index.html: a/index.html has no anchor 'part'",
        "index.html: index.html has no anchor 'here'",
    ]


@pytest.mark.parametrize(
    "element",
    [
        '<img src="gone">',
        '<img srcset="gone 2x">',
        '<script src="gone"></script>',
        '<link rel="stylesheet" href="gone">',
        '<video poster="gone"></video>',
        '<object data="gone"></object>',
        '<iframe src="gone"></iframe>',
        '<svg><use href="gone"/></svg>',
        '<svg><use xlink:href="gone"/></svg>',
    ],
)
def test_whatever_a_page_shows_or_loads_has_to_be_there(element: str) -> None:
    assert check(element) == ["index.html: there is no file at 'gone'"]


def test_a_folder_without_a_page_leads_nowhere() -> None:
    assert check('<a href="a/">A</a> <a href="a">A</a>', a__net_png="") == [
        "index.html: there is no file at 'a'",
        "index.html: there is no file at 'a/'",
    ]


def test_a_file_is_not_a_folder() -> None:
    assert check('<a href="net.png/">A</a>', net_png="") == ["index.html: there is no file at 'net.png/'"]


def test_a_folder_is_found_without_its_slash() -> None:
    assert check('<a href="a">A</a> <a href="./a/./">A</a>', a__index_html="<p>") == []


def test_a_page_that_nothing_leads_to_is_told() -> None:
    assert check("<p>", a__index_html="<p>") == ["a/index.html: no link leads to this page"]


def test_pages_that_only_lead_to_each_other_are_told() -> None:
    a, b = '<a href="../b/">B</a>', '<a href="../a/">A</a>'
    assert check("<p>", a__index_html=a, b__index_html=b) == [
        "a/index.html: no link leads to this page",
        "b/index.html: no link leads to this page",
    ]


def test_a_page_may_be_reached_by_way_of_another() -> None:
    home = '<a href="a/">A</a>'
    assert check(home, a__index_html='<a href="../b.html#x">B</a>', b_html='<p id="x">') == []


def test_what_only_a_browser_follows_does_not_lead_a_reader_to_a_page() -> None:
    home = '<head><link rel="next" href="a/"></head>'
    assert check(home, a__index_html="<p>") == ["a/index.html: no link leads to this page"]


def test_a_box_of_a_drawing_leads_a_reader_to_a_page() -> None:
    home = '<svg><a href="a/"><rect/></a><a xlink:href="b/"><rect/></a></svg>'
    assert check(home, a__index_html="<p>", b__index_html="<p>") == []


@pytest.mark.parametrize("tree", [{}, {"a/index.html": b"<p>"}, {"index.png": b""}])
def test_a_site_without_a_home_page_is_none(tree: dict[str, bytes]) -> None:
    assert check_site(tree) == ["index.html: the engine made no such page"]


def test_the_404_page_is_left_out_as_it_is_served_anywhere() -> None:
    assert check("<p>", **{"404_html": '<a href="/">Home</a> <img src="gone.png"> <a href="#gone">G</a>'}) == []


def test_an_address_from_the_servers_root_breaks_a_site_that_stands_below_it() -> None:
    assert check('<a href="/a/">A</a>', a__index_html="<p>") == [
        "a/index.html: no link leads to this page",
        "index.html: '/a/' starts from the server's root; the site may be below it",
    ]


@pytest.mark.parametrize("href", ["caf%C3%A9/#na%C3%AFve", "café/#naïve", "caf%c3%a9/#na%c3%afve"])
def test_addresses_and_anchors_may_be_percent_encoded(href: str) -> None:
    assert check_site({"index.html": f'<a href="{href}">'.encode(), "café/index.html": '<p id="naïve">'.encode()}) == []


def test_an_anchor_may_itself_look_percent_encoded() -> None:
    assert check('<a href="#a%20b">A</a> <p id="a%20b">') == []


def test_an_anchor_is_told_as_it_was_meant() -> None:
    assert check('<a href="#na%C3%AFve">A</a>') == ["index.html: index.html has no anchor 'naïve'"]


def test_an_anchor_differs_in_its_capitals() -> None:
    assert check('<a href="#A">A</a> <p id="a">') == ["index.html: index.html has no anchor 'A'"]


@pytest.mark.parametrize("href", ["#", "", "?", "#top", "#Top", "a/#top", "./#top"])
def test_the_top_of_a_page_needs_no_anchor(href: str) -> None:
    assert check(f'<a href="a/">A</a> <a href="{href}">Top</a>', a__index_html="<p>") == []


def test_an_old_anchor_is_one_by_its_name() -> None:
    assert check('<a href="#old">A</a> <a name="old"></a>') == []


def test_an_anchor_that_stands_twice_is_told() -> None:
    assert check('<p id="a"><b id="a"></b></p> <a name="b" id="b"></a>') == [
        "index.html: the anchor 'a' is there more than once"
    ]


def test_a_theme_may_repeat_an_anchor_of_its_own() -> None:
    assert check('<input id="__toc"> <input id="__toc">') == []


def test_an_anchor_of_what_is_not_a_page_is_not_looked_for() -> None:
    assert check('<img src="net.svg#layer">', net_svg="<svg/>") == []


@pytest.mark.parametrize(
    "href",
    [
        "https://example.org/a",
        "HTTP://example.org",
        " https://example.org/a ",
        "mailto:a@example.org",
        "data:image/png;base64,AAAA",
        "tel:+1",
        "//example.org/a",
        "http://[",
        "//[",
        " //[",
        "https://example.org:port/",
        "x-y+z.1:anything",
    ],
)
def test_what_leads_elsewhere_is_not_looked_at(href: str) -> None:
    assert check(f'<a href="{href}">A</a> <img src="{href}">') == []


@pytest.mark.parametrize("href", ["[", "a[b]", "%zz", "%00", "::", "1:2", "a b", "<a>"])
def test_a_hostile_address_is_one_that_leads_nowhere(href: str) -> None:
    [found] = check(f'<a href="{href}">A</a>')
    assert found.startswith("index.html: there is no file at '")


@pytest.mark.parametrize("href", ["../x", "../../../x", "a/../../x", "%2e%2e/x"])
def test_a_link_out_of_the_site_leads_nowhere(href: str) -> None:
    [found] = check(f'<a href="{href}">A</a>', x="")
    assert found.startswith("index.html: there is no file at '../")


def test_a_query_does_not_count() -> None:
    assert (
        check('<a href="a/?q=1#part">A</a> <script src="x.js?v=2"></script>', a__index_html='<p id="part">', x_js="")
        == []
    )
    assert check('<a href="?q=1#part">A</a>') == ["index.html: index.html has no anchor 'part'"]


def test_space_around_an_address_does_not_count() -> None:
    assert check('<a href=" a/\n">A</a>', a__index_html="<p>") == []


def test_each_picture_of_a_srcset_is_looked_for() -> None:
    home = '<img srcset="a.png, b.png 2x,\n c,d.png 3x, data:image/png;base64,AAAA 4x, https://example.org/e.png">'
    assert check(home, a_png="") == [
        "index.html: there is no file at 'b.png'",
        "index.html: there is no file at 'c,d.png'",
    ]


def test_a_part_of_a_drawing_refers_to_another() -> None:
    assert check('<svg><marker id="m"/><use href="#m"/><use xlink:href="#m"/></svg>') == []
    assert check('<svg><use href="#m"/><use xlink:href="#n"/></svg>') == [
        "index.html: index.html has no anchor 'm'",
        "index.html: index.html has no anchor 'n'",
    ]


def test_a_page_that_turns_all_its_links_is_told() -> None:
    assert check('<head><base href="./"></head><a href="b/">B</a>', b__index_html="<p>") == [
        "index.html: <base href='./'> turns every link of the page; delete it"
    ]


def test_a_base_without_an_address_turns_nothing() -> None:
    assert check('<head><base target="_blank"></head><a href="b/">B</a>', b__index_html="<p>") == []


@pytest.mark.parametrize("html", ["", " \n", "<!-- nothing -->", "<", "\0", "<!DOCTYPE html>", "text", "</p></html>"])
def test_a_page_without_content_refers_to_nothing(html: str) -> None:
    assert check(html) == []
    assert check('<a href="a/#x">A</a>', a__index_html=html) == ["index.html: a/index.html has no anchor 'x'"]


def test_broken_html_is_read_as_browsers_read_it() -> None:
    assert check("<p><a href=gone>A<div><a href='lost'></p></b>") == [
        "index.html: there is no file at 'gone'",
        "index.html: there is no file at 'lost'",
    ]


def test_a_fault_is_told_once_a_page_and_pages_come_in_order() -> None:
    home = '<a href="b/">B</a> <a href="a/">A</a> <a href="gone">G</a> <img src="gone">'
    page = '<a href="../gone">G</a>'
    assert check(home, b__index_html=page, a__index_html=page) == [
        "a/index.html: there is no file at 'gone'",
        "b/index.html: there is no file at 'gone'",
        "index.html: there is no file at 'gone'",
    ]


def test_a_link_to_a_page_of_nothing_but_bytes_is_no_fault() -> None:
    assert check_site({"index.html": b"\xff\xfe\x00<a href='a'>", "a": b""}) == []


def test_only_a_page_that_leads_on_needs_no_link_to_it() -> None:
    refresh = '<noscript><meta http-equiv="Refresh" content="0; url=../"></noscript>'
    assert check("", a__index_html=refresh) == []
    assert check("", a__index_html='<meta name="refresh" content="0; url=../">') == [
        "a/index.html: no link leads to this page"
    ]
    assert check("", a__index_html=f'{refresh}<a href="../b/">B</a>') == ["a/index.html: there is no file at 'b/'"]
