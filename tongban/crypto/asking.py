"""The conversation with a timestamp authority (RFC 3161): a request, and the token in its answer."""

from __future__ import annotations

from typing import Final

from asn1crypto import cms, core, tsp

from tongban.crypto import algorithms, tokens
from tongban.crypto.errors import BadTimestamp, TimestampUnavailable
from tongban.crypto.states import Suite

DIGEST_LENGTH: Final = 32
NONCE_BITS: Final = 64
_GRANTED: Final = frozenset({"granted", "granted_with_mods"})


class Answer(core.Sequence):  # type: ignore[misc] # asn1crypto has no types
    """A TimeStampResp. The library's own takes the token for always there, but a refusal carries none."""

    _fields = [
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


def request(digest: bytes, *, suite: Suite, nonce: int) -> bytes:
    """Return a TimeStampReq (DER) for a digest of 32 bytes that asks for the certificate in the token."""
    if len(digest) != DIGEST_LENGTH:
        raise ValueError("a digest of both suites has 32 bytes")
    imprint = {"hash_algorithm": {"algorithm": algorithms.DIGEST_OF[suite]}, "hashed_message": digest}
    asked = {"version": "v1", "message_imprint": imprint, "nonce": nonce, "cert_req": True}
    return bytes(tsp.TimeStampReq(asked).dump())


def accept(answer: bytes, *, digest: bytes, suite: Suite, nonce: int) -> bytes:
    """Return the checked token of a TimeStampResp to just this request.

    TimestampUnavailable if the authority granted none; BadTimestamp if what it gave is no token over this digest, or
    answers another request than ours.
    """
    with tokens.strictly():
        read = Answer.load(answer, strict=True)
        granted = read["status"]["status"].native in _GRANTED
        token = read["time_stamp_token"].dump() if granted else b""
        answered = tokens.info(tokens.contents(token))["nonce"].native if granted else None
    if not granted:
        raise TimestampUnavailable
    tokens.check(token, digest=digest, suite=suite)
    if answered != nonce:
        raise BadTimestamp
    return bytes(token)
