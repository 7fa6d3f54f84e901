# ruff: noqa: RUF001 - the phrases are in the scripts of their languages
"""The marks by which pages that are not what they seem give themselves away: error pages, parked domains, walls.

Phrases alone prove nothing: an article may be about any of these. What they start is a second look (see ``judge``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote

from pathgen.catalogue.address import split
from pathgen.links.page import Page

_FEW_WORDS = 150
"""Walls and parking pages say little; an article about them says more."""
_HARDLY_A_WORD = 30

# "There is no such page", in the languages of the web, in small letters.
_NO_SUCH_PAGE = (
    *("not found", "not-found", "notfound", "does not exist", "doesn't exist", "doesn’t exist", "no longer exist"),
    *("no longer available", "no longer here", "no longer active", "page missing", "page is missing", "page is gone"),
    *("page unavailable", "page is unavailable", "can't be found", "can’t be found", "can't find", "can’t find"),
    *("cannot be found", "cannot find", "couldn't find", "couldn’t find", "could not be found", "could not find"),
    *("couldn't be found", "couldn’t be found", "no such page", "nothing found", "nothing was found"),
    *("has been removed", "has been deleted", "was removed", "was deleted", "page removed", "isn't available"),
    *("isn’t available", "is not available", "wrong page", "broken link", "dead link", "lost page", "missing page"),
    *("nicht gefunden", "nicht finden", "existiert nicht", "nicht verfügbar", "nicht mehr verfügbar", "introuvable"),
    *("n'existe pas", "n’existe pas", "n'existe plus", "n’existe plus", "pas été trouvé", "pas trouvé"),
    *("no encontrad", "no se encuentra", "no se encontró", "no se ha encontrado", "no ha sido encontrad", "no existe"),
    *("non trovat", "non è stata trovata", "non esiste", "impossibile trovare", "não encontrad", "não foi encontrad"),
    *("não existe", "niet gevonden", "bestaat niet", "niet vinden", "nie znaleziono", "nie została znaleziona"),
    *("nie istnieje", "не найден", "не существует", "не знайден", "не існує", "nenalezen", "neexistuje"),
    *("nebyla nalezena", "není k dispozici", "nenájden", "hittades inte", "kunde inte hittas", "finns inte"),
    *("ei löyt", "ikke fundet", "ikke funnet", "findes ikke", "finnes ikke", "nem található", "nem létezik"),
    *("δεν βρέθηκε", "δεν υπάρχει", "bulunamadı", "mevcut değil", "nu a fost găsit", "nu există", "negăsit"),
    *("không tìm thấy", "không tồn tại", "tidak ditemukan", "tidak ada", "ไม่พบ", "नहीं मिला", "पृष्ठ नहीं"),
    *("غير موجود", "لم يتم العثور", "לא נמצא", "אינו קיים", "یافت نشد", "وجود ندارد", "পাওয়া যায়নি"),
    *("找不到", "未找到", "没有找到", "沒有找到", "不存在", "已删除", "已被删除", "無法找到", "无法找到"),
    *("见つかりません", "見つかりません", "存在しません", "ページがありません", "ページはありません"),
    *("찾을 수 없", "존재하지 않", "не е намерена", "не знойдзен", "nije pronađen", "ne postoji", "ni mogoče najti"),
    *("nerasta", "nav atrasta", "ei leitud", "no s'ha trobat", "ez da aurkitu"),
)
_ERROR_WORDS = re.compile(r"\b(?:404|oops|whoops|uh[ -]oh)\b|\bgone\b(?=\W*$)")

_WALL_HEADERS = {
    "cf-mitigated": "challenge",  # developers.cloudflare.com, "Detect a challenge page response"
    "x-amzn-waf-action": "",  # docs.aws.amazon.com, AWS WAF, "CAPTCHA and Challenge actions"
    "x-vercel-mitigated": "",
}
"""The headers that only a wall's own answer has, whatever its status, and what they hold."""
_REFUSAL_HEADERS = ("x-datadome", "x-sucuri-block", "x-kpsdk-ct", "x-datadome-cid")
"""Those that some send with the page itself too: they mark a wall only where the status refuses."""
# What the scripts of walls against robots are called, in small letters.
_WALL_MARKS = (
    *("_cf_chl_opt", "/cdn-cgi/challenge-platform/", "cf-browser-verification", "cf_chl_", "_incapsula_resource"),
    *("captcha-delivery.com", "px-captcha", "_pxappid", "awswafcookiedomainlist", "aws-waf-token", "token.awswaf.com"),
    *("sucuri_cloudproxy_js", "/.well-known/sgcaptcha", "/.within.website/x/cmd/anubis", "ddos-guard"),
    *("errors.edgesuite.net", "/_sec/cp_challenge", "ips.js?", "kpsdk", "geo.captcha", "distil_r_captcha", "__ddg"),
)
# What a wall asks of a person. Pages that are no walls have these too, so a title has to say the same.
_WALL_WORDS = (
    *("checking your browser", "verify you are human", "verify that you are human", "you are a human", "not a robot"),
    *("enable javascript and cookies", "unusual traffic", "security check", "ddos protection", "not a bot"),
    *("review the security of your connection", "automated access", "press & hold", "press and hold"),
    *(
        "请完成验证",
        "完成安全验证",
        "人机验证",
        "hcaptcha.com/",
        "challenges.cloudflare.com/turnstile",
        "recaptcha/api.js",
        "cf-turnstile",
        "g-recaptcha",
    ),
)
_WALL_TITLES = re.compile(
    r"(?:just a moment|attention required! \| cloudflare|access denied|pardon our interruption|are you a robot"
    r"|(?:are )?you (?:are )?(?:a )?human|robot check|human verification|security check|checking your browser"
    r"|making sure you.re not a bot|please wait|verify(?:ing)?\b.{0,20} human|bot verification|ddos-guard"
    r"|one moment, please|client challenge|vercel security checkpoint|performing security verification"
    r"|unusual traffic|captcha|request unsuccessful|access to this page has been denied|(?:百度)?安全验证|人机验证"
    r"|滑动验证)"
)
_FOR_WALLS = frozenset({202, 401, 403, 405, 406, 429, 503})

_PARKING_HOSTS = re.compile(
    r"(?:^|[/.@])(?:sedoparking\.com|sedo\.com|parkingcrew\.net|bodis\.com|parklogic\.com|above\.com|hugedomains\.com"
    r"|dan\.com|afternic\.com|undeveloped\.com|domainmarket\.com|buydomains\.com|parking-page\.net|fabulous\.com"
    r"|skenzo\.com|voodoo\.com|smartname\.com|dsparking\.com|parkingpage\.namecheap\.com|domainsponsor\.com"
    r"|uniregistry\.com|brandbucket\.com|efty\.com|namedrive\.com|trafficz\.com|ztomy\.com|atom\.com)(?=$|[/:?#])"
)
_PARKING_MARKS = (
    *("data-adblockkey=", "window.park=", "window.park =", "parking-lander", "/px.js?ch=", "/lander?"),
    *("d38psrni17bvxu.cloudfront.net", "img.sedoparking.com", "cdn.parkingcrew.net", "img1.wsimg.com/parking-lander"),
)
# What a domain that nobody uses says for itself, in small letters.
_FOR_SALE = (
    *("for sale", "is parked", "parked domain", "parked free", "parked page", "domain is available", "domain expired"),
    *("domain has expired", "domain name has expired", "buy this domain", "this domain is registered"),
    *("zu verkaufen", "steht zum verkauf", "à vendre", "en venta", "in vendita", "à venda", "te koop", "продаётся"),
    *("продается", "出售", "转让", "売ります", "販売中", "website coming soon", "account suspended", "till salu"),
    *("na sprzedaż", "satılık", "판매"),
)
_LOGIN_PATH = re.compile(
    r"/(?:log-?in|sign-?in|sso|oauth2?|authori[sz]e|saml2?|cas|wp-login\.php|sign_in|servicelogin|session/new|auth"
    r"|checkpoint|account/login|accounts/login)(?:[/.;]|$)",
    re.IGNORECASE,
)
_LOGIN_HOSTS = re.compile(
    r"(?:accounts\.google\.com|login\.microsoftonline\.com|login\.live\.com|appleid\.apple\.com|auth\..+|login\..+"
    r"|sso\..+|signin\..+|id\.atlassian\.com|idp\..+|.+\.okta\.com|.+\.auth0\.com)",
    re.IGNORECASE,
)
_LOGIN_WORDS = (
    *("log in", "login", "sign in", "signin", "sign-in", "anmelden", "einloggen", "connexion", "se connecter"),
    *("iniciar sesión", "accedi", "entrar", "inloggen", "zaloguj", "logowanie", "войти", "вход", "登录", "登入"),
    *("ログイン", "로그인", "authentication required", "giriş yap"),
)
_ERROR_PATH = re.compile(r"/[^/]*(?:404|not-?_?found|page-?_?missing|errorpage|error-page)[^/]*/?$", re.IGNORECASE)
_MADE_BY_SCRIPT = re.compile(
    r"L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?"  # lines of code
    r"|(?:issue|pr|discussion|commit)comment-\d+|(?:discussion_r|pullrequestreview-|event-|diff-)\w+",  # loaded later
    re.IGNORECASE,
)


def looks_missing(page: Page) -> bool:
    """Whether a page may be one that says that there is no such page: in a title, or where it says little else."""
    return titled_missing(page) or (page.words < _FEW_WORDS and _says_missing(page.beginning))


def titled_missing(page: Page) -> bool:
    """Whether a page says in its title or a heading that there is no such page."""
    return any(map(_says_missing, (page.title, *page.headings)))


def says_only_missing(page: Page) -> bool:
    """Whether a page says that there is no such page, and little else."""
    return page.words < _FEW_WORDS and titled_missing(page)


def _says_missing(text: str) -> bool:
    small = text.lower()
    return any(map(small.__contains__, _NO_SUCH_PAGE)) or bool(_ERROR_WORDS.search(small))


def is_error_address(url: str) -> bool:
    """Whether an address is that of a page which says that there is no such page."""
    return bool(_ERROR_PATH.search(split(url).path))


def is_wall(status: int, headers: Mapping[str, str], page: Page) -> bool:
    """Whether a wall against robots stands before the page."""
    if any(value in headers.get(name, "-").lower() for name, value in _WALL_HEADERS.items() if name in headers):
        return True
    is_titled = bool(_WALL_TITLES.match(page.title.lower()))
    if status in _FOR_WALLS:
        refuses = status >= 400 and any(name in headers for name in _REFUSAL_HEADERS)  # noqa: PLR2004 - RFC 9110 §15.5
        return refuses or is_titled or _holds(page, _WALL_MARKS)
    if not page.title:  # the page of one wall is a frame and nothing else
        return page.words < _HARDLY_A_WORD and _holds(page, _WALL_MARKS)
    return is_titled and page.words < _FEW_WORDS and _holds(page, _WALL_MARKS + _WALL_WORDS)


def is_parked(host: str, final_host: str, page: Page) -> bool:
    """Whether a page offers the domain itself: by the marks of those who park domains, not by words alone."""
    if final_host != host and _PARKING_HOSTS.search(final_host.lower()) and not _PARKING_HOSTS.search(host.lower()):
        return True
    if page.words >= _FEW_WORDS:
        return False
    names_host = host.removeprefix("www.").lower() in page.title.lower()
    return (
        (names_host and _says_for_sale(page.title))
        or _holds(page, _PARKING_MARKS)
        or any(_PARKING_HOSTS.search(source.lower()) for source in page.sources)
    )


def looks_parked(page: Page) -> bool:
    """Whether a page may offer the domain itself, so that the site is to be asked for something else."""
    return page.words < _FEW_WORDS and any(map(_says_for_sale, (page.title, *page.headings, page.beginning)))


def _says_for_sale(text: str) -> bool:
    small = text.lower()
    return any(phrase in small for phrase in _FOR_SALE)


def _holds(page: Page, marks: tuple[str, ...]) -> bool:
    return any(mark in page.lowered for mark in marks)


def is_login(url: str) -> bool:
    """Whether an address is that of a login page."""
    parts = split(url)
    host = (parts.authority or "").partition(":")[0]
    return bool(_LOGIN_PATH.search(parts.path) or _LOGIN_HOSTS.fullmatch(host))


def shows_login(page: Page) -> bool:
    """Whether a page is nothing but a login: it asks for a password, calls itself so, and says little else."""
    return page.has_password and page.words < _FEW_WORDS and _is_titled_login(page)


def may_be_login(page: Page) -> bool:
    """Whether the page at an address that a login has may be one; an article on logins may have it too."""
    return page.has_password or page.words < _FEW_WORDS or _is_titled_login(page)


def _is_titled_login(page: Page) -> bool:
    return any(word in text.lower() for text in (page.title, *page.headings) for word in _LOGIN_WORDS)


def place_in_other_letters(page: Page, fragment: str) -> str | None:
    """Find the place that a fragment would name if capital letters did not count."""
    wanted = unquote(fragment).casefold()
    return next((one for one in sorted(page.anchors) if one.casefold() == wanted), None)


def is_made_by_script(fragment: str) -> bool:
    """Whether a fragment is no place in the HTML: a route, lines of code, a text to highlight."""
    return fragment[:1] in ("!", "/", ":", "?", "=") or bool(_MADE_BY_SCRIPT.fullmatch(fragment)) or "=" in fragment


def has_place(page: Page, fragment: str) -> bool:
    """Whether a browser finds the place that a fragment names (HTML Living Standard §7.4.6.4)."""
    wanted = fragment.partition(":~:")[0]  # what follows is a directive, no part of the name (WICG Text Fragments)
    names = {wanted, unquote(wanted)}
    if not wanted or unquote(wanted).lower() == "top" or not names.isdisjoint(page.anchors):
        return True
    # GitHub gives the ids of a README this prefix, and finds them by a script.
    return any(f"user-content-{name}".lower() in page.anchors for name in names)


def may_be_made_later(page: Page, fragment: str) -> bool:
    """Whether a script of the page may make the place that a fragment names, for all that its source tells.

    Where the headings have their places in the source, a script that makes others beside them is not to be expected,
    unless the name stands in it.
    """
    if not page.is_scripted:
        return False
    names = {fragment, unquote(fragment)}
    is_named = any(f"{quote}{name}{quote}" in page.html for name in names for quote in "\"'`")
    return is_named or not page.has_places or page.words < _FEW_WORDS // 3
