"""The TLS that a connection accepts: what browsers still speak with old servers, and only valid certificates."""

from __future__ import annotations

import socket
import ssl
from functools import cache

import certifi
from urllib3.util import create_urllib3_context

_CIPHERS = (
    "ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:ECDHE+AES:DHE+AES:RSA+AESGCM:RSA+AES:!aNULL:!eNULL:!aDSS:!AESCCM:!PSK:!SRP"
    ":@SECLEVEL=1"
)
"""Python's ciphers and those of browsers: RSA key exchange and SHA-1 codes. Level 1 allows DHE of 1024 bits.

https://docs.openssl.org/3.0/man3/SSL_CTX_set_security_level/ lists what a level allows.
"""
_OP_LEGACY_SERVER_CONNECT = 0x4
"""Connects to servers without secure renegotiation (RFC 5746), as browsers do; ``ssl`` names it from Python 3.12 on."""

_CA_ISSUERS = bytes.fromhex("06082b06010505073002") + b"\x86"
"""The beginning of an issuer's address in a certificate (RFC 5280 §4.2.2.1): id-ad-caIssuers, then a URI."""


@cache
def browser_context(ca_file: str | None = None) -> ssl.SSLContext:
    """Return a TLS context, TLS 1.2 or later, that trusts the usual authorities and those of a file.

    There is one for each file, as reading the usual authorities takes 20 ms.
    """
    context = create_urllib3_context(ciphers=_CIPHERS)
    context.options |= _OP_LEGACY_SERVER_CONNECT
    context.load_verify_locations(certifi.where())
    if ca_file:
        context.load_verify_locations(ca_file)
    return context


def names_issuer(sock: socket.socket, host: str) -> bool:
    """Whether a server's certificate names where its issuer's can be fetched, as browsers do; nothing is verified."""
    context = create_urllib3_context(ciphers=_CIPHERS, cert_reqs=ssl.CERT_NONE)
    try:
        with context.wrap_socket(sock, server_hostname=host) as secure:
            return _CA_ISSUERS in (secure.getpeercert(binary_form=True) or b"")
    except OSError:
        return False
    finally:
        sock.close()
