"""What real TLS servers get: the old TLS that browsers speak is accepted, and bad certificates are not."""

from __future__ import annotations

import base64
import datetime as dt
import ssl
from collections.abc import Callable, Iterator
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID
from handlers import always, hang, reset
from old_tls import OldServer
from servers import LoopbackServers, RawHandler, page

from pathgen.http.client import Fetcher, Request
from pathgen.http.exchange import Exchange, Fault
from pathgen.http.network_guard import NetworkGuard

_MODP_1024 = (
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B"
    "302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE6"
    "49286651ECE65381FFFFFFFFFFFFFFFF"
)
"""The 1024-bit group of RFC 2409 §6.2."""


@pytest.fixture(name="servers")
def _servers() -> Iterator[LoopbackServers]:
    with LoopbackServers() as servers:
        yield servers


def modern(context: ssl.SSLContext, _: Path) -> None:
    context.minimum_version = ssl.TLSVersion.TLSv1_2


def dhe_of_1024_bits(context: ssl.SSLContext, folder: Path) -> None:
    numbers = b"\x02\x81\x81\x00" + bytes.fromhex(_MODP_1024) + b"\x02\x01\x02"
    written = base64.encodebytes(b"\x30\x81" + bytes([len(numbers)]) + numbers).decode()
    parameters = folder / "dh.pem"
    parameters.write_text(f"-----BEGIN DH PARAMETERS-----\n{written}-----END DH PARAMETERS-----\n")
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0")
    context.load_dh_params(str(parameters))


def rsa_key_exchange(context: ssl.SSLContext, _: Path) -> None:
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("AES128-SHA:@SECLEVEL=0")


def tls_1_0(context: ssl.SSLContext, _: Path) -> None:
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
    context.set_ciphers("ALL:@SECLEVEL=0")


def answer(servers: LoopbackServers, folder: Path, change: Callable[[ssl.SSLContext, Path], None]) -> Exchange:
    """Return what a server with a changed TLS context answers."""
    ca = trustme.CA()
    ca.cert_pem.write_to_path(str(folder / "ca.pem"))
    server = servers.add("tls", always(page()))
    server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(server.host, key_type=trustme.KeyType.RSA).configure_cert(server.context)
    change(server.context, folder)
    fetcher = Fetcher(NetworkGuard((ip_network("127.77.0.0/16"),)), 1, 1, str(folder / "ca.pem"))
    try:
        return fetcher.exchange(Request(f"{server.url}/", 5))
    finally:
        fetcher.close()


@pytest.mark.parametrize("change", [modern, dhe_of_1024_bits, rsa_key_exchange])
def test_tls_that_browsers_speak_is_accepted(
    servers: LoopbackServers, tmp_path: Path, change: Callable[[ssl.SSLContext, Path], None]
) -> None:
    assert answer(servers, tmp_path, change).status == 200


def test_a_server_without_secure_renegotiation_is_accepted_and_its_certificate_checked(tmp_path: Path) -> None:
    ours, strange = trustme.CA(), trustme.CA()
    ours.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    fetcher = Fetcher(NetworkGuard((ip_network("127.77.0.0/16"),)), 1, 1, str(tmp_path / "ca.pem"))
    answers = []
    for ca in (ours, strange):
        server = OldServer(ca, "127.77.0.1", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        answers.append(fetcher.exchange(Request(server.url, 5)))
        server.close()
    fetcher.close()
    assert [(answer.status, answer.fault) for answer in answers] == [(200, None), (None, Fault.TLS)]


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1 is deprecated")
def test_tls_1_0_is_refused(servers: LoopbackServers, tmp_path: Path) -> None:
    assert answer(servers, tmp_path, tls_1_0).fault is Fault.HANDSHAKE


def test_tls_that_we_do_not_speak_is_not_an_invalid_certificate(servers: LoopbackServers, tmp_path: Path) -> None:
    def strange(context: ssl.SSLContext, _: Path) -> None:
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers("AECDH-AES128-SHA:@SECLEVEL=0")

    assert answer(servers, tmp_path, strange).fault is Fault.HANDSHAKE


@pytest.mark.parametrize(("handler", "fault"), [(hang, Fault.TIMEOUT), (reset, Fault.RESET)])
def test_silence_says_how_far_the_connection_came(
    servers: LoopbackServers, tmp_path: Path, handler: RawHandler, fault: Fault
) -> None:
    ca = trustme.CA()
    ca.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    plain, secure = servers.add("plain", lambda _: handler), servers.add("secure", lambda _: handler)
    secure.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(secure.host).configure_cert(secure.context)
    fetcher = Fetcher(NetworkGuard((ip_network("127.77.0.0/16"),)), 1, 1, str(tmp_path / "ca.pem"))
    try:
        found = [fetcher.exchange(Request(f"{server.url}/", 1)) for server in (plain, secure)]
    finally:
        fetcher.close()
    assert [answer.fault for answer in found] == [fault, fault]
    assert [answer.detail for answer in found] == ["after the connection was made", "after a valid TLS handshake"]


def leaf(host: str, folder: Path, *, names_issuer: bool) -> ssl.SSLContext:
    """Return the context of a server that sends its certificate without that of its issuer."""
    key, issuer_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    now = dt.datetime.now(dt.UTC)
    day = dt.timedelta(days=1)
    building = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Intermediate")]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), critical=False)
    )
    if names_issuer:
        place = x509.UniformResourceIdentifier("http://ca.example/intermediate.cer")
        access = x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, place)
        building = building.add_extension(x509.AuthorityInformationAccess([access]), critical=False)
    file = folder / "leaf.pem"
    file.write_bytes(
        building.sign(issuer_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@pytest.mark.parametrize(("names_issuer", "fault"), [(True, Fault.INCOMPLETE_CHAIN), (False, Fault.TLS)])
def test_a_missing_intermediate_certificate_is_not_an_unknown_authority(
    servers: LoopbackServers, tmp_path: Path, *, names_issuer: bool, fault: Fault
) -> None:
    server = servers.add("leaf", always(page()))
    server.context = leaf(server.host, tmp_path, names_issuer=names_issuer)
    fetcher = Fetcher(NetworkGuard((ip_network("127.77.0.0/16"),)), 1, 1)
    try:
        assert fetcher.exchange(Request(f"{server.url}/", 5)).fault is fault
    finally:
        fetcher.close()
