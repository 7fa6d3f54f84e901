"""A server of TLS 1.2 (RFC 5246) as of before 2010: it knows no secure renegotiation (RFC 5746).

OpenSSL cannot be told to leave that out, so these are the few messages of one handshake, with RSA key exchange.
"""

from __future__ import annotations

import hmac
import socket
import threading
from contextlib import suppress
from hashlib import sha256
from typing import BinaryIO

import trustme
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from servers import stop_accepting

_CHANGE, _HANDSHAKE, _DATA = b"\x14", b"\x16", b"\x17"
_VERSION = b"\x03\x03"
_RSA_WITH_AES_128_GCM_SHA256 = b"\x00\x9c"
_RANDOM = b"r" * 32


class OldServer:
    """A server that answers every request of one connection after another with the same bytes."""

    def __init__(self, ca: trustme.CA, host: str, answer: bytes) -> None:
        leaf = ca.issue_cert(host, key_type=trustme.KeyType.RSA)
        key = load_pem_private_key(leaf.private_key_pem.bytes(), None)
        assert isinstance(key, rsa.RSAPrivateKey)
        self._key = key
        pem = leaf.cert_chain_pems[0].bytes()
        self._certificate = x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)
        self._answer = answer
        self._socket = socket.create_server((host, 0))
        self.url = f"https://{host}:{self._socket.getsockname()[1]}/"
        self._serving = threading.Thread(target=self._serve, daemon=True)
        self._serving.start()

    def close(self) -> None:
        stop_accepting(self._socket, self._serving)

    def _serve(self) -> None:
        with suppress(OSError, ValueError):  # a client may refuse
            connection, _ = self._socket.accept()
            with connection, connection.makefile("rb") as reading:
                self._shake_hands(connection, reading)

    def _shake_hands(self, connection: socket.socket, reading: BinaryIO) -> None:
        hello = _read(reading)
        flight = b"".join(
            (
                _message(2, _VERSION + _RANDOM + b"\0" + _RSA_WITH_AES_128_GCM_SHA256 + b"\0"),  # and no extensions
                _message(11, _sized(_sized(self._certificate))),
                _message(14, b""),
            )
        )
        connection.sendall(_record(_HANDSHAKE, flight))
        exchange = _read(reading)
        client_random = hello[6:38]
        secret = self._key.decrypt(exchange[6:], padding.PKCS1v15())
        master = _expanded(secret, b"master secret" + client_random + _RANDOM, 48)
        keys = _expanded(master, b"key expansion" + _RANDOM + client_random, 40)
        theirs, ours = _Sealed(keys[:16], keys[32:36]), _Sealed(keys[16:32], keys[36:])
        _read(reading)  # from here on, all is encrypted
        finished = theirs.opened(_HANDSHAKE, _read(reading))
        said = sha256(hello + flight + exchange + finished).digest()
        connection.sendall(_record(_CHANGE, b"\1"))
        answer = _message(20, _expanded(master, b"server finished" + said, 12))
        connection.sendall(_record(_HANDSHAKE, ours.closed(_HANDSHAKE, answer)))
        theirs.opened(_DATA, _read(reading))
        connection.sendall(_record(_DATA, ours.closed(_DATA, self._answer)))


class _Sealed:
    """One direction of a connection with AES-GCM (RFC 5288 §3)."""

    def __init__(self, key: bytes, salt: bytes) -> None:
        self._cipher, self._salt, self._number = AESGCM(key), salt, 0

    def closed(self, kind: bytes, text: bytes) -> bytes:
        nonce = self._number.to_bytes(8, "big")
        return nonce + self._cipher.encrypt(self._salt + nonce, text, self._header(kind, len(text)))

    def opened(self, kind: bytes, sealed: bytes) -> bytes:
        return self._cipher.decrypt(self._salt + sealed[:8], sealed[8:], self._header(kind, len(sealed) - 24))

    def _header(self, kind: bytes, length: int) -> bytes:
        self._number += 1
        return (self._number - 1).to_bytes(8, "big") + kind + _VERSION + length.to_bytes(2, "big")


def _expanded(secret: bytes, seed: bytes, length: int) -> bytes:
    """Return pseudo-random bytes (RFC 5246 §5)."""
    found, block = b"", seed
    while len(found) < length:
        block = hmac.digest(secret, block, "sha256")
        found += hmac.digest(secret, block + seed, "sha256")
    return found[:length]


def _sized(data: bytes) -> bytes:
    return len(data).to_bytes(3, "big") + data


def _message(kind: int, body: bytes) -> bytes:
    return bytes([kind]) + _sized(body)


def _record(kind: bytes, data: bytes) -> bytes:
    return kind + _VERSION + len(data).to_bytes(2, "big") + data


def _read(reading: BinaryIO) -> bytes:
    """Return the content of the next record."""
    head = reading.read(5)
    return reading.read(int.from_bytes(head[3:], "big"))
