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

# "There is no such page", in the languages of the web; the title, a heading, or the words of a very short page.
_NO_SUCH_PAGE = re.compile(
    r"\b404\b|\bnot[ -]?found\b|(?:does not|doesn.t|no longer) exist|no longer (?:available|here|active)"
    r"|page (?:is )?(?:missing|gone|unavailable)|can.?t (?:be found|find)|cannot (?:be found|find)|could ?n.t find"
    r"|could not (?:be found|find)|no such page|nothing (?:was )?found|has been (?:removed|deleted)|\boops\b"
    r"|nicht gefunden|existiert nicht|nicht (?:mehr )?verfügbar|introuvable|n.existe (?:pas|plus)|pas été trouvé"
    r"|no (?:se )?(?:ha )?(?:sido )?encontrad|no existe|non (?:è stata )?trovat|non esiste|não (?:foi )?encontrad"
    r"|não existe|niet gevonden|bestaat niet|nie (?:została )?znalezion|nie istnieje|не найден|не существует"
    r"|не знайден|не існує|nenalezen|neexistuje|nebyla nalezena|nenájden|hittades inte|kunde inte hittas|finns inte"
    r"|ei löyt|ikke fun[dn]et|findes ikke|finnes ikke|nem található|nem létezik|δεν βρέθηκε|δεν υπάρχει"
    r"|bulunamadı|mevcut değil|nu a fost găsit|nu există|không tìm thấy|không tồn tại|tidak ditemukan|tidak ada"
    r"|ไม่พบ|नहीं मिला|غير موجود|لم يتم العثور|לא נמצא|אינו קיים|یافت نشد|وجود ندارد"
    r"|找不到|未找到|不存在|已(?:被)?删除|無法找到|见つかりません|見つかりません|存在しません|ありません"
    r"|찾을 수 없|존재하지 않|не е намерена|není k dispozici|не знойдзен|nije pronađen|ne postoji|ni mogoče najti",
    re.IGNORECASE,
)

_WALL_HEADERS = {
    "cf-mitigated": "challenge",  # developers.cloudflare.com, "Detect a challenge page response"
    "x-amzn-waf-action": "",  # docs.aws.amazon.com, AWS WAF, "CAPTCHA and Challenge actions"
    "x-vercel-mitigated": "challenge",
    "x-datadome": "protected",
    "x-sucuri-block": "",
    "x-kpsdk-ct": "",
}
# What the scripts of walls against robots are called; words that a person reads are not enough.
_WALL_MARKS = re.compile(
    r"_cf_chl_opt|/cdn-cgi/challenge-platform/|cf-browser-verification|cf_chl_|_Incapsula_Resource|captcha-delivery\.com"
    r"|px-captcha|_pxAppId|perimeterx|awsWafCookieDomainList|aws-waf-token|token\.awswaf\.com|sucuri_cloudproxy_js"
    r"|/\.well-known/sgcaptcha|/\.within\.website/x/cmd/anubis|ddos-guard|errors\.edgesuite\.net|/_sec/cp_challenge"
    r"|ips\.js\?|kpsdk|hcaptcha\.com/1/api\.js|challenges\.cloudflare\.com/turnstile|recaptcha/api\.js"
    r"|geo\.captcha|distil_r_captcha|__ddg",
    re.IGNORECASE,
)
_WALL_TITLES = re.compile(
    r"^(?:just a moment|attention required! \| cloudflare|access denied|pardon our interruption|are you a robot"
    r"|robot check|human verification|security check|checking your browser|making sure you.re not a bot"
    r"|please wait|verify(?:ing)? you are human|bot verification|ddos-guard|one moment, please|client challenge"
    r"|vercel security checkpoint|performing security verification|unusual traffic)",
    re.IGNORECASE,
)
_FOR_WALLS = frozenset({202, 401, 403, 405, 406, 429, 503})

_PARKING_HOSTS = re.compile(
    r"(?:^|\.)(?:sedoparking\.com|sedo\.com|parkingcrew\.net|bodis\.com|parklogic\.com|above\.com|hugedomains\.com"
    r"|dan\.com|afternic\.com|undeveloped\.com|domainmarket\.com|buydomains\.com|parking-page\.net|fabulous\.com"
    r"|skenzo\.com|voodoo\.com|smartname\.com|dsparking\.com|parkingpage\.namecheap\.com|domainsponsor\.com"
    r"|uniregistry\.com|brandbucket\.com|efty\.com|namedrive\.com|trafficz\.com|ztomy\.com)$",
    re.IGNORECASE,
)
_PARKING_MARKS = re.compile(
    r"<html[^>]{0,500}\bdata-adblockkey=|window\.park\s*=|parking-lander|/px\.js\?ch=|d38psrni17bvxu\.cloudfront\.net"
    r"|img\.sedoparking\.com|cdn\.parkingcrew\.net|/lander\?|caf\.js[^<]{0,300}(?:parked|domain)|\bpw_domain\b",
    re.IGNORECASE,
)
_FOR_SALE = re.compile(
    r"for sale|is parked|parked (?:domain|free|page)|domain (?:is )?(?:parked|expired|available|has expired)"
    r"|buy this domain|zu verkaufen|steht zum verkauf|à vendre|en venta|in vendita|à venda|te koop|продаётся|продается"
    r"|出售|转让|売ります|販売中|website coming soon|account suspended",
    re.IGNORECASE,
)
_LOGIN_PATH = re.compile(
    r"/(?:log-?in|sign-?in|sso|oauth2?|authori[sz]e|saml2?|cas|wp-login\.php|sign_in|servicelogin|session/new|auth)"
    r"(?:[/.;]|$)",
    re.IGNORECASE,
)
_LOGIN_HOSTS = re.compile(
    r"^(?:accounts\.google\.com|login\.microsoftonline\.com|login\.live\.com|appleid\.apple\.com|auth\..+|login\..+"
    r"|sso\..+|signin\..+|id\.atlassian\.com|idp\..+|.+\.okta\.com|.+\.auth0\.com)$",
    re.IGNORECASE,
)
_CODE_LINES = re.compile(r"L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?", re.IGNORECASE)


def looks_missing(page: Page) -> bool:
    """Whether a page may be one that says that there is no such page."""
    if any(map(_NO_SUCH_PAGE.search, (page.title, *page.headings))):
        return True
    has_cue = bool(_NO_SUCH_PAGE.search(page.html))
    return has_cue and page.words < _FEW_WORDS and bool(_NO_SUCH_PAGE.search(page.beginning))


def is_wall(status: int, headers: Mapping[str, str], page: Page) -> bool:
    """Whether a wall against robots stands before the page."""
    for name, value in _WALL_HEADERS.items():
        if name in headers and value in headers[name].lower():
            return True
    is_marked = bool(_WALL_MARKS.search(page.html))
    if status in _FOR_WALLS:
        return is_marked or bool(_WALL_TITLES.search(page.title))
    return is_marked and bool(_WALL_TITLES.search(page.title)) and page.words < _FEW_WORDS


def is_parked(host: str, final_host: str, page: Page) -> bool:
    """Whether a page offers the domain itself: by the marks of those who park domains, not by words alone."""
    if final_host != host and _PARKING_HOSTS.search(final_host) and not _PARKING_HOSTS.search(host):
        return True
    names_host = host.removeprefix("www.").lower() in page.title.lower()
    offers = bool(_FOR_SALE.search(page.title))
    if offers and names_host and page.words < 2 * _FEW_WORDS:
        return True
    is_marked = bool(_PARKING_MARKS.search(page.html)) or any(
        _PARKING_HOSTS.search((split(source).authority or "").rpartition("@")[2].partition(":")[0])
        for source in (page.sources if "//" in page.html else ())
    )
    return is_marked and page.words < _FEW_WORDS


def is_login(url: str) -> bool:
    """Whether an address is that of a login page."""
    parts = split(url)
    host = (parts.authority or "").partition(":")[0]
    return bool(_LOGIN_PATH.search(parts.path) or _LOGIN_HOSTS.search(host))


def is_made_by_script(fragment: str) -> bool:
    """Whether a fragment is no place in the HTML: a route, lines of code, a text to highlight."""
    return fragment[:1] in ("!", "/", ":", "?", "=") or bool(_CODE_LINES.fullmatch(fragment)) or "=" in fragment


def has_place(page: Page, fragment: str) -> bool:
    """Whether a browser finds the place that a fragment names (HTML Living Standard §7.4.6.4)."""
    wanted = fragment.partition(":~:")[0]  # what follows is a directive, no part of the name (WICG Text Fragments)
    names = {wanted, unquote(wanted)}
    if not wanted or unquote(wanted).lower() == "top" or not names.isdisjoint(page.anchors):
        return True
    # GitHub gives the ids of a README this prefix, and finds them by a script.
    return any(f"user-content-{name}".lower() in page.anchors for name in names)
