# ruff: noqa: RUF001 - the phrases are in the scripts of their languages
"""What servers do to link checkers, and the verdict expected: one row for each scenario.

A row: name, the path and fragment to check, the server's handler, the verdict expected, and the reason.
"""

from __future__ import annotations

import gzip

from handlers import (
    always,
    by_path,
    cookie_bounce,
    depending_on,
    exact_target,
    hang,
    in_turn,
    known_path,
    redirect_chain,
    redirect_to_host,
    reset,
    send_bytes,
    status,
    then_stall,
)
from servers import PROSE, Handler, Response, page, redirect

Scenario = tuple[str, str, Handler, str, str]
PAGE = b"<!doctype html><title>A page</title><h1>A page</h1>" + PROSE.encode()
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
NOT_FOUND_PAGE = page("Page not found", "<p>Sorry, we could not find that page. Try the home page.</p>")
SHARED_OR_SCRIPTED = (
    ".f7vwrtfne",  # Medium
    ".UlMCZVCkqWY",  # AddThis
    "---0-12",  # Medium
    "6eb814f262ff",  # Forbes
    "li-comment-123",  # WordPress
    "gistcomment-123",
    "note_12345",  # GitLab
    "MIT-1-ov-file",  # GitHub
    "ixzz0IytrBILz&D",  # Tynt
    "comment123_456",  # Stack Overflow
    "c5139423475187321034",  # Blogger
    "readme",  # GitHub
    "file-deep-py-L10-L20",
    "commits-pushed-1a2b3c4",
    "r12345678",
    "ref-issue-12345678",
    "answer-12345",  # Stack Overflow
    "p98765",  # forums
    "lines-12:14",  # Bitbucket
    "at_pco",
    "ixzz1abcDEF",  # Tynt
    "sthash.aBcD12.dpuf",  # ShareThis
    "__s=abc",
    "page/n5/mode/2up",
    "page=5",
    "comment-123",
    "disqus_thread",
    "/route",
    "!route",
    "method-int-java.lang.String-",
    "method--",
    "method(int)",
    "method(int,%20java.lang.String)",
)
OTHER_LANGUAGES = {
    "german": "Seite nicht gefunden",
    "french": "Page introuvable",
    "spanish": "Página no encontrada",
    "russian": "Страница не найдена",
    "chinese": "找不到页面",
    "japanese": "ページが見つかりません",
    "korean": "페이지를 찾을 수 없습니다",
    "turkish": "Sayfa bulunamadı",
    "italian": "Pagina non trovata",
    "portuguese": "Página não encontrada",
    "dutch": "Pagina niet gevonden",
    "polish": "Nie znaleziono strony",
    "ukrainian": "Сторінку не знайдено",
    "czech": "Stránka nenalezena",
    "swedish": "Sidan hittades inte",
    "finnish": "Sivua ei löytynyt",
    "danish": "Siden blev ikke fundet",
    "norwegian": "Siden ble ikke funnet",
    "hungarian": "Az oldal nem található",
    "greek": "Η σελίδα δεν βρέθηκε",
    "romanian": "Pagina nu a fost găsită",
    "vietnamese": "Không tìm thấy trang",
    "indonesian": "Halaman tidak ditemukan",
    "thai": "ไม่พบหน้า",
    "hindi": "पृष्ठ नहीं मिला",
    "arabic": "الصفحة غير موجودة",
    "hebrew": "הדף לא נמצא",
    "persian": "صفحه یافت نشد",
    "traditional chinese": "找不到頁面",
    "bulgarian": "Страницата не е намерена",
    "croatian": "Stranica nije pronađena",
    "catalan": "No s'ha trobat la pàgina",
    "persian in other words": "صفحه پیدا نشد",
    "french in other words": "Page non trouvée",
    "norwegian in other words": "Fant ikke siden",
    "slovak": "Stránka sa nenašla",
    "spanish in other words": "La página solicitada no está disponible",
    "italian in other words": "La pagina cercata non è disponibile",
    "portuguese in other words": "Não conseguimos encontrar a página",
    "russian in other words": "Такой страницы у нас нет",
    "slovenian": "Strani ni bilo mogoče najti",
    "galician": "Páxina non atopada",
    "malay": "Halaman tidak dijumpai",
    "swedish in other words": "Vi kunde inte hitta sidan",
}
LOGIN_FORM = "<form action=/login><input name=u><input type=password name=p></form>"
CLOUDFLARE = "<script>window._cf_chl_opt={cvId:'3'}</script><script src=/cdn-cgi/challenge-platform/h/b.js></script>"


def refreshing(content: str, body: str = "", **headers: str) -> Response:
    """Return a page that goes on by itself, as ``content`` says."""
    return page("Redirecting", f'<meta http-equiv="Refresh" content="{content}">{body}', **headers)


STATUSES: list[Scenario] = [
    ("ok", "/", always(page()), "ok", "ok"),
    ("no content", "/", status(204), "ok", "ok"),
    ("partial", "/", status(206), "ok", "ok"),
    ("404", "/a", status(404), "dead", "not-found"),
    ("410", "/a", status(410), "dead", "gone"),
    *[(str(code), "/a", status(code), "unknown", "client-error") for code in (400, 412, 417, 426, 431, 468)],
    *[(str(code), "/a", status(code), "failing", "odd-status") for code in (408, 425)],
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
    ("429 once", "/", in_turn(Response(429, "", {"Retry-After": "1"}), page()), "ok", "ok"),
    ("503 once", "/", in_turn(Response(503), page()), "ok", "ok"),
    ("500 once", "/", in_turn(Response(500), page()), "ok", "ok"),
    ("reset once", "/", in_turn(reset, page()), "ok", "ok"),
    ("hangs once", "/", in_turn(hang, page()), "ok", "ok"),
    (
        "head lies, get is there",
        "/",
        depending_on(lambda request: request.method == "HEAD", Response(404), page()),
        "ok",
        "ok",
    ),
    (
        "head is there, get lies not",
        "/a",
        depending_on(lambda request: request.method == "HEAD", page(), Response(404)),
        "dead",
        "not-found",
    ),
    (
        "404 whose page does not end",
        "/a",
        lambda _: then_stall(b"HTTP/1.1 404 X\r\nContent-Length: 99\r\n\r\n<h1>no"),
        "dead",
        "not-found",
    ),
    ("304 unasked", "/a", status(304), "failing", "odd-status"),
]
ROBOTS: list[Scenario] = [
    ("403 for robots", "/", depending_on(lambda request: request.is_robot, Response(403), page()), "ok", "ok"),
    ("404 for robots", "/", depending_on(lambda request: request.is_robot, Response(404), page()), "ok", "ok"),
    ("reset for robots", "/", lambda request: reset if request.is_robot else page(), "ok", "ok"),
    (
        "406 without a browser's Accept",
        "/",
        depending_on(lambda request: "text/html" in request.headers["accept"], page(), Response(406)),
        "ok",
        "ok",
    ),
    (
        "406 for all but anything",
        "/",
        depending_on(lambda request: request.headers["accept"] == "*/*", page(), Response(406)),
        "ok",
        "ok",
    ),
    (
        "403 without a language",
        "/",
        depending_on(lambda request: "accept-language" in request.headers, page(), Response(403)),
        "ok",
        "ok",
    ),
    (
        "403 for robots, 404 for browsers",
        "/a",
        depending_on(lambda request: request.is_robot, Response(403), Response(404)),
        "dead",
        "not-found",
    ),
    (
        "404 for robots, 403 for browsers",
        "/a",
        depending_on(lambda request: request.is_robot, Response(404), Response(403)),
        "unknown",
        "forbidden",
    ),
    (
        "403 for robots, a reset for browsers",
        "/a",
        lambda request: Response(403) if request.is_robot else reset,
        "unknown",
        "forbidden",
    ),
    ("challenge by header", "/a", status(403, cf_mitigated="challenge"), "unknown", "challenge"),
    (
        "challenge of 503",
        "/a",
        always(Response(503, f"<title>Just a moment...</title>{CLOUDFLARE}")),
        "unknown",
        "challenge",
    ),
    ("challenge with 200", "/a", always(page("Just a moment...", CLOUDFLARE)), "unknown", "challenge"),
    (
        "challenge with 200 in a frame",
        "/a",
        always(
            Response(200, "<html><body><iframe src='/_Incapsula_Resource?x=1'>Request unsuccessful</iframe></html>")
        ),
        "unknown",
        "challenge",
    ),
    (
        "challenge of PerimeterX",
        "/a",
        always(page("Access to this page has been denied", "<div id=px-captcha></div>")),
        "unknown",
        "challenge",
    ),
    (
        "a page with the script of a wall",
        "/a",
        always(page(body=f"<script src='/_Incapsula_Resource?x=1'></script>{PROSE}")),
        "ok",
        "ok",
    ),
    ("refused by DataDome", "/a", status(403, x_datadome="protected"), "unknown", "challenge"),
    ("watched by DataDome", "/a", always(page("A page", PROSE, x_datadome="protected")), "ok", "ok"),
    ("challenge of SiteGround", "/a", status(202, sg_captcha="challenge"), "unknown", "challenge"),
    (
        "challenge of Radware",
        "/a",
        always(page("Radware Bot Manager Captcha", "<script src=//captcha.perfdrive.com/x.js></script>")),
        "unknown",
        "challenge",
    ),
    (
        "a wall that says whose it is first",
        "/a",
        always(page("Acme - Are you a robot?", "<p>Click below to let us know you're not a robot.</p>")),
        "unknown",
        "challenge",
    ),
    *(
        (f"wall: {title}", "/a", always(page(title, body)), "unknown", "challenge")
        for title, body in (
            ("Verifying that you are not a robot...", "<p>This is automatic.</p>"),
            ("One moment, please...", "<p>Please wait while your request is being verified...</p>"),
            ("Checking you are not a bot", "<p>It takes a second.</p>"),
            ("百度安全验证", "<script src=https://wappass.baidu.com/static/x.js></script>"),
        )
    ),
    (
        "challenge of Akamai with 200",
        "/a",
        always(Response(200, """<meta http-equiv=refresh content="5; URL='/a?bm-verify=AAQ'"><script>i=1</script>""")),
        "unknown",
        "challenge",
    ),
    ("a refresh without a challenge", "/a", by_path(a=refreshing("5; URL='/new'"), new=page()), "ok", "ok"),
    ("challenge of AWS", "/a", status(202, x_amzn_waf_action="challenge"), "unknown", "challenge"),
    (
        "an article about Cloudflare",
        "/a",
        always(page("Just a moment: what Cloudflare's page does", PROSE * 3)),
        "ok",
        "ok",
    ),
    ("429 for robots", "/", depending_on(lambda request: request.is_robot, Response(429), page()), "ok", "ok"),
    ("405 for all", "/a", status(405), "unknown", "robots-refused"),
    ("challenge of Cloudflare in German", "/a", always(page("Nur einen Moment …", CLOUDFLARE)), "unknown", "challenge"),
    (
        "challenge of DataDome with 200",
        "/a",
        always(page("a.example", "<p>Please enable JS</p><script src=https://ct.captcha-delivery.com/c.js></script>")),
        "unknown",
        "challenge",
    ),
    (
        "rejected by F5",
        "/a",
        always(page("Request Rejected", "The requested URL was rejected.<br>Your support ID is: 12345")),
        "unknown",
        "challenge",
    ),
    (
        "limited by Wordfence",
        "/a",
        always(Response(503, "<title>Your access to this site has been limited by the site owner</title>")),
        "unknown",
        "challenge",
    ),
    (
        "sent to a captcha",
        "/a",
        known_path(redirect(302, "/showcaptcha?retpath=a"), page("Вы не робот?", "Подтвердите"), "/a"),
        "unknown",
        "challenge",
    ),
    (
        "an application watched by Cloudflare",
        "/a",
        always(Response(200, f"<title>An app</title><div id=app></div>{CLOUDFLARE.partition('</script>')[2]}")),
        "ok",
        "ok",
    ),
    (
        "a login that asks for a name and a password",
        "/a",
        by_path(a=redirect(302, "/module.php"), **{"module.php": page("Enter your username and password", LOGIN_FORM)}),
        "unknown",
        "login",
    ),
    (
        "a login",
        "/a",
        known_path(redirect(302, "/login?next=/a"), page("Sign in", LOGIN_FORM), "/a"),
        "unknown",
        "login",
    ),
    (
        "moved to a login",
        "/a",
        known_path(redirect(301, "/login"), page("Sign in", LOGIN_FORM), "/a"),
        "unknown",
        "login",
    ),
    ("a login in place", "/a", always(page("Sign in", LOGIN_FORM)), "unknown", "login"),
    (
        "an article at an address that a login may have",
        "/a",
        known_path(redirect(302, "/auth/tutorial"), page("OAuth explained", PROSE), "/a"),
        "ok",
        "ok",
    ),
    ("a login in the header", "/a", always(page("A page", LOGIN_FORM + PROSE)), "ok", "ok"),
    ("a login that is meant", "/login", always(page("Sign in", LOGIN_FORM)), "ok", "ok"),
]

REDIRECTS: list[Scenario] = [
    ("permanent", "/old", by_path(old=redirect(301, "/new"), new=page()), "moved", "moved"),
    ("permanent 308", "/old", by_path(old=redirect(308, "new"), new=page()), "moved", "moved"),
    ("temporary", "/old", by_path(old=redirect(302, "/new"), new=page()), "ok", "ok"),
    ("temporary 307", "/old", by_path(old=redirect(307, "/new"), new=page()), "ok", "ok"),
    ("see other", "/old", by_path(old=redirect(303, "/new"), new=page()), "ok", "ok"),
    (
        "permanent then temporary",
        "/old",
        by_path(old=redirect(301, "/new"), new=redirect(302, "/now"), now=page()),
        "moved",
        "moved",
    ),
    (
        "temporary then permanent",
        "/old",
        by_path(old=redirect(302, "/new"), new=redirect(301, "/now"), now=page()),
        "ok",
        "ok",
    ),
    ("permanent to nothing", "/old", by_path(old=redirect(301, "/new")), "dead", "not-found"),
    ("a loop", "/a", always(redirect(302, "/a")), "dead", "redirect-loop"),
    ("a loop of two", "/a", by_path(a=redirect(301, "/b"), b=redirect(301, "/a")), "dead", "redirect-loop"),
    ("twenty hops", "/0", redirect_chain(20), "ok", "ok"),
    ("twenty-one hops", "/0", redirect_chain(21), "unknown", "too-many-redirects"),
    ("a cookie bounce", "/a", cookie_bounce, "ok", "ok"),
    ("to a file", "/a", always(redirect(302, "file:///etc/passwd")), "dead", "redirect-scheme"),
    ("to a script", "/a", always(redirect(301, "javascript:alert(1)")), "dead", "redirect-scheme"),
    ("to a mail", "/a", always(redirect(302, "mailto:a@b.example")), "dead", "redirect-scheme"),
    ("to port 99999", "/a", always(redirect(302, "http://127.0.0.1:99999/")), "dead", "bad-redirect"),
    ("to no host", "/a", always(redirect(302, "http://")), "dead", "bad-redirect"),
    ("to data", "/a", always(redirect(301, "data:text/html,hi")), "dead", "redirect-scheme"),
    ("to an address without a scheme", "/a", lambda request: redirect_to_host(request, "//{host}/b"), "moved", "moved"),
    ("to an address in capitals", "/a", lambda request: redirect_to_host(request, "HTTP://{host}/b"), "moved", "moved"),
    (
        "with a body that does not end",
        "/a",
        lambda request: (
            then_stall(b"HTTP/1.1 302 X\r\nLocation: /b\r\nContent-Length: 10\r\n\r\nab")
            if request.target == "/a"
            else page()
        ),
        "ok",
        "ok",
    ),
    (
        "two ways at once",
        "/a",
        lambda request: (
            send_bytes(b"HTTP/1.1 302 X\r\nLocation: /b\r\nLocation: /c\r\nContent-Length: 0\r\n\r\n")(request)
            if request.target == "/a"
            else page()
            if request.target == "/b"
            else Response(404)
        ),
        "ok",
        "ok",
    ),
    ("a loop for robots", "/a", lambda request: redirect(302, "/a") if request.is_robot else page(), "ok", "ok"),
    ("to nowhere", "/a", always(Response(302)), "failing", "odd-status"),
    ("to an empty address", "/a", always(redirect(302, "")), "failing", "odd-status"),
    (
        "to an address in UTF-8",
        "/a",
        lambda request: redirect(302, "/中") if request.target == "/a" else exact_target("/%E4%B8%AD")(request),
        "ok",
        "ok",
    ),
    (
        "to an address in Latin-1",
        "/a",
        lambda request: (
            send_bytes(b"HTTP/1.1 302 X\r\nLocation: /caf\xe9\r\nContent-Length: 0\r\n\r\n")(request)
            if request.target == "/a"
            else exact_target("/caf%E9")(request)
        ),
        "ok",
        "ok",
    ),
    (
        "to a place in another page",
        "/old",
        by_path(old=redirect(301, "/new#part"), new=page(body=f"<h2 id=part>A part</h2>{PROSE}")),
        "moved",
        "moved",
    ),
    (
        "from a place that is not there to one that is",
        "/old#nothing",
        by_path(old=redirect(302, "/new#part"), new=page(body=f"<h2 id=part>A part</h2>{PROSE}")),
        "ok",
        "ok",
    ),
    (
        "to a place that is not there",
        "/old",
        by_path(old=redirect(302, "/new#nothing"), new=page(body=f"<h2 id=part>A part</h2>{PROSE}")),
        "ok",
        "ok",
    ),
    ("a loop by steps", "/a/b", always(redirect(302, "../a/./b")), "dead", "redirect-loop"),
    (
        "to an address with steps",
        "/old/text",
        by_path(old=redirect(301, "../b/./text"), b=page()),
        "moved",
        "moved",
    ),
    (
        "any course to the catalogue",
        "/course/trading",
        by_path(course=redirect(301, "/catalog"), catalog=page("Catalogue")),
        "dead",
        "soft-404",
    ),
    (
        "a course to its new place, others to the catalogue",
        "/course/trading",
        lambda request: (
            page()
            if request.target in ("/learn/trading", "/catalog")
            else redirect(301, "/learn/trading" if request.target == "/course/trading" else "/catalog")
        ),
        "moved",
        "moved",
    ),
    (
        "a wiki's missing page to its home",
        "/wiki/missing",
        lambda request: page("Wiki") if request.target == "/wiki" else redirect(302, "/wiki"),
        "dead",
        "soft-404",
    ),
    (
        "a choice of regions",
        "/a",
        known_path(redirect(302, "/choose-region?return=/a"), page("Your region"), "/a"),
        "unknown",
        "gate",
    ),
    (
        "a file by a signature",
        "/paper",
        known_path(redirect(301, "/p.pdf?X-Amz-Expires=300&X-Amz-Signature=abc"), page(), "/paper"),
        "ok",
        "ok",
    ),
    (
        "to an address with spaces",
        "/a",
        lambda request: redirect(302, "/b c") if request.target == "/a" else exact_target("/b%20c")(request),
        "ok",
        "ok",
    ),
    ("home for good", "/a/page", known_path(redirect(301, "/"), page("Home"), "/a/page"), "moved", "moved-home"),
    (
        "home for good, which remembers",
        "/a/page",
        known_path(redirect(301, "/?from=a&utm_source=b"), page("Home"), "/a/page"),
        "moved",
        "moved-home",
    ),
    ("a page by its number", "/a/page", known_path(redirect(301, "/?p=5"), page(), "/a/page"), "moved", "moved"),
    (
        "home for whatever is not there",
        "/a/page",
        lambda request: page("Home") if request.target == "/" else redirect(302, "/"),
        "dead",
        "soft-404",
    ),
    (
        "home for whatever is not there, which it names",
        "/a/page",
        lambda request: page("Home") if request.target.startswith("/?") else redirect(302, f"/?from={request.target}"),
        "dead",
        "soft-404",
    ),
    (
        "up to the home page for whatever is not there",
        "/a/page",
        lambda request: page("Home") if request.target == "/" else redirect(302, "../"),
        "dead",
        "soft-404",
    ),
    (
        "the home page in a language for whatever is not there",
        "/a/page",
        lambda request: page("Accueil") if request.target == "/fr/accueil" else redirect(302, "/fr/accueil"),
        "dead",
        "soft-404",
    ),
    (
        "an error page for whatever is not there",
        "/a/page",
        lambda request: page("Oh dear") if request.target == "/404.html" else redirect(302, "/404.html"),
        "dead",
        "soft-404",
    ),
    (
        "home for good for whatever is not there",
        "/a/b",
        lambda request: page("Home") if request.target == "/" else redirect(301, "/"),
        "dead",
        "soft-404",
    ),
]
SOFT: list[Scenario] = [
    ("soft 404", "/a/page", always(NOT_FOUND_PAGE), "dead", "soft-404"),
    *(
        (f"soft 404 in {name}", "/a/page", always(page(title, "<p>404</p>")), "dead", "soft-404")
        for name, title in OTHER_LANGUAGES.items()
    ),
    (
        "soft 404 that names the address",
        "/a/page",
        lambda request: page(
            "404 Not Found",
            f"<p>The page {request.target} does not exist. Try our search or the home page of this site.</p>",
        ),
        "dead",
        "soft-404",
    ),
    (
        "soft 404 by the query",
        "/a.php?id=5",
        lambda request: NOT_FOUND_PAGE if request.target.startswith("/a.php") else Response(404),
        "dead",
        "soft-404",
    ),
    (
        "an article about 404s with a query",
        "/a/page?from=x",
        lambda request: page("How to make a 404 page") if request.target.startswith("/a/page") else Response(404),
        "ok",
        "ok",
    ),
    *(
        (f"an article at any address: {title}", "/a/page", always(page(title, PROSE * 2)), "ok", "ok")
        for title in ("HTTP 404 Not Found - documentation", "The lost page", "404 Media", "What is a parked domain?")
    ),
    *(
        row
        for title in (
            "Peugeot 404",
            "Room 404 - Hotel",
            "Oops! A lecture on mistakes",
            "The lost page",
            "The Not Found Band",
            "How to run models no longer available",
            "Le cours a été enregistré en 2021",
            "Cars currently parked: a data set",
            "取得されています",
            "ModuleNotFoundError explained",
            "Page Not Found (film)",
        )
        for note in (page(title, "<p>A few words.</p>"),)
        for row in (
            (f"a note at any address: {title}", "/a/page", always(note), "unknown", "same-everywhere"),
            (f"a note: {title}", "/a/page", known_path(note, Response(404)), "ok", "ok"),
        )
    ),
    *(
        (f"an error page's title: {title}", "/a/page", always(page(title, "<p>Go home.</p>")), "dead", "soft-404")
        for title in (
            "Oops! That page can't be found.",
            "Page not found at Acme",
            "/a/page not found",
            "This page no longer exists",
            "Acme lecture not found",
            "Sorry, we couldn't find the page you're looking for",
            "The requested URL was not found on this server",
            "Oops! That page doesn’t exist or is private.",
        )
    ),
    ("a site that shows any address alike", "/", always(page("Acme", "<p>Hi.")), "unknown", "same-everywhere"),
    ("a short home page", "/", known_path(page("Acme", "<p>Hi."), Response(404), "/"), "ok", "ok"),
    (
        "an application of one page",
        "/",
        always(page("Acme", "<div id=app></div><script src=/app.js></script>")),
        "ok",
        "ok",
    ),
    ("a subject of two letters", "/ai", always(NOT_FOUND_PAGE), "dead", "soft-404"),
    ("a short page of two letters", "/ai", known_path(page("AI", "<p>Hi."), NOT_FOUND_PAGE, "/ai"), "ok", "ok"),
    (
        "a bus line",
        "/a/page",
        known_path(Response(200, "<title>Line 404</title><h1>404</h1><p>Every ten minutes."), Response(404)),
        "ok",
        "ok",
    ),
    (
        "an error page's heading of two lines",
        "/a/page",
        always(Response(200, "<title>Acme</title><h1>404<br>Page not found</h1>")),
        "dead",
        "soft-404",
    ),
    (
        "a page that quotes what parked domains say",
        "/a/page",
        known_path(
            page("Parked domains", "<p>They say “this domain is for sale”, or advertise.</p>"),
            page("All pages", "<p>A list."),
        ),
        "ok",
        "ok",
    ),
    (
        "soft 404 that is filled with what is new",
        "/a/page",
        lambda request: page("Page not found", f"<h3>New: post {request.number}</h3>{PROSE * 2}"),
        "dead",
        "soft-404",
    ),
    ("soft 404 for robots", "/a/page", lambda request: NOT_FOUND_PAGE if request.is_robot else page(), "ok", "ok"),
    (
        "soft 404 whose words are of the day",
        "/a/page",
        lambda request: page("Page not found", f"<p>No such page. Quote number {request.number} of the day.</p>"),
        "dead",
        "soft-404",
    ),
    ("a short page about 404s", "/a/page", known_path(page("404", "<p>See RFC 9110.</p>"), Response(404)), "ok", "ok"),
    ("an article about 404s", "/a/page", known_path(page("How to make a 404 page"), Response(404)), "ok", "ok"),
    (
        "an article about 404s where all is 200",
        "/a/page",
        known_path(page("Not found? How to find it"), NOT_FOUND_PAGE),
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
    (
        "parked by its words",
        "/a",
        always(page("Welcome", "<p>This domain is for sale. Make an offer today.</p>")),
        "dead",
        "parked",
    ),
    (
        "a short page on a sale",
        "/a",
        known_path(page("News", "<p>The domain of our club is for sale, says Ann.</p>"), Response(404), "/a"),
        "ok",
        "ok",
    ),
    (
        "an account that is suspended",
        "/a",
        lambda request: (
            page("Account Suspended", "<p>This account has been suspended.</p>")
            if "cgi-sys" in request.target
            else redirect(302, "/cgi-sys/suspendedpage.cgi")
        ),
        "dead",
        "parked",
    ),
    *(
        (f"a domain without a site: {title}", "/a", always(page(title, f"<p>{text}</p>")), "dead", "parked")
        for title, text in (
            ("a.example", "This domain name has been registered with Gandi.net. It is currently parked by the owner."),
            ("IONOS", "This domain name has just been registered."),
            ("Parked Domain name on Hostinger DNS system", "Buy a plan."),
            ("Looks like this domain isn’t connected to a website yet", "Is it yours?"),
            ("Site en construction", "Ce domaine a été enregistré par un client."),
            ("お名前.com", "このドメインは お名前.com で取得されています。"),
            ("a.example is pending renewal or deletion", "This domain name expired on 01/02/2024."),
            ("Domain parked", "Domain parked by a registrar."),
            ("域名", "此域名待售"),
            ("Domain suspended", "This domain name has been suspended."),
            ("A site", "This website is expired. If it is yours, renew your plan."),
        )
    ),
    *(
        (f"a server without a site: {title}", "/", always(page(title, text)), "dead", "parked")
        for title, text in (
            ("Welcome to nginx!", "<p>If you see this page, the nginx web server is successfully installed.</p>"),
            ("Apache2 Ubuntu Default Page: It works", PROSE * 2),
            ("IIS Windows Server", "<img src=iisstart.png>"),
            ("HTTP Server Test Page powered by: Rocky Linux", PROSE),
            ("Domain Default page", "<p>If this is your site, log in.</p>"),
            ("Default Web Site Page", "<h1>SORRY!</h1>"),
        )
    ),
    (
        "an article on a new server",
        "/a",
        always(page("Welcome to nginx!", f"{PROSE * 2}<pre>the nginx web server is successfully installed</pre>")),
        "ok",
        "ok",
    ),
    ("an article on a server's page", "/a", always(page("Apache2 Ubuntu Default Page: how to change it")), "ok", "ok"),
    ("parked", "/a", always(page("127.0.0.1", '<iframe src="//www.sedoparking.com/x"></iframe>')), "dead", "parked"),
    (
        "parked behind a script",
        "/a",
        always(Response(200, '<html><script>window.onload=()=>{window.location.href="/lander"}</script></html>')),
        "dead",
        "parked",
    ),
    (
        "reserved by a registrar",
        "/a",
        always(page("A domain", "<p>Diese Domain ist reserviert. Hier entsteht eine Internetpräsenz.</p>")),
        "dead",
        "parked",
    ),
    (
        "parked by its mark",
        "/",
        always(Response(200, "<html data-adblockkey=x><title>Ads</title><body>Ads</body></html>")),
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
FRAGMENTS: list[Scenario] = [
    ("an id", "/#part", always(page(body=f"<h2 id=part>Part</h2>{PROSE}")), "ok", "ok"),
    ("a name", "/#part", always(page(body=f"<a name=part></a>{PROSE}")), "ok", "ok"),
    ("an id in percent", "/#caf%C3%A9", always(page(body=f"<p id=café></p>{PROSE}")), "ok", "ok"),
    ("an id with a space", "/#a%20b", always(page(body=f"<h2 id='a b'>A</h2>{PROSE}")), "ok", "ok"),
    ("an id in a comment", "/#part", always(page(body=f"<!-- <p id=part></p> -->{PROSE}")), "dead", "missing-fragment"),
    ("a name of what is no link", "/#x", always(page(body=f"<input name=x>{PROSE}")), "dead", "missing-fragment"),
    ("an id that a script names", "/#p", always(page(body=f"<script>make('p')</script>{PROSE}")), "ok", "ok"),
    (
        "no such place beside a script",
        "/#part",
        always(page(body=f"<h2 id=other>Other</h2><script src=/count.js></script>{PROSE}")),
        "dead",
        "missing-fragment",
    ),
    ("a place in plain text", "/a#part", always(Response(200, "a", {"Content-Type": "text/plain"})), "ok", "ok"),
    ("an id and a text", "/#part:~:text=a", always(page(body=f"<h2 id=part>A</h2>{PROSE}")), "ok", "ok"),
    (
        "a page too long to be read",
        "/#part",
        send_bytes(OK + b"\r\n<title>A page</title>", *[b"<p>words</p>" * 8000] * 99),
        "ok",
        "ok",
    ),
    ("no such place", "/#part", always(page()), "dead", "missing-fragment"),
    ("an accent made up otherwise", "/#caf%C3%A9", always(page(body=f"<p id='cafe\u0301'></p>{PROSE}")), "ok", "ok"),
    (
        "the place in other letters",
        "/#Part",
        always(page(body=f"<h2 id=part>A</h2>{PROSE}")),
        "dead",
        "missing-fragment",
    ),
    *(
        (f"no place: {mark}", f"/#{mark}", always(page(body=f"<h2 id=part>A</h2>{PROSE}")), "ok", "ok")
        for mark in SHARED_OR_SCRIPTED
    ),
    *(
        (
            f"a place like no place: {name}",
            f"/#{name}",
            always(page(body=f"<h2 id=part>A</h2>{PROSE}")),
            "dead",
            "missing-fragment",
        )
        for name in (
            "f7vwrtfne",
            "xyz",
            "sthash",
            "pages",
            "comment-on-it",
            "part-two-",
            "a.b",
            "file-deep-py",
            "r12",
            "ref-issues",
        )
    ),
    (
        "a place in a page whose ids are its layout's",
        "/#part",
        always(page(body=f"<script>go()</script><a href=#main>Skip</a><article id=main>{PROSE * 3}</article>")),
        "ok",
        "ok",
    ),
    (
        "no place beside sections that are linked to",
        "/#part",
        always(page(body=f"<script>go()</script><a href=#first>1</a><section id=first>{PROSE * 3}</section>")),
        "dead",
        "missing-fragment",
    ),
    (
        "a place that ReSpec makes",
        "/#part",
        always(page(body=f"<script>respecConfig = {{}}</script><h2 id=a>A</h2>{PROSE * 3}")),
        "ok",
        "ok",
    ),
    (
        "a place in a README that GitLab loads",
        "/#part",
        always(page(body=f'<meta content="GitLab"><script>go()</script><h2 id=a>A</h2>{PROSE * 3}')),
        "ok",
        "ok",
    ),
    ("a slide", "/#12", always(page(body=f"<h2 id=a>A</h2>{PROSE}<script>show()</script>")), "ok", "ok"),
    ("no slide", "/#12", always(page(body=f"<h2 id=a>A</h2>{PROSE}")), "dead", "missing-fragment"),
    (
        "a place in a README within a script",
        "/#install",
        always(page(body=f'<script>{{"richText":"id=\\"user-content-install\\""}}</script><h2 id=a>A</h2>{PROSE * 3}')),
        "ok",
        "ok",
    ),
    (
        "no place in a README of GitHub",
        "/#use",
        always(page(body=f"<script>go()</script><h2>A</h2><a id=user-content-install href=#install></a>{PROSE * 3}")),
        "dead",
        "missing-fragment",
    ),
    (
        "a place in a README of GitHub",
        "/#install",
        always(page(body=f"<script>go()</script><h2>A</h2><a id=user-content-install href=#install></a>{PROSE * 3}")),
        "ok",
        "ok",
    ),
    (
        "no place in a README within a script",
        "/#install",
        always(page(body=f'<script>{{"richText":"id=\\"user-content-use\\""}}</script><h2 id=a>A</h2>{PROSE * 3}')),
        "dead",
        "missing-fragment",
    ),
    (
        "no place in a page of other scripts",
        "/#part",
        always(page(body=f"<script>go()</script><h2 id=a>A</h2>{PROSE * 3}")),
        "dead",
        "missing-fragment",
    ),
    ("the top", "/#top", always(page()), "ok", "ok"),
    ("lines of code", "/#L10-L20", always(page()), "ok", "ok"),
    ("a text", "/#:~:text=words", always(page()), "ok", "ok"),
    ("a route", "/#!/part", always(page()), "ok", "ok"),
    (
        "a page of a PDF",
        "/a.pdf#page=3",
        always(Response(200, b"%PDF-1.4", {"Content-Type": "application/pdf"})),
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
        by_path(old=redirect(301, "/new"), new=page(body=f"<p id=part></p>{PROSE}")),
        "moved",
        "moved",
    ),
    (
        "no such place behind a redirect",
        "/old#part",
        by_path(old=redirect(301, "/new"), new=page()),
        "dead",
        "missing-fragment",
    ),
]
BROKEN: list[Scenario] = [
    ("no HTTP", "/", send_bytes(b"220 mail\r\n"), "failing", "broken-http"),
    ("nothing", "/", send_bytes(b""), "failing", "reset"),
    ("resets", "/", lambda _: reset, "failing", "reset"),
    ("hangs", "/", lambda _: hang, "failing", "timeout"),
    ("a header byte at a time", "/", send_bytes(*[b"H"] * 99, pause=0.1), "failing", "timeout"),
    ("headers without end", "/", send_bytes(OK, *(b"X: 1\r\n" for _ in range(99)), pause=0.1), "failing", "timeout"),
    ("a header of 70 KB", "/", send_bytes(OK + b"X: " + b"x" * 70_000 + b"\r\n\r\n" + PAGE), "ok", "ok"),
    ("headers of 250 KB", "/", send_bytes(OK + b"X: 123456\r\n" * 23_000 + b"\r\n" + PAGE), "ok", "ok"),
    (
        "headers of 300 KB",
        "/",
        send_bytes(OK + b"X: 123456\r\n" * 28_000 + b"\r\n" + PAGE),
        "failing",
        "broken-http",
    ),
    (
        "a place of a page with 500 headers",
        "/#part",
        send_bytes(OK + b"X: 1\r\n" * 500 + b"Content-Type: text/html\r\n\r\n" + PAGE),
        "dead",
        "missing-fragment",
    ),
    ("a body that ends too soon", "/", send_bytes(OK + b"Content-Length: 9999\r\n\r\n" + PAGE), "ok", "ok"),
    (
        "a place of a body that ends too soon",
        "/#part",
        send_bytes(OK + b"Content-Length: 9999\r\n\r\n" + PAGE),
        "ok",
        "ok",
    ),
    ("chunks that end too soon", "/", send_bytes(OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n"), "ok", "ok"),
    ("a body that never came", "/", send_bytes(OK + b"Content-Length: 99\r\n\r\n"), "failing", "broken-http"),
    (
        "chunks that are none",
        "/",
        send_bytes(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
        "failing",
        "broken-http",
    ),
    (
        "broken gzip",
        "/",
        send_bytes(OK + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nxxx"),
        "failing",
        "broken-http",
    ),
    (
        "a place in a page that is packed as nobody asked",
        "/#part",
        always(Response(200, PAGE, {"Content-Encoding": "br"})),
        "ok",
        "ok",
    ),
    (
        "a place in a page whose packing was cut short",
        "/#part",
        always(Response(200, gzip.compress(PAGE * 9)[:200], {"Content-Encoding": "gzip"})),
        "ok",
        "ok",
    ),
    (
        "a place in a gzip bomb within another",
        "/#part",
        always(Response(200, gzip.compress(gzip.compress(bytes(1 << 26))), {"Content-Encoding": "gzip, gzip"})),
        "ok",
        "ok",
    ),
    (
        "a gzip bomb",
        "/",
        always(Response(200, gzip.compress(bytes(1 << 26)), {"Content-Encoding": "gzip"})),
        "ok",
        "ok",
    ),
    ("a body without end", "/", send_bytes(OK + b"\r\n", *[b"x" * 65536] * 99), "ok", "ok"),
    ("a status that is none", "/", send_bytes(b"HTTP/1.1 2OO OK\r\n\r\n"), "failing", "broken-http"),
    (
        "two lengths",
        "/",
        send_bytes(OK + b"Content-Length: 9\r\nContent-Length: 2\r\n\r\nab"),
        "failing",
        "broken-http",
    ),
    ("a length that is none", "/", send_bytes(OK + b"Content-Length: many\r\n\r\n" + PAGE), "ok", "ok"),
    ("a length below 0", "/", send_bytes(OK + b"Content-Length: -5\r\n\r\n" + PAGE), "ok", "ok"),
    ("a length too short", "/", send_bytes(OK + b"Content-Length: 5\r\n\r\n" + PAGE), "ok", "ok"),
    ("lines that end as on Unix", "/", send_bytes(OK.replace(b"\r", b"") + b"\n" + PAGE), "ok", "ok"),
    ("a header that is none", "/", send_bytes(OK + b"what is this\r\n\r\n" + PAGE), "ok", "ok"),
    ("a header of any bytes", "/", send_bytes(OK + b"X-\xff: \xfe\0\r\n\r\n" + PAGE), "ok", "ok"),
    ("thirty gzips", "/", always(Response(200, PAGE, {"Content-Encoding": "gzip," * 30})), "failing", "broken-http"),
    ("an encoding unasked for", "/", always(Response(200, b"\x0b\x02", {"Content-Encoding": "br"})), "ok", "ok"),
    ("a page that stops", "/", lambda _: then_stall(OK + b"Content-Length: 9999\r\n\r\n" + PAGE), "ok", "ok"),
    ("a page that never starts", "/", lambda _: then_stall(OK + b"Content-Length: 9\r\n\r\n"), "failing", "timeout"),
    ("TLS where HTTP was asked", "/", send_bytes(b"\x15\x03\x01\x00\x02\x02\x46"), "failing", "broken-http"),
    ("early hints without end", "/", send_bytes(*[b"HTTP/1.1 103 X\r\n\r\n"] * 999), "failing", "broken-http"),
    (
        "early hints",
        "/",
        send_bytes(b"HTTP/1.1 103 X\r\nLink: </a>\r\n\r\n" + OK + b"Content-Length: 0\r\n\r\n"),
        "ok",
        "ok",
    ),
    ("no Content-Type", "/", always(Response(200, "text", {"Content-Type": "-"})), "ok", "ok"),
    (
        "a film",
        "/",
        send_bytes(b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: 999999999\r\n\r\nx", b"x", pause=1),
        "ok",
        "ok",
    ),
    ("HTTP/1.0", "/", send_bytes(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<title>A</title>"), "ok", "ok"),
]

SHAPES: list[Scenario] = [
    ("percent as written", "/%2F%2b//x", exact_target("/%2F%2b//x"), "ok", "ok"),
    ("unicode", "/é/中", exact_target("/%C3%A9/%E4%B8%AD"), "ok", "ok"),
    ("spaces", "/a b", exact_target("/a%20b"), "ok", "ok"),
    ("signs", "/(a);b&c=d,e!?x=(1)&y;z", exact_target("/(a);b&c=d,e!?x=(1)&y;z"), "ok", "ok"),
    ("dots", "/a/../b/./c", exact_target("/b/c"), "ok", "ok"),
    ("two slashes first", "//a", exact_target("//a"), "ok", "ok"),
]


JEKYLL = refreshing("0; url=/new", '<script>location="/new"</script><h1>Redirecting</h1><a href="/new">Click here</a>')
BASED = page("Redirecting", '<base href="/docs/"><meta http-equiv=refresh content="0; url=new">')
BASED_IN_HEADER = page(body='<base href="/docs/">', Refresh="0; url=new")
REFRESHES: list[Scenario] = [
    ("a page of a static site that moved", "/old", by_path(old=JEKYLL, new=page()), "moved", "moved"),
    ("a refresh in quotes", "/old", by_path(old=refreshing("1;URL='/new'"), new=page()), "moved", "moved"),
    ("a refresh with a pause", "/old", by_path(old=refreshing("5; url=/new"), new=page()), "ok", "ok"),
    ("a refresh to nothing", "/old", by_path(old=refreshing("0; url=/new")), "dead", "not-found"),
    ("a refresh from a base", "/old", by_path(old=BASED, docs=page()), "moved", "moved"),
    ("a refresh header knows no base", "/old", by_path(old=BASED_IN_HEADER, new=page()), "moved", "moved"),
    ("a refresh header", "/old", by_path(old=page(Refresh="0; url=/new"), new=page()), "moved", "moved"),
    ("a refresh header to nothing", "/old", by_path(old=page(Refresh="0; url=/new")), "dead", "not-found"),
    ("a page that loads again", "/old", by_path(old=page(Refresh="5")), "ok", "ok"),
    ("a page that loads itself", "/old", by_path(old=page(Refresh="0; url=/old")), "ok", "ok"),
    ("a refresh after a minute", "/old", by_path(old=page(Refresh="60; url=/new")), "ok", "ok"),
    ("a refresh to a script", "/old", by_path(old=page(Refresh="0; url=javascript:alert(1)")), "ok", "ok"),
    (
        "a refresh for those without scripts",
        "/old",
        by_path(old=page(body=f'<noscript><meta http-equiv=refresh content="0; url=/no-script"></noscript>{PROSE}')),
        "ok",
        "ok",
    ),
    (
        "nothing but a script that goes on",
        "/old",
        by_path(old=page("", '<script>window.location.replace("\\/new")</script>'), new=page()),
        "ok",
        "ok",
    ),
    (
        "a script that goes on to nothing",
        "/old",
        by_path(old=page("", "<script>location.href = '/new'</script>")),
        "dead",
        "not-found",
    ),
    *(
        (
            f"a script that goes on to nothing: {script[:12]}",
            "/old",
            by_path(old=page("", f"<script>{script}</script>")),
            "dead",
            "not-found",
        )
        for script in (
            "location = `/new`",
            "window['location'] = '/new'",
            "parent.location = '/new'",
            "location['href'] = '/new'",
            "location.pathname = '/new'",
        )
    ),
    (
        "a script that goes on as it runs",
        "/old",
        by_path(old=page("", "<script>location=`/${a}`</script>")),
        "ok",
        "ok",
    ),
    (
        "an article about such scripts",
        "/old",
        by_path(old=page(body=f"{PROSE}<pre>location.href = '/new'</pre><script>location.href = '/new'</script>")),
        "ok",
        "ok",
    ),
    (
        "two pages that lead to each other",
        "/a",
        by_path(a=refreshing("0; url=/b"), b=refreshing("0; url=/a")),
        "moved",
        "moved",
    ),
]

PLAYER = '<script>var ytInitialPlayerResponse={{"playabilityStatus":{{"status":"{}"}}}}</script><footer>About</footer>'
VIDEOS: list[Scenario] = [
    (
        "a player without its video",
        "/watch?v=a",
        always(page(" - YouTube", PLAYER.format("ERROR"))),
        "dead",
        "video-gone",
    ),
    ("a player with its video", "/watch?v=a", always(page("A video", PLAYER.format("OK"))), "ok", "ok"),
    ("an article about players", "/a", always(page("A page", PROSE + PLAYER.format("ERROR"))), "ok", "ok"),
]

SCENARIOS: list[Scenario] = [*VIDEOS, *STATUSES, *ROBOTS, *REDIRECTS, *REFRESHES, *SOFT, *FRAGMENTS, *BROKEN, *SHAPES]
