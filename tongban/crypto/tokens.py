"""Reading and checking an RFC 3161 token: CMS signed data over a TSTInfo, by a certificate made for nothing else.

Whether the holder of that certificate is to be trusted is not decided here: its name and the certificate are returned,
so that a reader, and any other programme, can hold them against what the authority publishes. SHA-1 is refused.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from asn1crypto import cms, pem, tsp, x509

from tongban.crypto import algorithms
from tongban.crypto.errors import BadTimestamp
from tongban.crypto.ports import Timestamp
from tongban.crypto.states import Suite

_IMPRINTS: Final = {oid: suite for suite, oid in algorithms.DIGEST_OF.items()}


def check(token: bytes, *, digest: bytes, suite: Suite) -> Timestamp:
    """Return what a token says; BadTimestamp unless it is whole and over exactly this digest of this suite."""
    stamp = read(token)
    if stamp.suite is not suite or not hmac.compare_digest(stamp.imprint, digest):
        raise BadTimestamp
    return stamp


def read(token: bytes) -> Timestamp:
    """Return what a token says; BadTimestamp if it is none, was altered, or its certificate is not for timestamps."""
    with strictly():
        signed = _signed_data(token)
        (signer,) = signed["signer_infos"]
        content = bytes(signed["encap_content_info"]["content"])
        certificate = _certificate(signed, signer)
        _check_signature(signer, content, certificate)
        return _told(content, certificate)


@contextmanager
def strictly() -> Iterator[None]:
    """Turn whatever the reading of foreign bytes may raise into the one refusal."""
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, NotImplementedError):
        raise BadTimestamp from None


def info(content: bytes) -> Any:  # noqa: ANN401 -- asn1crypto has no types
    """Return the TSTInfo of a token's contents, read to its end and in the version there is."""
    found = tsp.TSTInfo.load(content, strict=True)
    if found["version"].native != "v1":
        raise BadTimestamp
    return found


def contents(token: bytes) -> bytes:
    """Return the encoded TSTInfo that a token signs."""
    return bytes(_signed_data(token)["encap_content_info"]["content"])


def _signed_data(token: bytes) -> Any:  # noqa: ANN401 -- asn1crypto has no types
    outer = cms.ContentInfo.load(token, strict=True)
    if outer["content_type"].native != "signed_data":
        raise BadTimestamp
    signed = outer["content"]
    if signed["encap_content_info"]["content_type"].native != "tst_info":
        raise BadTimestamp
    return signed


def _certificate(signed: Any, signer: Any) -> x509.Certificate:  # noqa: ANN401 -- asn1crypto has no types
    """Return the one embedded certificate that the signer names and that the signature binds (ESS, RFC 5816)."""
    named = signer["sid"].chosen
    held = [choice.chosen for choice in signed["certificates"] if choice.name == "certificate"]
    if signer["sid"].name == "issuer_and_serial_number":
        serial = named["serial_number"].native
        fitting = [one for one in held if one.serial_number == serial and one.issuer == named["issuer"]]
    else:
        fitting = [one for one in held if one.key_identifier == named.native]
    bound = _attribute(signer, "signing_certificate_v2")["certs"][0]
    digest = algorithms.digester(bound["hash_algorithm"]["algorithm"].dotted)
    (certificate,) = [one for one in fitting if digest(one.dump()) == bound["cert_hash"].native]
    return certificate


def _attribute(signer: Any, name: str) -> Any:  # noqa: ANN401 -- asn1crypto has no types
    """Return the value of a signed attribute that has to be there once, with one value."""
    (attribute,) = [one for one in signer["signed_attrs"] if one["type"].native == name]
    (value,) = attribute["values"]
    return value


def _check_signature(signer: Any, content: bytes, certificate: x509.Certificate) -> None:  # noqa: ANN401 -- see above
    digest_oid = signer["digest_algorithm"]["algorithm"].dotted
    told = _attribute(signer, "message_digest").native
    right = algorithms.digester(digest_oid)(content) == told
    right &= _attribute(signer, "content_type").native == "tst_info"
    right &= algorithms.verified(
        key=certificate.public_key.dump(),
        algorithm=signer["signature_algorithm"]["algorithm"].dotted,
        digest=digest_oid,
        # Encoded as the SET that it is, and not under the tag of the field (RFC 5652, 5.4).
        data=b"\x31" + signer["signed_attrs"].dump()[1:],
        signature=signer["signature"].native,
    )
    if not right:
        raise BadTimestamp


def _told(content: bytes, certificate: x509.Certificate) -> Timestamp:
    found = info(content)
    imprint = found["message_imprint"]
    moment: datetime = found["gen_time"].native
    valid = certificate["tbs_certificate"]["validity"]
    if not _for_timestamps_only(certificate) or not valid["not_before"].native <= moment <= valid["not_after"].native:
        raise BadTimestamp
    return Timestamp(
        moment=moment,
        serial=found["serial_number"].native,
        imprint=imprint["hashed_message"].native,
        suite=_IMPRINTS[imprint["hash_algorithm"]["algorithm"].dotted],
        policy=found["policy"].dotted,
        authority=certificate.subject.native.get("common_name") or certificate.subject.human_friendly,
        certificate=pem.armor("CERTIFICATE", certificate.dump()).decode(),
    )


def _for_timestamps_only(certificate: x509.Certificate) -> bool:
    """Tell whether the extended key usage is critical and names timestamps alone (RFC 3161, 2.3)."""
    usage = certificate.extended_key_usage_value
    critical = "extended_key_usage" in certificate.critical_extensions
    return usage is not None and usage.native == ["time_stamping"] and critical
