"""Only public networks are reached, however an address is spelt."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from pathgen.http.network_guard import NetworkGuard, look_up

NEAR = ("192.0.1.1", "168.63.129.17", "2001:4860:4860::8888", "64:ff9b::101:101", "2002:101:101::")
"""Public addresses beside those that are not, or that carry a public address."""


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.255.255",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - an address to be refused
        "255.255.255.255",
        "224.0.0.1",
        "240.0.0.1",
        "198.18.0.1",
        "192.0.2.1",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "2001:db8::1",
        "fec0::1",
        "3fff::1",
        "5f00::1",
        "192.0.0.9",
        "192.0.0.192",
        "192.88.99.1",
        "168.63.129.16",
        "::ffff:168.63.129.16",
        "64:ff9b:1::1",
        "100::1",
        "2001:2::1",
        "4000::1",
    ],
)
def test_what_is_not_public_is_not_reached(address: str) -> None:
    assert not NetworkGuard().allows(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "::ffff:1.1.1.1", *NEAR])
def test_what_is_public_is_reached(address: str) -> None:
    assert NetworkGuard().allows(address)


def test_the_curator_can_open_a_network() -> None:
    guard = NetworkGuard((ip_network("127.77.0.0/16"), ip_network("::1/128")))
    assert [guard.allows(address) for address in ("127.77.1.1", "::1", "::ffff:127.77.0.1")] == [True] * 3
    assert [guard.allows(address) for address in ("127.78.0.1", "10.0.0.1", "::2")] == [False] * 3


def test_a_number_is_looked_up_without_a_name_server() -> None:
    assert look_up("127.0.0.1", 80, 0) == [(2, ("127.0.0.1", 80))]
