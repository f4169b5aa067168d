"""A timestamp authority for development and trials. It speaks RFC 3161 in full, but nobody has to believe it."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from asn1crypto import cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tongban.crypto import algorithms, asking
from tongban.crypto.errors import BadTimestamp, KeysUnsafe
from tongban.crypto.keyfiles import KeyFiles
from tongban.crypto.states import Suite
from tongban.crypto.tokens import strictly

NAME: Final = "通办开发用时间戳（无法律效力）"
# Under 2.25 anybody may use a UUID; this one stands for “no promise at all”.
POLICY: Final = "2.25.122238247402221706076890300188088607693"
_ECDSA: Final = ec.ECDSA(hashes.SHA256())
_DIGESTS: Final = frozenset(algorithms.DIGEST_OF.values())


class SoftwareAuthority:
    """Key and certificate in ``tsa-<n>.key`` (PEM, one after the other). The newest stamps, at the time it is told."""

    name = NAME

    def __init__(self, folder: Path) -> None:
        """Name the folder; nothing is read or made before the first use."""
        self._files = KeyFiles(folder, "tsa", _make)

    @cached_property
    def _held(self) -> tuple[ec.EllipticCurvePrivateKey, asn1_x509.Certificate]:
        return [_loaded(content) for content in self._files.load()][-1]

    def ensure(self) -> None:
        """Make the key if there is none, and refuse at once if it cannot be made, read or trusted."""
        _ = self._held

    def stamp(self, digest: bytes, *, suite: Suite, at: datetime) -> bytes:
        """Return a token that says ``at``, to the second below; made and checked as one from outside would be."""
        nonce = secrets.randbits(asking.NONCE_BITS)
        answer = self.respond(asking.request(digest, suite=suite, nonce=nonce), at=at)
        return asking.accept(answer, digest=digest, suite=suite, nonce=nonce)

    def respond(self, request: bytes, *, at: datetime) -> bytes:
        """Return the TimeStampResp (DER) to any TimeStampReq, a refusal with its reason included."""
        try:
            with strictly():
                asked = tsp.TimeStampReq.load(request, strict=True)
                failure = _failure(asked)
        except BadTimestamp:
            failure = "bad_data_format"
        if failure:
            status = {"status": "rejection", "fail_info": {failure}}
            return bytes(asking.Answer({"status": status}).dump())
        token = self._token(_info(asked, at), with_certificate=asked["cert_req"].native)
        return bytes(asking.Answer({"status": {"status": "granted"}, "time_stamp_token": token}).dump())

    def _token(self, content: bytes, *, with_certificate: bool) -> cms.ContentInfo:
        key, certificate = self._held
        attributes = _attributes(content, certificate)
        issuer = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
        signer = {
            "version": "v1",
            "sid": cms.SignerIdentifier("issuer_and_serial_number", issuer),
            "digest_algorithm": {"algorithm": algorithms.SHA256},
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": algorithms.ECDSA_WITH_SHA256},
            "signature": key.sign(attributes.dump(), _ECDSA),
        }
        signed = {
            "version": "v3",
            "digest_algorithms": [{"algorithm": algorithms.SHA256}],
            "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(content)},
            "signer_infos": [signer],
        }
        if with_certificate:
            signed["certificates"] = [certificate]
        return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)})


def _failure(asked: Any) -> str:  # noqa: ANN401 -- asn1crypto has no types
    """Return the reason why a request is refused, in the words of PKIFailureInfo; nothing if it is granted."""
    imprint = asked["message_imprint"]
    if imprint["hash_algorithm"]["algorithm"].dotted not in _DIGESTS:
        return "bad_alg"
    if asked["version"].native != "v1" or len(imprint["hashed_message"].native) != asking.DIGEST_LENGTH:
        return "bad_data_format"
    if asked["req_policy"].native is not None and asked["req_policy"].dotted != POLICY:
        return "unaccepted_policy"
    return "unaccepted_extensions" if asked["extensions"].native else ""


def _info(asked: Any, at: datetime) -> bytes:  # noqa: ANN401 -- asn1crypto has no types
    told = {
        "version": "v1",
        "policy": POLICY,
        "message_imprint": asked["message_imprint"],
        "serial_number": secrets.randbits(64),
        "gen_time": at.astimezone(UTC).replace(microsecond=0),
        "accuracy": {"seconds": 1},
    }
    if asked["nonce"].native is not None:
        told["nonce"] = asked["nonce"].native
    return bytes(tsp.TSTInfo(told).dump())


def _attributes(content: bytes, certificate: asn1_x509.Certificate) -> cms.CMSAttributes:
    digest = algorithms.digester(algorithms.SHA256)
    binding = tsp.SigningCertificateV2({"certs": [{"cert_hash": digest(certificate.dump())}]})
    return cms.CMSAttributes(
        [
            {"type": "content_type", "values": ["tst_info"]},
            {"type": "message_digest", "values": [digest(content)]},
            {"type": "signing_certificate_v2", "values": [binding]},
        ]
    )


def _make() -> bytes:
    """Return a new key with a certificate of its own. It never ends: RFC 5280 says so with the year 9999."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    usage = dict.fromkeys(["key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign"], False)
    usage |= dict.fromkeys(["crl_sign", "encipher_only", "decipher_only"], False)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2000, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)


def _loaded(content: bytes) -> tuple[ec.EllipticCurvePrivateKey, asn1_x509.Certificate]:
    """Return key and certificate; KeysUnsafe if they are damaged or do not belong together."""
    try:
        key = serialization.load_pem_private_key(content, password=None)
        certificate = x509.load_pem_x509_certificate(content)
    except (ValueError, UnsupportedAlgorithm):
        raise KeysUnsafe from None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        raise KeysUnsafe
    return key, asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
