"""What the hosts of learning lists answer, under their names, each oddity beside a link of the host that is fine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from handlers import always
from servers import PROSE, Handler, ReceivedRequest, Response, page, redirect
from small_web import SmallWeb, small_web

GONE = Response(404, "no")
OWN = '<script src="/assets/app.js"></script>'
TITLE = "Deep learning with graphs"
WORK = page(TITLE, PROSE + OWN)
HOME = page("Welcome", PROSE + OWN)
SHELL = Response(200, f"<title>App</title><div id=root></div>{OWN}")


@pytest.fixture(name="web", scope="module")
def _web() -> Iterator[SmallWeb]:
    with pytest.MonkeyPatch.context() as patch, small_web(patch) as web:
        yield web


def table(answers: dict[str, Response], otherwise: Response = GONE) -> Handler:
    """Answer by the path, and otherwise by the path and the query."""

    def handle(request: ReceivedRequest) -> Response:
        target = request.target
        return answers.get(target) or answers.get(target.partition("?")[0]) or otherwise

    return handle


def to(location: str, status: int = 301) -> Response:
    return redirect(status, location)


def _application(route: str) -> Handler:
    """Lead every address but the home page to a route of the program there."""
    return lambda request: SHELL if request.target == "/" else to(route.format(request.target), 302)


Row = tuple[str, dict[str, Handler], str, str | None]
ROWS: list[Row] = [
    # GitHub: renamed, removed, a wiki's missing page, a file that moved with its repository
    ("github.com/o/graphs", {"github_com": table({"/o/graphs": WORK})}, "ok", None),
    ("github.com/o/graphs", {"github_com": table({})}, "not-found", None),
    (
        "github.com/o/graphs",
        {"github_com": table({"/o/graphs": to("/new/graphs"), "/new/graphs": WORK})},
        "moved",
        "/new/graphs",
    ),
    ("github.com/o/old", {"github_com": table({"/o/old": to("/o/deep"), "/o/deep": WORK})}, "moved", "/o/deep"),
    ("github.com/o/g/wiki/Deep", {"github_com": table({"/o/g": HOME}, to("/o/g", 302))}, "soft-404", None),
    ("github.com/o/g/wiki/Deep", {"github_com": table({"/o/g/wiki": HOME}, to("/o/g/wiki", 302))}, "soft-404", None),
    ("github.com/o/g/wiki/Deep", {"github_com": table({"/o/g/wiki/Deep": WORK}, to("/o/g/wiki", 302))}, "ok", None),
    (
        "github.com/o/g/blob/master/a.md",
        {"github_com": table({"/o/g/blob/master/a.md": to("/o/g/blob/main/a.md", 302), "/o/g/blob/main/a.md": WORK})},
        "ok",
        None,
    ),
    ("o.github.io/graphs/", {"o_github_io": table({"/graphs/": to("https://graphs.example/")})}, "refused", None),
    # Courses: retired ones lead to a catalogue, a search or the home page; renamed ones keep a word
    (
        "www.udacity.com/course/trading--ud501",
        {"www_udacity_com": table({"/catalog": HOME}, to("/catalog"))},
        "soft-404",
        None,
    ),
    (
        "www.coursera.org/course/graphs",
        {"www_coursera_org": table({"/course/graphs": to("/learn/graphs"), "/learn/graphs": WORK})},
        "moved",
        "/learn/graphs",
    ),
    ("www.coursera.org/course/graphs", {"www_coursera_org": table({"/": HOME}, to("/"))}, "soft-404", None),
    (
        "www.edx.org/course/graphs-1x",
        {"www_edx_org": table({"/search": HOME}, to("/search?q=graphs-1x", 302))},
        "soft-404",
        None,
    ),
    (
        "www.edx.org/course/graphs-1x",
        {
            "www_edx_org": table(
                {"/course/graphs-1x": to("/learn/graphs/deep-graphs"), "/learn/graphs/deep-graphs": WORK}
            )
        },
        "moved",
        "/learn/graphs/deep-graphs",
    ),
    ("www.khanacademy.org/math/graphs", {"www_khanacademy_org": always(SHELL)}, "ok", None),
    (
        "www.udemy.com/course/graphs/",
        {"www_udemy_com": always(Response(403, "<title>Just a moment...</title>", {"cf-mitigated": "challenge"}))},
        "challenge",
        None,
    ),
    # Universities: pages of people, classes behind a login, a department that moved
    (
        "www.cs.u.example/~ada/graphs.html",
        {"www_cs_u_example": table({"/~ada/graphs.html": page("Graphs", "<p>Notes.</p>")})},
        "ok",
        None,
    ),
    ("www.cs.u.example/~ada/", {"www_cs_u_example": table({})}, "not-found", None),
    (
        "www.cs.u.example/class/cs1/",
        {
            "www_cs_u_example": always(
                to("http://login.u.example:{port}/idp/profile/SAML2/Redirect/SSO?execution=e1s1", 302)
            ),
            "login_u_example": always(page("Sign in", "<input type=password>")),
        },
        "login",
        None,
    ),
    (
        "www.cs.u.example/deep.html",
        {
            "www_cs_u_example": table({"/deep.html": to("http://www.ai.u.example:{port}/teaching/deep.html")}),
            "www_ai_u_example": always(WORK),
        },
        "moved",
        "http://www.ai.u.example:{port}/teaching/deep.html",
    ),
    (
        "www.cs.u.example/deep.html",
        {"www_cs_u_example": always(to("http://www.u.example:{port}/")), "www_u_example": always(HOME)},
        "soft-404",
        None,
    ),
    # Roots of sites
    ("graphs.example/", {"graphs_example": table({"/": to("/en/", 302), "/en/": WORK}, to("/en/", 302))}, "ok", None),
    ("graphs.example/", {"graphs_example": always(SHELL)}, "ok", None),
    (
        "graphs.example/",
        {"graphs_example": table({"/": Response(200, "<frameset><frame src=a.html></frameset>")})},
        "ok",
        None,
    ),
    (
        "graphs.example/",
        {"graphs_example": table({"/": to("http://www.graphs.example:{port}/")}), "www_graphs_example": always(WORK)},
        "moved",
        "http://www.graphs.example:{port}/",
    ),
    (
        "graphs.example",
        {
            "graphs_example": always(
                Response(200, "<title>Graphs</title><p>Deep learning with graphs: coming soon.</p>")
            )
        },
        "ok",
        None,
    ),
    # Medium: a wall, a visit to its sign-in and back, an author who left
    (
        "medium.com/@ada/deep-graphs-1a2b#.f7vwrtfne",
        {"medium_com": always(page(TITLE, f"<h2 id=1a2b>Graphs</h2>{PROSE}{OWN}"))},
        "ok",
        None,
    ),
    (
        "towardsdatascience.com/deep-1a2b",
        {
            "towardsdatascience_com": table(
                {
                    "/deep-1a2b?gi=1": WORK,
                    "/deep-1a2b": to(
                        "http://medium.com:{port}/m/global-identity-2?redirectUrl=http%3A%2F%2Ftowardsdatascience.com%2Fdeep-1a2b",
                        302,
                    ),
                }
            ),
            "medium_com": always(to("http://towardsdatascience.com:{port}/deep-1a2b?gi=1", 302)),
        },
        "ok",
        None,
    ),
    ("medium.com/@ada/deep-graphs-1a2b", {"medium_com": always(Response(410, "no"))}, "gone", None),
    # Documentation: a version, a language, a page that was merged into another
    (
        "docs.graphs.example/guide.html",
        {
            "docs_graphs_example": table(
                {"/guide.html": to("/en/latest/guide.html", 302), "/en/latest/guide.html": WORK}
            )
        },
        "ok",
        None,
    ),
    (
        "docs.graphs.example/deep/",
        {"docs_graphs_example": table({"/deep/": to("/stable/deep/"), "/stable/deep/": WORK})},
        "moved",
        "/stable/deep/",
    ),
    (
        "docs.graphs.example/deep/layers",
        {"docs_graphs_example": table({"/404.html": page("Oh dear", "<p>Lost?</p>")}, to("/404.html", 302))},
        "soft-404",
        None,
    ),
    (
        "msdn.example/library/deep.aspx",
        {"msdn_example": always(to("http://learn.example:{port}/en-us/")), "learn_example": always(HOME)},
        "soft-404",
        None,
    ),
    # arXiv, publishers, files behind a signature
    (
        "arxiv.org/pdf/1706.03762.pdf",
        {
            "arxiv_org": table(
                {
                    "/pdf/1706.03762.pdf": to("/pdf/1706.03762"),
                    "/pdf/1706.03762": Response(200, b"%PDF", {"Content-Type": "application/pdf"}),
                }
            )
        },
        "moved",
        "/pdf/1706.03762",
    ),
    (
        "link.springer.example/book/10.1007/b1",
        {
            "link_springer_example": table(
                {
                    "/book/10.1007/b1?error=cookies": WORK,
                    "/book/10.1007/b1": to(
                        "http://idp.springer.example:{port}/authorize?redirect_uri=http%3A%2F%2Flink.springer.example",
                        302,
                    ),
                }
            ),
            "idp_springer_example": always(
                to("http://link.springer.example:{port}/book/10.1007/b1?error=cookies", 302)
            ),
        },
        "ok",
        None,
    ),
    (
        "dl.example/papers/deep",
        {
            "dl_example": table({"/papers/deep": to("http://cdn.example:{port}/deep.pdf?X-Amz-Signature=a")}),
            "cdn_example": always(Response(200, b"%PDF", {"Content-Type": "application/pdf"})),
        },
        "ok",
        None,
    ),
    # Blogs: removed, private, behind a warning
    (
        "a.wordpress.com/",
        {
            "a_wordpress_com": always(to("http://wordpress.com:{port}/typo/?subdomain=a", 302)),
            "wordpress_com": always(HOME),
        },
        "parked",
        None,
    ),
    (
        "a.wordpress.com/",
        {"a_wordpress_com": always(page("Private Site", "<p>This site is marked private by its owner.</p>"))},
        "invited-only",
        None,
    ),
    (
        "a.blogspot.com/2012/01/deep.html",
        {
            "a_blogspot_com": always(
                to("http://www.blogger.com:{port}/blogin.g?blogspotURL=http://a.blogspot.com/2012/01/deep.html", 302)
            ),
            "www_blogger_com": always(page("Blogger: Warning", PROSE)),
        },
        "gate",
        None,
    ),
    (
        "a.blogspot.com/2012/01/deep.html",
        {"a_blogspot_com": table({"/2012/01/deep.html": page(TITLE, PROSE + OWN)})},
        "ok",
        None,
    ),
    # News and forums that tell pages apart by the query
    (
        "news.example/item?id=42",
        {"news_example": table({"/item": Response(200, "No such item.")}, Response(200, "Unknown."))},
        "soft-404",
        None,
    ),
    (
        "news.example/item?id=42",
        {
            "news_example": table(
                {
                    "/item?id=42": Response(200, "<title>Graphs</title>A short note."),
                    "/item": Response(200, "No such item."),
                }
            )
        },
        "ok",
        None,
    ),
    # Pages that only their query tells apart
    (
        "a.example/node/5",
        {
            "a_example": table(
                {"/node/5": to("/page.php?id=5"), "/page.php?id=5": WORK, "/page.php": page("None", PROSE)},
                to("/page.php?id=0"),
            )
        },
        "moved",
        "/page.php?id=5",
    ),
    (
        "a.example/node/5",
        {"a_example": table({"/page.php": page("None", PROSE)}, to("/page.php?id=0"))},
        "soft-404",
        None,
    ),
    # A router that names pages in the query of the home page
    *(
        (
            "a.example/deep",
            {
                "a_example": table(
                    {
                        "/deep": to("/index.php?title=deep"),
                        "/index.php?title=deep": shown,
                        "/index.php": page("None", PROSE),
                    },
                    to("/index.php?title=none"),
                )
            },
            reason,
            None,
        )
        for shown, reason in ((WORK, "moved"), (page("None", PROSE), "soft-404"))
    ),
    # An application that names pages in the fragment
    *(
        ("app.example/course/graphs", {"app_example": _application(route)}, reason, None)
        for route, reason in (
            ("/#{}", "ok"),
            ("/#!{}", "ok"),
            ("/#/404", "soft-404"),
            ("/#top", "soft-404"),
            ("/", "soft-404"),
        )
    ),
    # A queue before a shop on sale days, which leads back; a site that closed
    (
        "shop.example/graphs",
        {
            "shop_example": always(to("http://q.queue-it.net:{port}/?c=a&t=http%3A%2F%2Fshop.example%2Fgraphs", 302)),
            "q_queue__it_net": always(page("Queue", "<p>You are in line.</p>" + OWN)),
        },
        "gate",
        None,
    ),
    (
        "shop.example/graphs",
        {"shop_example": always(to("http://mall.example:{port}/?from=shop", 302)), "mall_example": always(HOME)},
        "soft-404",
        None,
    ),
    ("www.linkedin.com/in/ada", {"www_linkedin_com": table({"/authwall": SHELL}, to("/authwall", 302))}, "login", None),
    (
        "www.linkedin.com/in/ada",
        {"www_linkedin_com": table({"/in/ada": to("/authwalls", 302), "/authwalls": WORK})},
        "ok",
        None,
    ),
    # A choice of countries that fills a page
    (
        "shop.example/graphs",
        {"shop_example": table({"/country-selector": page("Your country", PROSE)}, to("/country-selector", 302))},
        "gate",
        None,
    ),
    # A campus has a page on where to park
    ("u.example/visit", {"u_example": table({"/visit": to("/parking"), "/parking": WORK})}, "moved", "/parking"),
    # A shop's front page
    (
        "books.example/",
        {"books_example": table({"/": page("books.example: all books on graphs for sale", "<p>Buy.</p>")})},
        "ok",
        None,
    ),
    (
        "books.example/",
        {"books_example": table({"/": page("books.example is for sale", "<p>Buy.</p>")})},
        "parked",
        None,
    ),
    # A program that fails at one address, and its page on errors
    (
        "a.example/notes/graphs",
        {"a_example": table({"/notes/graphs": to("/Error?from=notes", 302), "/Error": page("Error", "Sorry")})},
        "odd-status",
        None,
    ),
    ("a.example/notes/graphs", {"a_example": table({"/error": HOME}, to("/error", 302))}, "soft-404", None),
    (
        "a.example/error",
        {"a_example": table({"/error": to("/errors/", 302), "/errors/": page(TITLE, "On errors of graphs")})},
        "ok",
        None,
    ),
    # Shorteners
    (
        "short.example/Ab1",
        {"short_example": table({"/Ab1": to("http://graphs.example:{port}/deep")}), "graphs_example": always(WORK)},
        "moved",
        "http://graphs.example:{port}/deep",
    ),
    ("short.example/Ab1", {"short_example": table({"/": HOME}, to("/", 302))}, "soft-404", None),
    (
        "short.example/Ab1",
        {
            "short_example": table({"/Ab1": to("http://graphs.example:{port}/")}),
            "graphs_example": always(page("Slot gacor", PROSE)),
        },
        "other-site",
        None,
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} is {row[2]}")
def test_what_hosts_answer(web: SmallWeb, row: Row) -> None:
    link, hosts, reason, new = row
    result = web.result(link, TITLE, ("Ada Lovelace",), **hosts)
    assert result.reason == reason, result
    port = web.server.port
    expected = new and (new.format(port=port) if "//" in new else f"http://{link.partition('/')[0]}:{port}{new}")
    assert result.suggestion == expected, result


SHORT_LIVED = (
    "sig=a&se=2026-01-01&sv=2020-01-01",
    "Policy=a&Signature=b&Key-Pair-Id=c",
    "GoogleAccessId=a&Expires=1&Signature=b",
    "hdnea=st=1~exp=2~hmac=a",
    "temp_url_sig=a&temp_url_expires=1",
    "auth_key=1-0-0-a",
    "q-sign-algorithm=sha1&q-ak=a&q-signature=b",
    "ticket=ST-1-a",
    "tempauth=a",
    "access_key=a",
    "jsession=a",
    "ts=1600000000",
    "__cf_chl_rt_tk=a",
    "CFID=1&CFTOKEN=2",
    "session-id=1",
    "s=0123456789abcdef0123456789abcdef",
)


@pytest.mark.parametrize("query", SHORT_LIVED)
def test_what_is_void_within_minutes_is_not_offered(web: SmallWeb, query: str) -> None:
    file = Response(200, b"%PDF", {"Content-Type": "application/pdf"})
    handler = table({"/deep.pdf": to(f"/files/deep.pdf?{query}"), "/files/deep.pdf": file})
    result = web.result("dl.example/deep.pdf", TITLE, dl_example=handler)
    assert (result.reason, result.suggestion) == ("ok", None)


@pytest.mark.parametrize("query", ["id=42", "sign=taurus", "page=3", "steps=2", "utm_source=old"])
def test_what_lasts_is_offered(web: SmallWeb, query: str) -> None:
    handler = table({"/deep": to(f"/new/deep?{query}"), "/new/deep": WORK})
    result = web.result("dl.example/deep", TITLE, dl_example=handler)
    kept = "" if query.startswith("utm") else f"?{query}"
    assert result.suggestion == f"http://dl.example:{web.server.port}/new/deep{kept}"


GATES = (
    "/welcome?r={}",
    "/geo?u=http://g.example{}",
    "/accept?return-to={}",
    "/region?RelayState=~{}",
    "/select-country?path={}",
    "/age-gate",
    "/cookie-consent",
    "/unsupported-browser",
)


@pytest.mark.parametrize("status", [301, 302])
@pytest.mark.parametrize("location", GATES)
def test_a_page_that_asks_something_first_is_a_gate(web: SmallWeb, location: str, status: int) -> None:
    question = page("Please choose", f"<p>Where are you?</p>{OWN}")

    def handle(request: ReceivedRequest) -> Response:
        asked = request.target.partition("?")[0]
        return question if asked == location.partition("?")[0] else to(location.format(asked), status)

    assert web.result("g.example/course/graphs", TITLE, g_example=handle).reason == "gate"
    there = location.format("/course/graphs")
    if "?" in location:
        viewer = table({"/course/graphs": to(there, status), there: WORK})
        result = web.result("g.example/course/graphs", TITLE, g_example=viewer)
        reason = (
            "gate" if location.startswith(("/accept", "/region", "/select")) else ("moved" if status == 301 else "ok")
        )
        assert (result.reason, result.suggestion) == (reason, None)


def test_an_error_page_that_remembers_the_address_is_no_gate(web: SmallWeb) -> None:
    for place in ("/error?aspxerrorpath=/course/graphs", "/404?url=/course/graphs"):
        shown = table({place.partition("?")[0]: page("Oh dear", "<p>Hm.</p>" + OWN)}, to(place))
        assert web.result("g.example/course/graphs", TITLE, g_example=shown).reason == "soft-404"


def test_a_search_for_the_old_name_is_not_the_page(web: SmallWeb) -> None:
    def handle(request: ReceivedRequest) -> Response:
        name = request.target.rpartition("/")[2]
        return HOME if request.target.startswith("/catalog?") else to(f"/catalog?search={name}")

    assert web.result("g.example/course/graphs", TITLE, g_example=handle).reason == "soft-404"

    def name_pages(request: ReceivedRequest) -> Response:
        found = WORK if request.target.endswith("=graphs") else HOME
        return found if request.target.startswith("/catalog?") else handle(request)

    for answer in (name_pages, table({"/catalog": HOME, "/course/graphs": to("/catalog?search=graphs")})):
        result = web.result("g.example/course/graphs", TITLE, g_example=answer)
        assert (result.reason, result.suggestion) == ("moved", None)
    kept = table({"/course/graphs": to("/view?doc=graphs"), "/view?doc=graphs": WORK})
    assert web.result("g.example/course/graphs", TITLE, g_example=kept).reason == "moved"
