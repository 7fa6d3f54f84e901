# ruff: noqa: RUF001 - the phrases are in the scripts of their languages
"""What the servers of the zoo do, and what is to be said of each: one row a behaviour.

A row: name, the path and fragment to check, what the server does, the verdict expected, and the reasons that fit.
"""

from __future__ import annotations

import gzip
import socket
from collections.abc import Callable
from time import sleep

from zoo import PROSE, Answer, Asked, Behaviour, Speaks, page, redirect

Row = tuple[str, str, Behaviour, str, str]
LIMIT_SECONDS = 2
"""The time limit that the zoo is checked with; what hangs does so for longer."""


def always(answer: Answer) -> Behaviour:
    return lambda _: answer


def says(*pieces: bytes, pause: float = 0.0) -> Behaviour:
    def speak(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)
            sleep(pause)

    return lambda _: speak


def hangs(connection: socket.socket) -> None:
    del connection
    sleep(3 * LIMIT_SECONDS)


def status(code: int, **headers: str) -> Behaviour:
    return always(Answer(code, "<h1>no</h1>", {name.replace("_", "-"): value for name, value in headers.items()}))


def at(**answers: Answer) -> Behaviour:
    """Answer by the path's first name (``home`` for none); what is not named is a 404."""

    def behave(asked: Asked) -> Answer:
        name = asked.target.partition("?")[0].strip("/").partition("/")[0] or "home"
        return answers.get(name, Answer(404, "nothing here"))

    return behave


def everything(known: Answer, unknown: Answer, path: str = "/a/page") -> Behaviour:
    """Answer one address with something and any other with something else."""
    return lambda asked: known if asked.target.partition("?")[0] == path else unknown


def times(*answers: Answer | Speaks) -> Behaviour:
    """Answer each request by the next, the last one on and on."""
    return lambda asked: answers[min(asked.number, len(answers) - 1)]


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    connection.close()


def by(test: Callable[[Asked], bool], yes: Answer, no: Answer) -> Behaviour:
    return lambda asked: yes if test(asked) else no


def chain(hops: int, code: int = 302) -> Behaviour:
    def behave(asked: Asked) -> Answer:
        number = int(asked.target.strip("/") or 0)
        return redirect(code, f"/{number + 1}") if number < hops else page()

    return behave


def bounce(asked: Asked) -> Answer:
    """Redirect to itself until a cookie comes back."""
    return page() if "seen=1" in asked.headers.get("cookie", "") else redirect(302, asked.target, Set_Cookie="seen=1")


NOT_FOUND_PAGE = page("Page not found", "<p>Sorry, we could not find that page. Try the home page.</p>")
OTHER_LANGUAGES = {
    "german": "Seite nicht gefunden",
    "french": "Page introuvable",
    "spanish": "Página no encontrada",
    "russian": "Страница не найдена",
    "chinese": "找不到页面",
    "japanese": "ページが見つかりません",
    "korean": "페이지를 찾을 수 없습니다",
    "turkish": "Sayfa bulunamadı",
}
LOGIN_FORM = "<form action=/login><input name=u><input type=password name=p></form>"
CLOUDFLARE = "<script>window._cf_chl_opt={cvId:'3'}</script><script src=/cdn-cgi/challenge-platform/h/b.js></script>"

STATUSES: list[Row] = [
    ("ok", "/", always(page()), "ok", "ok"),
    ("no content", "/", status(204), "ok", "ok"),
    ("partial", "/", status(206), "ok", "ok"),
    ("404", "/a", status(404), "dead", "not-found"),
    ("410", "/a", status(410), "dead", "gone"),
    ("400", "/a", status(400), "failing", "odd-status"),
    ("401", "/a", status(401), "unknown", "forbidden"),
    ("403", "/a", status(403), "unknown", "forbidden"),
    ("451", "/a", status(451), "unknown", "legal"),
    ("999", "/a", status(999), "unknown", "robots-refused"),
    ("500", "/a", status(500), "failing", "server-error"),
    ("502", "/a", status(502), "failing", "server-error"),
    ("503", "/a", status(503), "failing", "server-error"),
    ("429 to the end", "/a", status(429), "unknown", "rate-limited"),
    ("429 for a day", "/a", status(429, Retry_After="86400"), "unknown", "rate-limited"),
    (
        "429 until a date of a far year",
        "/",
        status(429, Retry_After="Fri, 31 Dec 9999 23:59:59 GMT"),
        "unknown",
        "rate-limited",
    ),
    ("429 once", "/", times(Answer(429, "", {"Retry-After": "1"}), page()), "ok", "ok"),
    ("503 once", "/", times(Answer(503), page()), "ok", "ok"),
    ("500 once", "/", times(Answer(500), page()), "ok", "ok"),
    ("reset once", "/", times(reset, page()), "ok", "ok"),
    ("hangs once", "/", times(hangs, page()), "ok", "ok"),
    ("head lies, get is there", "/", by(lambda asked: asked.method == "HEAD", Answer(404), page()), "ok", "ok"),
    (
        "head is there, get lies not",
        "/a",
        by(lambda asked: asked.method == "HEAD", page(), Answer(404)),
        "dead",
        "not-found",
    ),
    ("304 unasked", "/a", status(304), "failing", "odd-status"),
]
ROBOTS: list[Row] = [
    ("403 for robots", "/", by(lambda asked: asked.is_robot, Answer(403), page()), "ok", "ok"),
    ("404 for robots", "/", by(lambda asked: asked.is_robot, Answer(404), page()), "ok", "ok"),
    ("reset for robots", "/", lambda asked: reset if asked.is_robot else page(), "ok", "ok"),
    (
        "406 without a browser's Accept",
        "/",
        by(lambda asked: "text/html" in asked.headers["accept"], page(), Answer(406)),
        "ok",
        "ok",
    ),
    (
        "406 for all but anything",
        "/",
        by(lambda asked: asked.headers["accept"] == "*/*", page(), Answer(406)),
        "ok",
        "ok",
    ),
    (
        "403 without a language",
        "/",
        by(lambda asked: "accept-language" in asked.headers, page(), Answer(403)),
        "ok",
        "ok",
    ),
    (
        "403 for robots, 404 for browsers",
        "/a",
        by(lambda asked: asked.is_robot, Answer(403), Answer(404)),
        "dead",
        "not-found",
    ),
    (
        "404 for robots, 403 for browsers",
        "/a",
        by(lambda asked: asked.is_robot, Answer(404), Answer(403)),
        "unknown",
        "forbidden",
    ),
    (
        "403 for robots, a reset for browsers",
        "/a",
        lambda asked: Answer(403) if asked.is_robot else reset,
        "unknown",
        "forbidden",
    ),
    ("challenge by header", "/a", status(403, cf_mitigated="challenge"), "unknown", "challenge"),
    (
        "challenge of 503",
        "/a",
        always(Answer(503, f"<title>Just a moment...</title>{CLOUDFLARE}")),
        "unknown",
        "challenge",
    ),
    ("challenge with 200", "/a", always(page("Just a moment...", CLOUDFLARE)), "unknown", "challenge"),
    ("challenge of AWS", "/a", status(202, x_amzn_waf_action="challenge"), "unknown", "challenge"),
    (
        "an article about Cloudflare",
        "/a",
        always(page("Just a moment: what Cloudflare's page does", PROSE * 3)),
        "ok",
        "ok",
    ),
    (
        "a login",
        "/a",
        everything(redirect(302, "/login?next=/a"), page("Sign in", LOGIN_FORM), "/a"),
        "unknown",
        "login",
    ),
    (
        "moved to a login",
        "/a",
        everything(redirect(301, "/login"), page("Sign in", LOGIN_FORM), "/a"),
        "unknown",
        "login",
    ),
    ("a login in the header", "/a", always(page("A page", LOGIN_FORM + PROSE)), "ok", "ok"),
    ("a login that is meant", "/login", always(page("Sign in", LOGIN_FORM)), "ok", "ok"),
]
REDIRECTS: list[Row] = [
    ("permanent", "/old", at(old=redirect(301, "/new"), new=page()), "moved", "moved"),
    ("permanent 308", "/old", at(old=redirect(308, "new"), new=page()), "moved", "moved"),
    ("temporary", "/old", at(old=redirect(302, "/new"), new=page()), "ok", "ok"),
    ("temporary 307", "/old", at(old=redirect(307, "/new"), new=page()), "ok", "ok"),
    ("see other", "/old", at(old=redirect(303, "/new"), new=page()), "ok", "ok"),
    (
        "permanent then temporary",
        "/old",
        at(old=redirect(301, "/new"), new=redirect(302, "/now"), now=page()),
        "moved",
        "moved",
    ),
    (
        "temporary then permanent",
        "/old",
        at(old=redirect(302, "/new"), new=redirect(301, "/now"), now=page()),
        "ok",
        "ok",
    ),
    ("permanent to nothing", "/old", at(old=redirect(301, "/new")), "dead", "not-found"),
    ("a loop", "/a", always(redirect(302, "/a")), "dead", "redirect-loop"),
    ("a loop of two", "/a", at(a=redirect(301, "/b"), b=redirect(301, "/a")), "dead", "redirect-loop"),
    ("twenty hops", "/0", chain(20), "ok", "ok"),
    ("twenty-one hops", "/0", chain(21), "unknown", "too-many-redirects"),
    ("a cookie bounce", "/a", bounce, "ok", "ok"),
    ("to a file", "/a", always(redirect(302, "file:///etc/passwd")), "dead", "redirect-scheme"),
    ("to a script", "/a", always(redirect(301, "javascript:alert(1)")), "dead", "redirect-scheme"),
    ("to a mail", "/a", always(redirect(302, "mailto:a@b.example")), "dead", "redirect-scheme"),
    ("to port 99999", "/a", always(redirect(302, "http://127.0.0.1:99999/")), "dead", "bad-redirect"),
    ("to no host", "/a", always(redirect(302, "http://")), "dead", "bad-redirect"),
    ("to nowhere", "/a", always(Answer(302)), "failing", "odd-status"),
    ("to an empty address", "/a", always(redirect(302, "")), "failing", "odd-status"),
    (
        "to an address in UTF-8",
        "/a",
        lambda asked: page() if asked.target == "/%E4%B8%AD" else redirect(302, "/中"),
        "ok",
        "ok",
    ),
    (
        "to an address with spaces",
        "/a",
        lambda asked: page() if asked.target == "/b%20c" else redirect(302, "/b c"),
        "ok",
        "ok",
    ),
    ("home for good", "/a/page", everything(redirect(301, "/"), page("Home"), "/a/page"), "moved", "moved-home"),
    (
        "home for whatever is not there",
        "/a/page",
        lambda asked: page("Home") if asked.target == "/" else redirect(302, "/"),
        "dead",
        "soft-404",
    ),
    (
        "home for good for whatever is not there",
        "/a/b",
        lambda asked: page("Home") if asked.target == "/" else redirect(301, "/"),
        "dead",
        "soft-404",
    ),
]
SOFT: list[Row] = [
    ("soft 404", "/a/page", always(NOT_FOUND_PAGE), "dead", "soft-404"),
    *(
        (f"soft 404 in {name}", "/a/page", always(page(title, "<p>404</p>")), "dead", "soft-404")
        for name, title in OTHER_LANGUAGES.items()
    ),
    (
        "soft 404 that names the address",
        "/a/page",
        lambda asked: page(
            "404 Not Found",
            f"<p>The page {asked.target} does not exist. Try our search or the home page of this site.</p>",
        ),
        "dead",
        "soft-404",
    ),
    ("an article about 404s", "/a/page", everything(page("How to make a 404 page"), Answer(404)), "ok", "ok"),
    (
        "an article about 404s where all is 200",
        "/a/page",
        everything(page("Not found? How to find it"), NOT_FOUND_PAGE),
        "ok",
        "ok",
    ),
    (
        "an article with the words",
        "/a/page",
        always(page("Debugging", f"<p>It said: page not found.</p>{PROSE}")),
        "ok",
        "ok",
    ),
    ("a page that is the same everywhere", "/a/page", always(page("An app")), "ok", "ok"),
    ("parked", "/a", always(page("127.0.0.1", '<iframe src="//www.sedoparking.com/x"></iframe>')), "dead", "parked"),
    (
        "parked by its mark",
        "/",
        always(Answer(200, "<html data-adblockkey=x><title>Ads</title><body>Ads</body></html>")),
        "dead",
        "parked",
    ),
    (
        "an article about parking",
        "/a",
        always(page("Why is this domain for sale?", f"<pre>&lt;html data-adblockkey=</pre>{PROSE}")),
        "ok",
        "ok",
    ),
]
FRAGMENTS: list[Row] = [
    ("an id", "/#part", always(page(body=f"<h2 id=part>Part</h2>{PROSE}")), "ok", "ok"),
    ("a name", "/#part", always(page(body=f"<a name=part></a>{PROSE}")), "ok", "ok"),
    ("an id in percent", "/#caf%C3%A9", always(page(body=f"<p id=café></p>{PROSE}")), "ok", "ok"),
    ("no such place", "/#part", always(page()), "dead", "missing-fragment"),
    ("the place in other letters", "/#Part", always(page(body=f"<p id=part></p>{PROSE}")), "dead", "missing-fragment"),
    ("the top", "/#top", always(page()), "ok", "ok"),
    ("lines of code", "/#L10-L20", always(page()), "ok", "ok"),
    ("a text", "/#:~:text=words", always(page()), "ok", "ok"),
    ("a route", "/#!/part", always(page()), "ok", "ok"),
    (
        "a page of a PDF",
        "/a.pdf#page=3",
        always(Answer(200, b"%PDF-1.4", {"Content-Type": "application/pdf"})),
        "ok",
        "ok",
    ),
    (
        "a place that a script makes",
        "/#part",
        always(page(body="<div id=root></div><script src=/a.js></script>")),
        "ok",
        "ok",
    ),
    (
        "a place behind a redirect",
        "/old#part",
        at(old=redirect(301, "/new"), new=page(body=f"<p id=part></p>{PROSE}")),
        "moved",
        "moved",
    ),
    (
        "no such place behind a redirect",
        "/old#part",
        at(old=redirect(301, "/new"), new=page()),
        "dead",
        "missing-fragment",
    ),
]
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
BROKEN: list[Row] = [
    ("no HTTP", "/", says(b"220 mail\r\n"), "failing", "broken-http"),
    ("nothing", "/", says(b""), "failing", "reset"),
    ("resets", "/", lambda _: reset, "failing", "reset"),
    ("hangs", "/", lambda _: hangs, "failing", "timeout"),
    ("a header byte at a time", "/", says(*[b"H"] * 99, pause=0.1), "failing", "timeout"),
    ("headers without end", "/", says(OK, *(b"X: 1\r\n" for _ in range(99)), pause=0.1), "failing", "timeout"),
    ("a header of 70 KB", "/", says(OK + b"X: " + b"x" * 70_000 + b"\r\n\r\n"), "failing", "broken-http"),
    ("a body that ends too soon", "/", says(OK + b"Content-Length: 99\r\n\r\nshort"), "failing", "broken-http"),
    ("chunks that are none", "/", says(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"), "failing", "broken-http"),
    (
        "broken gzip",
        "/",
        says(OK + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nxxx"),
        "failing",
        "broken-http",
    ),
    ("a gzip bomb", "/", always(Answer(200, gzip.compress(bytes(1 << 26)), {"Content-Encoding": "gzip"})), "ok", "ok"),
    ("a body without end", "/", says(OK + b"\r\n", *[b"x" * 65536] * 99), "ok", "ok"),
    ("early hints", "/", says(b"HTTP/1.1 103 X\r\nLink: </a>\r\n\r\n" + OK + b"Content-Length: 0\r\n\r\n"), "ok", "ok"),
    ("no Content-Type", "/", always(Answer(200, "text", {"Content-Type": "-"})), "ok", "ok"),
    (
        "a film",
        "/",
        says(b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: 999999999\r\n\r\nx", b"x", pause=1),
        "ok",
        "ok",
    ),
    ("HTTP/1.0", "/", says(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<title>A</title>"), "ok", "ok"),
]


def hears(target: str) -> Behaviour:
    """Be there for one request target alone, to the letter."""
    return lambda asked: page() if asked.target == target else Answer(404)


SHAPES: list[Row] = [
    ("percent as written", "/%2F%2b//x", hears("/%2F%2b//x"), "ok", "ok"),
    ("unicode", "/é/中", hears("/%C3%A9/%E4%B8%AD"), "ok", "ok"),
    ("spaces", "/a b", hears("/a%20b"), "ok", "ok"),
    ("signs", "/(a);b&c=d,e!?x=(1)&y;z", hears("/(a);b&c=d,e!?x=(1)&y;z"), "ok", "ok"),
    ("dots", "/a/../b/./c", hears("/b/c"), "ok", "ok"),
    ("two slashes first", "//a", hears("//a"), "ok", "ok"),
]
ROWS: list[Row] = [*STATUSES, *ROBOTS, *REDIRECTS, *SOFT, *FRAGMENTS, *BROKEN, *SHAPES]
