"""A cluster behind TLS that wants a key: the authority is checked, the key is sent, and a wrong one is a sentence.

The node that developers build has neither TLS nor keys, so a small HTTPS server stands in for it.
"""

import ipaddress
import ssl
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from search.engines.elasticsearch.cluster import read_cluster
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.ports import Reader, SearchUnavailable
from tests.failing_node import FailingNode, Manner
from tests.search.hashing import HashingEmbedder

BASIC = "Basic " + b64encode(b"tansuo:pass:word").decode()


class Authority:
    """Signs certificates of nodes; its own lies at `path`."""

    def __init__(self, folder: Path, name: str) -> None:
        self._key, self._folder = ec.generate_private_key(ec.SECP256R1()), folder
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        certificate = self._draft(self._name, self._key).add_extension(x509.BasicConstraints(True, None), True)
        self.path = folder / f"{name}.crt"
        self.path.write_bytes(certificate.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def context(self, address: str) -> ssl.SSLContext:
        """What a node at an address serves with."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "node")])
        names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
        signed = self._draft(subject, key).add_extension(names, False).sign(self._key, hashes.SHA256())
        chain = self._folder / "node.pem"
        chain.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + signed.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain)
        return context

    def _draft(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(minutes=5))
            .not_valid_after(now + timedelta(days=1))
        )


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "authority")


def _reader(url: str, **environ: str) -> Reader:
    settings = read_cluster({"ELASTICSEARCH_URL": url, "ELASTICSEARCH_SEARCH_SECONDS": "5", **environ})
    return ElasticsearchEngine(settings, "guarded").reader(HashingEmbedder())


@pytest.mark.parametrize(
    ("wanted", "environ"),
    [
        ("ApiKey a2V5OnNlY3JldA==", {"ELASTICSEARCH_API_KEY": "a2V5OnNlY3JldA=="}),
        (BASIC, {"ELASTICSEARCH_USERNAME": "tansuo", "ELASTICSEARCH_PASSWORD": "pass:word"}),
    ],
)
def test_the_key_or_the_password_is_sent_to_a_node_that_the_authority_signed(
    wanted: str, environ: dict[str, str], authority: Authority
) -> None:
    with FailingNode(manner=Manner.DRIP, tls=authority.context("127.0.0.1"), credentials=wanted) as node:
        reader = _reader(node.url, ELASTICSEARCH_CA=str(authority.path), **environ)

        assert reader.count() == 0
        assert node.asked == 1


def test_a_wrong_key_is_a_sentence_that_names_the_variable(authority: Authority) -> None:
    with FailingNode(manner=Manner.DRIP, tls=authority.context("127.0.0.1"), credentials="ApiKey right") as node:
        reader = _reader(node.url, ELASTICSEARCH_CA=str(authority.path), ELASTICSEARCH_API_KEY="wrong")

        with pytest.raises(SearchUnavailable, match="ELASTICSEARCH_API_KEY"):
            reader.count()


def test_a_node_of_another_authority_or_another_address_is_not_asked(authority: Authority, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    for tls in (Authority(stranger, "other").context("127.0.0.1"), authority.context("127.0.0.9")):
        with FailingNode(manner=Manner.DRIP, tls=tls) as node:
            with pytest.raises(SearchUnavailable):
                _reader(node.url, ELASTICSEARCH_CA=str(authority.path)).count()
            assert node.asked == 0
