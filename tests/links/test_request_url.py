"""What is sent for an address is what a browser would send for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathgen.http.request_url import BadAddressError, joined, to_request_url


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("http://example.org", "http://example.org/"),
        ("HTTP://Example.ORG:80/A", "http://example.org/A"),
        ("https://example.org:443/", "https://example.org/"),
        ("https://example.org:8443/", "https://example.org:8443/"),
        ("http://example.org:/", "http://example.org/"),
        ("http://example.org./", "http://example.org./"),
        ("http://example.org?q", "http://example.org/?q"),
        ("http://user:secret@example.org/", "http://example.org/"),
        (" http://example.org/a\n", "http://example.org/a"),
        ("http://example.org/a b", "http://example.org/a%20b"),
        ("http://example.org/%2F%2b//x/", "http://example.org/%2F%2b//x/"),
        ("http://example.org//a", "http://example.org//a"),
        ("http://example.org/100%", "http://example.org/100%"),
        ("http://example.org/a/../b/./c", "http://example.org/b/c"),
        ("http://example.org/a/%2E%2e/b", "http://example.org/b"),
        ("http://example.org/a/..", "http://example.org/"),
        ("http://example.org/a/b/.", "http://example.org/a/b/"),
        ("http://example.org/..a/...", "http://example.org/..a/..."),
        ("http://example.org\\a\\b", "http://example.org/a/b"),
        ("http://example.org/(a);b&c=d,e!", "http://example.org/(a);b&c=d,e!"),
        ("http://example.org/é/中", "http://example.org/%C3%A9/%E4%B8%AD"),
        ("http://example.org/?é='<>", "http://example.org/?%C3%A9=%27%3C%3E"),
        ("http://example.org/a#b?c", "http://example.org/a"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http://b%C3%BCcher.example/", "http://xn--bcher-kva.example/"),
        ("http://例え.テスト/", "http://xn--r8jz45g.xn--zckzah/"),
        ("http://faß.example/", "http://xn--fa-hia.example/"),
        ("http://under_score.example/", "http://under_score.example/"),
        ("http://[::1]:80/", "http://[::1]/"),
        ("http://[::FFFF:127.0.0.1]/", "http://[::ffff:7f00:1]/"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://0177.0.0.01/", "http://127.0.0.1/"),
        ("http://127.1/", "http://127.0.0.1/"),
        ("http://127.0.0.1./", "http://127.0.0.1/"),
        ("http://\uff11\uff12\uff17.0.0.1/", "http://127.0.0.1/"),
    ],
)
def test_an_address_is_sent_as_a_browser_sends_it(written: str, sent: str) -> None:
    assert str(to_request_url(written)) == sent


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("example.org", "it has no scheme"),
        ("ftp://example.org/", "the scheme 'ftp' is not http or https"),
        ("javascript:alert(1)", "the scheme 'javascript' is not http or https"),
        ("http://", "it has no host"),
        ("http:///path", "it has no host"),
        ("http://example.org:99999/", "'99999' is not a valid port"),
        ("http://example.org:80a/", "'80a' is not a valid port"),
        ("http://a b/", "'a b' is not a valid host name"),
        ("http://a..b/", "'a..b' is not a valid host name"),
        ("http://./", "'.' is not a valid host name"),
        ("http://256.1.1.1/", "'256.1.1.1' is not a valid IPv4 address"),
        ("http://1.2.3.4.5/", "'1.2.3.4.5' is not a valid IPv4 address"),
        ("http://09.1/", "'09.1' is not a valid IPv4 address"),
        ("http://[::g]/", "'[::g]' is not a valid IPv6 address"),
        ("http://[::1:80/", "'[::1' is not a valid IPv6 address"),
        ("http://" + "a" * 300 + ".example/", None),
    ],
)
def test_an_address_that_cannot_be_asked_says_why(written: str, why: str | None) -> None:
    with pytest.raises(BadAddressError) as refused:
        to_request_url(written)
    assert why is None or str(refused.value) == why


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("/b", "http://example.org/b#f"),
        ("b", "http://example.org/x/b#f"),
        ("?q", "http://example.org/x/a?q#f"),
        ("#g", "http://example.org/x/a?p#g"),
        ("", "http://example.org/x/a?p#f"),
        ("//other.example//c", "http://other.example//c#f"),
        ("https://other.example/#g", "https://other.example/#g"),
        ("/a//b/%2F", "http://example.org/a//b/%2F#f"),
        ("\\\\other.example\\c", "http://other.example/c#f"),
        ("mailto:a@example.org", "mailto:a@example.org#f"),
        ("../b/./c", "http://example.org/b/c#f"),
        ("../../..", "http://example.org/#f"),
        ("./a?p", "http://example.org/x/a?p#f"),
        ("/a/%2E%2e/b", "http://example.org/b#f"),
    ],
)
def test_a_reference_is_resolved_and_keeps_the_fragment(reference: str, found: str) -> None:
    assert joined("http://example.org/x/a?p#f", reference) == found


@given(st.one_of(st.text(), st.text().map("http://{}".format), st.text().map("http://a.example/{}".format)))
def test_any_text_is_an_address_or_says_why_not(written: str) -> None:
    try:
        target = to_request_url(written)
    except BadAddressError as why:
        assert str(why)  # noqa: PT017 - both ends are good
    else:
        assert target.path.startswith("/")
        assert str(target).isascii()
        assert " " not in str(target)
        assert to_request_url(str(target)) == target
