# ruff: noqa: RUF001 - the phrases are in the scripts of their languages
"""Domains that were sold, hijacked or parked, and pages that stand for others, each beside a control that is fine."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

import pytest
from handlers import always, known_path
from servers import PROSE, Handler, ReceivedRequest, Response, page, redirect
from small_web import SmallWeb, small_web

GONE = Response(404, "no")
GTAG = '<script src="https://www.googletagmanager.com/gtag/js?id=G-1"></script><script>gtag("js")</script>'
SLOT = page("Situs Slot Gacor Hari Ini", f"<h1>Daftar slot</h1>{'<p>bonus setiap hari untuk anggota baru</p>' * 40}")
STRANGE = page("Holiday flats by the lake", "<p>Rent our rooms for your summer by the water.</p>" * 30)
CHINESE = page("澳门博彩娱乐城", "<p>欢迎来到真人视讯棋牌游戏平台注册送彩金</p>" * 30)
COURSE = "An introduction to compilers"


def everywhere(answer: Response) -> Handler:
    return always(answer)


def at_root(answer: Response) -> Handler:
    return known_path(answer, GONE, "/")


def at(path: str, answer: Response, otherwise: Response = GONE) -> Handler:
    return known_path(answer, otherwise, path)


def all_to(location: str, target: str, answer: Response, status: int = 302) -> Handler:
    """Send every address to another, which shows ``answer``."""
    return lambda request: answer if request.target == target else redirect(status, location)


@pytest.fixture(name="web", scope="module")
def _web() -> Iterator[SmallWeb]:
    with pytest.MonkeyPatch.context() as patch, small_web(patch) as web:
        yield web


def test_a_hijacked_domain_is_dead_on_the_first_run(web: SmallWeb) -> None:
    for path in ("", "/", "/compilers/lecture-1.html"):
        result = web.result(f"compilers.example{path}", COURSE, compilers_example=everywhere(SLOT))
        assert (result.verdict, result.reason) == ("dead", "taken-over")


ROOTS: list[tuple[str, str, tuple[str, ...], Handler, str]] = [
    ("another language", COURSE, (), everywhere(CHINESE), "taken-over"),
    (
        "a page with the words of its domain",
        COURSE,
        (),
        everywhere(page("compilers.example: casino online", PROSE)),
        "taken-over",
    ),
    ("every address shows something else", COURSE, (), everywhere(STRANGE), "unrelated"),
    ("a casino at the root alone", COURSE, (), at_root(SLOT), "unrelated"),
    ("a flat at the root alone", COURSE, (), at_root(STRANGE), "ok"),
    ("an entry on casinos", "How casinos win: probability", (), everywhere(page("How casinos win", PROSE * 3)), "ok"),
    ("an entry about slot machines", "Slot machines", (), at_root(page("A history of slot machines", PROSE)), "ok"),
    ("an entry in another alphabet", "مقدمة إلى المترجمات", (), everywhere(STRANGE), "ok"),
    (
        "a page in another language that names its maker",
        "Compilerbau",
        ("Ada Lovelace",),
        everywhere(page("Notes", f"By Ada Lovelace. {PROSE}")),
        "ok",
    ),
    (
        "a site of one page with the name of its host",
        "Kompilatorer",
        (),
        everywhere(page("Compilers: all you need", PROSE)),
        "ok",
    ),
    (
        "an application of one page",
        COURSE,
        (),
        everywhere(Response(200, "<title>App</title><div id=app></div><script src=/app.js></script>")),
        "ok",
    ),
    (
        "an application with a few words",
        COURSE,
        (),
        everywhere(page("Loading", f"<p>{'Please wait while it loads. ' * 6}</p><script src=/app.js></script>")),
        "ok",
    ),
    (
        "an outage",
        COURSE,
        (),
        everywhere(page("Back soon", "<p>We are down for maintenance. Try again later.</p>")),
        "same-everywhere",
    ),
    (
        "a long outage",
        COURSE,
        (),
        everywhere(page("Maintenance", f"<p>{'We work on our servers. ' * 20}</p>")),
        "same-everywhere",
    ),
    ("a personal page renamed", "Ada's pages", ("Ada Byron",), at_root(page("Augusta King", PROSE)), "ok"),
    (
        "an article on lapsed domains",
        "What happens to lapsed domains",
        (),
        at_root(page("Lapsed domains become casinos", PROSE)),
        "ok",
    ),
]


@pytest.mark.parametrize("row", ROOTS, ids=lambda row: row[0])
def test_what_a_root_means(web: SmallWeb, row: tuple[str, str, tuple[str, ...], Handler, str]) -> None:
    _, title, creators, handler, reason = row
    assert web.result("compilers.example/", title, creators, compilers_example=handler).reason == reason


def test_what_may_be_of_others_is_among_what_needs_attention(web: SmallWeb) -> None:
    result = web.result("compilers.example/", COURSE, compilers_example=everywhere(STRANGE))
    assert "Holiday flats by the lake" in result.notice
    assert web.result("compilers.example/", COURSE, compilers_example=at_root(STRANGE)).notice == ""


@pytest.mark.parametrize(("status", "path"), [(301, ""), (302, ""), (301, "/lecture"), (302, "/lecture")])
def test_a_lapsed_domain_that_leads_to_a_casino_is_dead(web: SmallWeb, status: int, path: str) -> None:
    to = always(redirect(status, "http://casino.example:{port}/"))
    result = web.result(f"compilers.example{path}", COURSE, compilers_example=to, casino_example=everywhere(SLOT))
    assert (result.verdict, result.reason, result.suggestion) == ("dead", "taken-over", None)


def test_a_casino_that_keeps_the_name_of_a_work_is_not_offered(web: SmallWeb) -> None:
    to, casino = always(redirect(301, "http://casino.example:{port}/")), page(f"{COURSE}: Slot gacor", PROSE)
    for path in ("", "/lecture"):
        result = web.result(f"compilers.example{path}", COURSE, compilers_example=to, casino_example=everywhere(casino))
        assert (result.reason, result.suggestion) == ("taken-over", None)
    to = at("/lecture", redirect(301, "http://casino.example:{port}/"))
    result = web.result("compilers.example/lecture", COURSE, compilers_example=to, casino_example=everywhere(casino))
    assert (result.reason, result.suggestion) == ("other-site", None)


def test_one_page_that_leads_to_a_casino_does_not_damn_its_site(web: SmallWeb) -> None:
    to = at("/lecture", redirect(302, "http://casino.example:{port}/"))
    result = web.result("compilers.example/lecture", COURSE, compilers_example=to, casino_example=everywhere(SLOT))
    assert (result.verdict, result.reason) == ("unknown", "other-site")


@pytest.mark.parametrize(
    ("host", "path", "answer"),
    [
        ("www.godaddy.com", "/forsale/compilers.example", page("Buy it", PROSE)),
        ("forsale.godaddy.com", "/forsale/compilers.example", Response(403, "<h1>Access Denied</h1>")),
        ("www.hugedomains.com", "/domain_profile.cfm?d=compilers", page("compilers.example is for sale", PROSE)),
        ("sedo.com", "/search/details/?domain=compilers.example", Response(403, "no")),
        ("www.afternic.com", "/forsale/compilers.example", page("Buy it", PROSE)),
        ("dan.com", "/buy-domain/compilers.example", page("Buy it", PROSE)),
        ("ww38.compilers.example", "/", Response(200, "<script src=/js/parking.2.js></script>")),
        ("ww25.compilers.example", "/", page("compilers.example", "<p>Related searches</p><p>Buy this domain</p>")),
        ("expireddomains.com", "/domain/compilers.example", page("Expired", PROSE)),
    ],
)
def test_parking_behind_a_redirect_is_dead(web: SmallWeb, host: str, path: str, answer: Response) -> None:
    target = f"http://{host}:{{port}}{path}"
    by_script = Response(200, f"<script>window.location.replace('{target}')</script>")
    for way in (redirect(302, target), by_script):
        for link in ("compilers.example", "compilers.example/lecture"):
            hosts = {"compilers_example": always(way), host.replace(".", "_"): always(answer)}
            result = web.result(link, COURSE, **hosts)
            assert (result.verdict, result.reason) == ("dead", "parked"), result


@pytest.mark.parametrize(
    ("link", "host", "path"),
    [
        ("compilers.example/", "ww2.compilers.example", "/"),
        ("compilers.example/", "www2.compilers.example", "/"),
        ("godaddy.com/forsale/help", "www.godaddy.com", "/forsale/help"),
        ("compilers.example/godaddy", "www.godaddy.com", "/resources/compilers"),
    ],
)
def test_what_only_looks_like_parking_is_fine(web: SmallWeb, link: str, host: str, path: str) -> None:
    to, there = redirect(302, f"http://{host}:{{port}}{path}"), always(page(COURSE, PROSE))
    first = link.partition("/")[0].replace(".", "_")
    assert web.result(link, COURSE, **{first: always(to), host.replace(".", "_"): there}).reason == "ok"


SENTENCES = (
    "This domain is parked free, courtesy of GoDaddy.com.",
    "compilers.example has been registered with Namecheap. This domain is registered at Namecheap",
    "A brand new domain! The owner has not put up a site yet.",
    "This domain name is registered and parked with Cloud City",
    "NOTICE: This domain name expired on 08/25/2010 and is pending renewal or deletion.",
    "Registered & Protected by MarkMonitor",
    "The domain compilers.example may be for sale. Inquire about this domain.",
    "Diese Domain steht zum Verkauf",
    "Domain geparkt",
    "Hier entsteht eine neue Kunden-Website",
    "Ce nom de domaine est à vendre",
    "Este dominio está a la venta",
    "Este domínio está à venda",
    "Questo dominio è in vendita",
    "Deze domeinnaam is te koop",
    "Denna domän är till salu",
    "Dette domæne er til salg",
    "Ta domena jest na sprzedaż",
    "Tato doména je na prodej",
    "Домен продаётся",
    "Срок регистрации домена истёк",
    "此域名出售",
    "このドメインは売ります",
    "도메인 판매",
    "هذا النطاق للبيع",
    "این دامنه برای فروش است",
    "Bu alan adı satılık",
)


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("path", ["", "/lecture"])
def test_a_registrar_s_sentence_is_dead_where_the_site_says_it_at_any_address(
    web: SmallWeb, sentence: str, path: str
) -> None:
    note = Response(200, f"<html><title>compilers.example</title><body><p>{sentence}</p>{GTAG}</body></html>")
    result = web.result(f"compilers.example{path}", COURSE, compilers_example=everywhere(note))
    assert (result.verdict, result.reason) == ("dead", "parked"), result
    quoted = page(COURSE, f"<p>Some wrote: {sentence}</p>{PROSE}")
    assert web.result(f"compilers.example{path}", COURSE, compilers_example=everywhere(quoted)).reason == "ok"
    small = page(COURSE, f"<p>{sentence}</p>")
    assert web.result(f"compilers.example{path}", COURSE, compilers_example=at(path or "/", small)).reason == "ok"


IT_WORKS = (
    "<h1>It works!</h1><p>This is the default web page for this server.</p>"
    "<p>The web server software is running but no content has been added, yet.</p>"
)


@pytest.mark.parametrize(
    "body",
    [
        "<html><body><h1>It works!</h1></body></html>",
        IT_WORKS,
        "<title>Welcome to nginx!</title><p>If you see this page, the nginx web server is successfully installed.</p>",
        "<title>Welcome to nginx!</title><p>If you see this page, nginx is successfully installed and working.</p>",
        "<title>IIS Windows Server</title><img src=iisstart.png>",
        "<title>Apache2 Debian Default Page: It works</title>" + PROSE * 3,
        "<title>Test Page for Apache Installation</title>" + PROSE,
        "<title>Apache HTTP Server Test Page powered by CentOS</title>" + PROSE,
        "<title>Default Web Site Page</title><h1>SORRY!</h1><p>If you are the owner of this website, contact us.</p>",
        "<title>Default Parallels Plesk Panel Page</title><p>This page is generated by Plesk.</p>",
        "<title>Domain Default page</title><p>If you are seeing this message, the website is not available.</p>",
        "<title>Apache Tomcat/9.0.31</title><h2>If you're seeing this, you've successfully installed Tomcat.</h2>",
    ],
)
def test_a_server_without_a_site_is_dead_at_the_root_too(web: SmallWeb, body: str) -> None:
    result = web.result("compilers.example", COURSE, compilers_example=at_root(Response(200, body)))
    assert (result.verdict, result.reason) == ("dead", "parked"), result
    article = page("How to set up a server", f"<pre>{body.replace('<', '&lt;')}</pre>{PROSE * 3}")
    assert web.result("compilers.example", "Set up a server", compilers_example=at_root(article)).reason == "ok"


def test_an_article_with_the_title_of_such_a_page_is_an_article(web: SmallWeb) -> None:
    title = "Default Web Site Page"
    article = at("/articles/default", page(title, PROSE))
    assert web.result("compilers.example/articles/default", title, compilers_example=article).reason == "ok"
    assert web.result("compilers.example/articles/default", COURSE, compilers_example=article).reason == "parked"


@pytest.mark.parametrize("offer", ["Make an offer", "Buy now for $2,495", "Lease to own from $99 a month"])
def test_a_name_with_a_price_at_any_address_is_for_sale(web: SmallWeb, offer: str) -> None:
    note = Response(200, f"<title>compilers.example</title><p>compilers.example<p>{offer}<p>30 days to pay")
    result = web.result("compilers.example/lecture", COURSE, compilers_example=everywhere(note))
    assert (result.verdict, result.reason) == ("dead", "parked"), result
    book = page("Compilers at compilers.example", f"<p>The book: {offer}")
    assert web.result("compilers.example/book", COURSE, compilers_example=everywhere(book)).reason != "parked"


def test_a_service_that_parks_domains_is_no_parked_domain(web: SmallWeb) -> None:
    service = page("Parkit", "<h1>Parkit: domain parking for developers</h1><p>Point your domains to us.</p>")
    assert web.result("parkit.example", "Parkit", parkit_example=everywhere(service)).reason == "ok"


def test_a_site_may_have_a_page_of_the_name_that_parking_pages_have(web: SmallWeb) -> None:
    site = all_to("/lander", "/lander", page("A lander", PROSE))
    assert web.result("moon.example/probes/lander", "A lander", moon_example=site).reason != "parked"


def test_a_page_that_says_it_works_is_a_page(web: SmallWeb) -> None:
    for note in ("<title>My robot</title><h1>It works!</h1>", "<h1>It works!</h1><p>The robot walked today.</p>"):
        assert web.result("compilers.example", "Robot", compilers_example=at_root(Response(200, note))).reason == "ok"


def test_an_account_that_did_not_pay_is_dead(web: SmallWeb) -> None:
    suspended = Response(200, "<title>Contact support</title><p>Call your host.</p>")
    to = all_to("/cgi-sys/suspendedpage.cgi", "/cgi-sys/suspendedpage.cgi", suspended)
    assert web.result("compilers.example/lecture", COURSE, compilers_example=to).reason == "parked"


# What sites say that a page is gone, without a word that says so.
NOTES = (
    "<title>Acme</title><h1>Hmm.</h1><p>Try the menu instead.</p>",
    "<title>Acme</title><h1>There is nothing behind this door</h1><p>Back to the start.</p>",
    "<title>Acme</title><p>This lecture took a holiday.</p>",
)


@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize("script", ["", GTAG, '<script src="https://cdn.example.net/widget.js"></script>'])
@pytest.mark.parametrize("path", ["/lecture", "/ai", "/js", "/"])
def test_a_few_words_that_a_site_shows_at_any_address_prove_nothing(
    web: SmallWeb, note: str, script: str, path: str
) -> None:
    answer = Response(200, f"<html><body>{note}{script}</body></html>")
    result = web.result(f"acme.example{path}", COURSE, acme_example=everywhere(answer))
    assert (result.verdict, result.reason) == ("unknown", "same-everywhere"), result
    assert web.result(f"acme.example{path}", COURSE, acme_example=at(path, answer)).reason == "ok"


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (GTAG, "soft-404"),
        ("<noscript><iframe src='https://www.googletagmanager.com/ns.html'></iframe></noscript>" + GTAG, "soft-404"),
        ('<script src="/theme.js"></script>', "soft-404"),
    ],
)
@pytest.mark.parametrize("path", ["/lecture", "/ai", "/js"])
def test_a_few_words_with_a_phrase_are_dead(web: SmallWeb, script: str, reason: str, path: str) -> None:
    answer = page("Acme", f"<p>Sorry, this lecture is not available.</p>{script}")
    assert web.result(f"acme.example{path}", COURSE, acme_example=everywhere(answer)).reason == reason


def test_an_outage_is_not_a_missing_page(web: SmallWeb) -> None:
    answer = page("Acme", "<p>The page is not available: we are down for maintenance.</p>")
    assert web.result("acme.example/lecture", COURSE, acme_example=everywhere(answer)).reason == "same-everywhere"


@pytest.mark.parametrize("title", ["Acme", "Acme: a game", "The Acme game"])
def test_the_only_page_of_a_site_is_right_at_its_root(web: SmallWeb, title: str) -> None:
    answer = page("Acme", "<p>A small game. Press a key.</p>")
    assert web.result("acme.example/", title, acme_example=everywhere(answer)).reason == "ok"


def to_known(known: dict[str, str], otherwise: Response, *, shown: tuple[str, ...] = ()) -> Handler:
    """Redirect some paths to others for good, show those and ``shown``, and answer the rest otherwise."""

    def handle(request: ReceivedRequest) -> Response:
        path = request.target.partition("?")[0]
        if path in known:
            return redirect(301, known[path])
        return page(COURSE, PROSE) if path in (*known.values(), *shown) else otherwise

    return handle


@pytest.mark.parametrize("status", [301, 302])
@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/wiki/compilers", "/wiki/Main_Page"),
        ("/wiki/compilers", "/wiki"),
        ("/ada/notes/compilers", "/ada/notes"),
        ("/ada/notes/wiki/compilers", "/ada/notes"),
        ("/courses/compilers", "/search?q=compilers"),
        ("/courses/compilers", "/search/compilers"),
        ("/courses/compilers", "/courses/"),
        ("/courses/compilers", "/"),
        ("/courses/compilers", "/errors/404.html"),
        ("/courses/compilers", "/page-not-found"),
    ],
)
def test_where_any_missing_page_leads_a_page_is_gone(web: SmallWeb, status: int, path: str, target: str) -> None:
    answer = page("Welcome to Acme", PROSE)
    shown = target.partition("?")[0]
    missing = (path, f"{path.rpartition('/')[0]}/pathgen")

    def handle(request: ReceivedRequest) -> Response:
        asked = request.target.partition("?")[0]
        place = target.replace("compilers", asked.rpartition("/")[2])
        is_there = asked.startswith(shown.partition("/compilers")[0]) and not asked.startswith(missing)
        return answer if is_there else redirect(status, place)

    result = web.result(f"acme.example{path}", COURSE, acme_example=handle)
    assert (result.verdict, result.reason, result.suggestion) == ("dead", "soft-404", None), result


@pytest.mark.parametrize(
    ("path", "target", "reason"),
    [
        ("/courses/compilers", "/learn/compilers", "moved"),
        ("/courses/compilers", "/learn/all-about-compilers", "moved"),
        ("/ada/compilers", "/ada/compilers-book", "moved"),
        ("/compilers-1", "/languages", "moved"),  # merged
        ("/compilers", "/", "moved-home"),
    ],
)
def test_renamed_and_merged_pages_stay_right(web: SmallWeb, path: str, target: str, reason: str) -> None:
    handler = to_known({path: target}, GONE)
    assert web.result(f"acme.example{path}", COURSE, acme_example=handler).reason == reason


def test_a_site_that_is_closed_for_a_while_is_not_dead(web: SmallWeb) -> None:
    closed = page("Closed", "<p>We are down for maintenance.</p>")
    result = web.result("acme.example/courses/compilers", COURSE, acme_example=all_to("/closed", "/closed", closed))
    assert (result.verdict, result.reason) == ("unknown", "same-everywhere")
    at_home = all_to("/", "/", closed)
    assert web.result("acme.example/courses/compilers", COURSE, acme_example=at_home).verdict == "unknown"


@pytest.mark.parametrize("title", ["Slot games", "Best slots of 2025", "Bet now", "Poker rooms", "Слоты", "赌场"])
def test_words_of_gamblers_count_where_no_word_of_the_entry_is_beside_them(web: SmallWeb, title: str) -> None:
    handler = everywhere(page(title, PROSE))
    assert web.result("a1.example/", COURSE, a1_example=handler).reason == "taken-over"
    about = everywhere(page(f"{COURSE}: {title}", PROSE))
    assert web.result("a1.example/", COURSE, a1_example=about).reason == "ok"
    there = at("/lecture", page(f"{COURSE}: {title}", PROSE))
    to = always(redirect(301, "http://new.example:{port}/lecture"))
    moved = web.result("a1.example/lecture", COURSE, a1_example=to, new_example=there)
    assert (moved.reason, moved.suggestion) == ("moved", f"http://new.example:{web.server.port}/lecture")


def test_an_ip_address_cannot_be_sold(web: SmallWeb) -> None:
    handlers = {web.server.host.replace(".", "_"): everywhere(STRANGE)}
    assert web.result(f"{web.server.host}/", COURSE, **handlers).reason == "ok"
    handlers = {web.server.host.replace(".", "_"): everywhere(SLOT)}
    assert web.result(f"{web.server.host}/", COURSE, **handlers).reason == "taken-over"


def test_other_forms_of_a_word_are_the_same_word(web: SmallWeb) -> None:
    for title, reason in (("Compiling", "ok"), ("Composers", "unrelated")):
        handler = everywhere(page(title, f"{PROSE}<p>{title}"))
        assert web.result("a1.example/", "Compile it", a1_example=handler).reason == reason


def test_a_page_of_thousands_of_scripts_is_judged_at_once(web: SmallWeb) -> None:
    many = page("Acme", f"<p>A few words about it.</p>{'<script>gtag()</script>' * 10_000}")
    start = monotonic()
    assert web.result("acme.example/lecture", COURSE, acme_example=everywhere(many)).reason == "same-everywhere"
    assert monotonic() - start < 5


FAQ = "<p>Questions on how to pay in rates, and what others say of our service every day.</p>" * 30


@pytest.mark.parametrize(
    "title",
    [
        "compilers.example is for sale | HugeDomains",
        "compilers.example - This website is for sale! - compilers Resources and Information.",
        "Compilers.example - Domain Name For Sale | Dan.com",
        "Domain for sale: compilers.example",
        "compilers.example est à vendre",
        "compilers.example: domain abgelaufen",
        "compilers.example - Diese Website steht zum Verkauf! - Informationen zum Thema compilers.",
        "The domain name compilers.example is for sale",
    ],
)
@pytest.mark.parametrize("path", ["", "/lecture"])
def test_a_long_page_that_sells_the_domain_is_dead(web: SmallWeb, title: str, path: str) -> None:
    offer = everywhere(Response(200, f"<title>{title}</title><h1>compilers.example</h1>{FAQ}"))
    assert web.result(f"compilers.example{path}", COURSE, compilers_example=offer).reason == "parked"
    for control in (
        "compilers.example: books for sale",
        "Compilers.example has old books for sale",
        f"{COURSE}: a domain for sale",
        "Why was compilers.example sold?",
    ):
        shown = everywhere(page(control, f"<p>{COURSE}</p>{PROSE}"))
        assert web.result(f"compilers.example{path}", COURSE, compilers_example=shown).reason == "ok"


@pytest.mark.parametrize(
    "title",
    ["亚博体育app下载", "Kasyno online - bonusy", "كازينو اون لاين", "سایت شرط بندی معتبر", "Bahis siteleri"],
)
def test_casinos_of_other_languages_are_known(web: SmallWeb, title: str) -> None:
    text = f"<p>{'欢迎新会员注册送彩金 مكافأة للاعبين الجدد كل يوم ' * 40}</p>"
    handler = everywhere(page(title, text))
    assert web.result("compilers.example/", COURSE, compilers_example=handler).reason == "taken-over"
    assert web.result("compilers.example/", COURSE, compilers_example=at_root(page(COURSE, text))).reason == "ok"


def test_another_alphabet_than_the_latin_of_the_entry_is_a_stranger_s(web: SmallWeb) -> None:
    goods = page("ブランド時計の専門店", f"<p>{'時計と鞄の通信販売です。' * 40}</p>")
    assert web.result("compilers.example/", COURSE, compilers_example=everywhere(goods)).reason == "unrelated"
    assert web.result("compilers.example/", COURSE, compilers_example=at_root(goods)).reason == "ok"


def test_a_casino_that_shares_a_word_with_the_entry_is_one(web: SmallWeb) -> None:
    handler = everywhere(page("Learn Graphs: Situs Slot Gacor", PROSE))
    title = "Learn to draw the graphs of functions well"
    assert web.result("graphs.example/", title, graphs_example=handler).reason == "taken-over"
    assert web.result("graphs.example/", "Learn graphs", graphs_example=handler).reason == "ok"


def test_a_heading_that_offers_the_domain_is_dead(web: SmallWeb) -> None:
    offer = Response(200, "<title>HugeDomains.com</title><h1>compilers.example is for sale</h1><p>$2,995</p>")
    assert web.result("compilers.example/", COURSE, compilers_example=everywhere(offer)).reason == "parked"
    shop = Response(200, f"<title>Shop</title><h1>compilers.example: books for sale</h1><p>{COURSE}</p>")
    assert web.result("compilers.example/", COURSE, compilers_example=everywhere(shop)).reason == "ok"


def test_another_form_of_a_word_is_not_a_casino_s(web: SmallWeb) -> None:
    handler = everywhere(page("Multi-armed bandits and slot machines", PROSE))
    assert web.result("arms.example/", "Bandit algorithms", arms_example=handler).reason == "ok"
    assert web.result("arms.example/", "Sorting algorithms", arms_example=handler).reason == "taken-over"


def test_an_entry_in_another_alphabet_may_have_a_creator_in_the_latin(web: SmallWeb) -> None:
    handler = everywhere(page("An introduction", PROSE))
    creators = ("Ada Lovelace",)
    assert web.result("a.example/", "مقدمة في الإحصاء", creators, a_example=handler).reason == "ok"
    assert web.result("a.example/", "Statistics", creators, a_example=handler).reason == "unrelated"


@pytest.mark.parametrize("title", ["Page not found", "Site not found", "Acme: 404", "Nie znaleziono strony"])
def test_a_root_that_says_it_is_missing_as_any_address_does_is_dead(web: SmallWeb, title: str) -> None:
    answer = page(title, f"<p>Try again.</p>{GTAG}")
    assert web.result("acme.example/", COURSE, acme_example=everywhere(answer)).reason == "soft-404"
    assert web.result("acme.example/", COURSE, acme_example=at_root(answer)).reason == "ok"
    assert web.result("acme.example/", f"{title}: a game", acme_example=everywhere(answer)).reason == "ok"
    closed = page(title, "<p>We are down for maintenance.</p>")
    assert web.result("acme.example/", COURSE, acme_example=everywhere(closed)).verdict != "ok"
