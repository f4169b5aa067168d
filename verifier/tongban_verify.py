#!/usr/bin/env python3
"""核验通办的办理留痕：不需要联网，也不需要通办的任何程序。

Check the record of Tongban offline, with nothing of Tongban's:

    python3 tongban_verify.py EXPORT|PROOF.json [--key FINGERPRINT|PEM] [--root DIGEST] [--day DATE=DIGEST] [--json]

EXPORT is a folder or a zip file; PROOF is the proof of an entry, of a person's list, or of growth. The exit code is 0
when everything holds, 1 when something does not, 2 when nothing can be said. docs/ledger.md says what is checked.

Python 3.9 or newer, the standard library alone, one file: copy it, read it, keep it. It trusts nothing it reads.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import os
import re
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date as calendar_date
from datetime import timedelta
from itertools import zip_longest
from pathlib import Path
from typing import IO, Any

FORMAT = 1
LONGEST_LINE = 1 << 20  # bytes; an entry has some hundred
CHUNK = 1 << 18
LONGEST_DOCUMENT = 64 << 20
MOST_ENTRIES = 8192  # of a batch
MOST_PARTIES = 200  # of an entry
MOST_FAULTS = 200  # that are kept; the others are only counted
MOST_KEYS = 1000
MOST_DAYS = 100_000
DAY_ENDS = "T16:00:00.000000Z"  # a legal day is one of Asia/Shanghai; moments of one spelling sort as they follow
WIDTH = 32  # bytes of a digest


# What Python raises at documents that are not what they should be, beyond what is looked at one by one.
MALFORMED = (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError)

Hash = Callable[[bytes], bytes]
Point = tuple[int, int]
Jacobian = tuple[int, int, int]


class Unreadable(Exception):
    """What was given cannot be read as what it says it is."""


# --- Digests ---------------------------------------------------------------------------------------------------------


def sha256(data: bytes) -> bytes:
    """Return the SHA-256 digest."""
    return hashlib.sha256(data).digest()


def _rotated(value: int, by: int) -> int:
    by %= 32
    return (value << by | value >> (32 - by)) & 0xFFFFFFFF


def _sm3_schedule(block: bytes) -> list[int]:
    words = [int.from_bytes(block[at : at + 4], "big") for at in range(0, 64, 4)]
    for j in range(16, 68):
        mixed = words[j - 16] ^ words[j - 9] ^ _rotated(words[j - 3], 15)
        mixed ^= _rotated(mixed, 15) ^ _rotated(mixed, 23)
        words.append(mixed ^ _rotated(words[j - 13], 7) ^ words[j - 6])
    return words


def sm3_own(data: bytes) -> bytes:
    """Return the SM3 digest (GB/T 32905), slowly, where Python's OpenSSL has none."""
    state = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    padded = data + b"\x80" + bytes((55 - len(data)) % 64) + (8 * len(data)).to_bytes(8, "big")
    for start in range(0, len(padded), 64):
        words = _sm3_schedule(padded[start : start + 64])
        a, b, c, d, e, f, g, h = state
        for j in range(64):
            turned = _rotated(a, 12)
            ss1 = _rotated((turned + e + _rotated(0x79CC4519 if j < 16 else 0x7A879D8A, j)) & 0xFFFFFFFF, 7)
            ff = a ^ b ^ c if j < 16 else a & b | a & c | b & c
            gg = e ^ f ^ g if j < 16 else e & f | ~e & g
            tt1 = (ff + d + (ss1 ^ turned) + (words[j] ^ words[j + 4])) & 0xFFFFFFFF
            tt2 = (gg + h + ss1 + words[j]) & 0xFFFFFFFF
            d, c, b, a = c, _rotated(b, 9), a, tt1
            h, g, f, e = g, _rotated(f, 19), e, tt2 ^ _rotated(tt2, 9) ^ _rotated(tt2, 17)
        state = [old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h))]
    return b"".join(word.to_bytes(4, "big") for word in state)


def _fast_sm3() -> Hash:
    try:
        empty = hashlib.new("sm3")
    except ValueError:
        return sm3_own

    def digest(data: bytes) -> bytes:
        one = empty.copy()
        one.update(data)
        return one.digest()

    return digest


sm3 = _fast_sm3()
SUITES = {"SM": sm3, "INTL": sha256}


INNER = bytes(byte ^ 0x36 for byte in range(256))
OUTER = bytes(byte ^ 0x5C for byte in range(256))


def hmac(digest: Hash, key: bytes, data: bytes) -> bytes:
    """Return the HMAC (RFC 2104) of a key of at most 64 bytes."""
    padded = key.ljust(64, b"\x00")
    return digest(padded.translate(OUTER) + digest(padded.translate(INNER) + data))


# --- Signatures: SM2 and ECDSA on P-256 ------------------------------------------------------------------------------


class Curve:
    """A curve y² = x³ − 3x + b over a prime, with a generator of prime order."""

    def __init__(self, p: int, n: int, b: int, x: int, y: int) -> None:
        """Take the parameters as the standards print them."""
        self.p, self.n, self.b, self.g = p, n, b, (x, y)

    def holds(self, point: Point) -> bool:
        """Tell whether a point lies on the curve."""
        x, y = point
        return 0 <= x < self.p and 0 <= y < self.p and (y * y - (x * x * x - 3 * x + self.b)) % self.p == 0

    def _double(self, point: Jacobian) -> Jacobian:
        x, y, z = point
        p = self.p
        if not y or not z:
            return (1, 1, 0)
        delta, gamma = z * z % p, y * y % p
        beta, alpha = x * gamma % p, 3 * (x - delta) * (x + delta) % p
        nx = (alpha * alpha - 8 * beta) % p
        return (nx, (alpha * (4 * beta - nx) - 8 * gamma * gamma) % p, 2 * y * z % p)

    def _add(self, one: Jacobian, two: Jacobian) -> Jacobian:
        if not one[2]:
            return two
        if not two[2]:
            return one
        p = self.p
        z1, z2 = one[2] * one[2] % p, two[2] * two[2] % p
        u1, u2 = one[0] * z2 % p, two[0] * z1 % p
        s1, s2 = one[1] * two[2] * z2 % p, two[1] * one[2] * z1 % p
        if u1 == u2:
            return self._double(one) if s1 == s2 else (1, 1, 0)
        h, r = (u2 - u1) % p, (s2 - s1) % p
        h2 = h * h % p
        h3, v = h * h2 % p, u1 * h2 % p
        x = (r * r - h3 - 2 * v) % p
        return (x, (r * (v - x) - s1 * h3) % p, h * one[2] * two[2] % p)

    def combined(self, u: int, v: int, point: Point) -> int | None:
        """Return the x of u·G + v·point, None at infinity."""
        g, q = (*self.g, 1), (*point, 1)
        both = self._add(g, q)
        total = (1, 1, 0)
        for bit in range(max(u.bit_length(), v.bit_length()) - 1, -1, -1):
            total = self._double(total)
            which = (u >> bit & 1) + 2 * (v >> bit & 1)
            if which:
                total = self._add(total, (g, q, both)[which - 1])
        if not total[2]:
            return None
        inverse = pow(total[2], -1, self.p)
        return total[0] * inverse * inverse % self.p


SM2 = Curve(
    0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF,
    0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123,
    0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93,
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
P256 = Curve(
    0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF,
    0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
# SubjectPublicKeyInfo up to the uncompressed point, and what a key of that kind signs with.
KINDS = {
    bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200"): ("sm2-sm3", "SM", SM2),
    bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200"): ("ecdsa-p256-sha256", "INTL", P256),
}
SM2_USER = b"1234567812345678"


class Key:
    """A public key of one of the two kinds."""

    def __init__(self, pem: str) -> None:
        """Read a SubjectPublicKeyInfo in PEM; Unreadable if it is none, or its point is not on the curve."""
        found = re.fullmatch(r"\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]{1,400})-----END PUBLIC KEY-----\s*", pem)
        if not found:
            raise Unreadable("public key")
        spki = _base64("".join(found[1].split()))
        kind, encoded = KINDS.get(spki[:26]), spki[26:]
        if kind is None or len(encoded) != 65 or encoded[0] != 4:
            raise Unreadable("public key")
        self.algorithm, self.suite, self.curve = kind
        self.point = (int.from_bytes(encoded[1:33], "big"), int.from_bytes(encoded[33:], "big"))
        if not self.curve.holds(self.point):
            raise Unreadable("public key")
        self.name = sm3(spki).hex()[:16]
        self.fingerprint = sha256(spki).hex()

    def verifies(self, data: bytes, signature: bytes) -> bool:
        """Tell whether a DER signature is by this key over these bytes."""
        numbers = _der_numbers(signature)
        n = self.curve.n
        if numbers is None or not all(0 < number < n for number in numbers):
            return False
        return self._sm2(data, *numbers) if self.suite == "SM" else self._ecdsa(data, *numbers)

    def _ecdsa(self, data: bytes, r: int, s: int) -> bool:
        w = pow(s, -1, self.curve.n)
        e = int.from_bytes(sha256(data), "big")
        x = self.curve.combined(e * w % self.curve.n, r * w % self.curve.n, self.point)
        return x is not None and x % self.curve.n == r

    def _sm2(self, data: bytes, r: int, s: int) -> bool:
        curve = self.curve
        t = (r + s) % curve.n
        if not t:
            return False
        numbers = (curve.p - 3, curve.b, *curve.g, *self.point)
        name = (8 * len(SM2_USER)).to_bytes(2, "big") + SM2_USER
        z = sm3(name + b"".join(number.to_bytes(32, "big") for number in numbers))
        x = curve.combined(s, t, self.point)
        return x is not None and (int.from_bytes(sm3(z + data), "big") + x) % curve.n == r


def _base64(text: str, *, urls: bool = False) -> bytes:
    altchars = b"-_" if urls else b"+/"
    try:
        found = base64.b64decode(text, altchars=altchars, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unreadable("base64") from error
    if base64.b64encode(found, altchars=altchars) != text.encode():
        raise Unreadable("base64")  # bits that nobody reads: two spellings of one signature
    return found


def _der(data: bytes, at: int = 0) -> tuple[int, bytes, int]:
    """Return the tag, the contents and the end of one DER element; Unreadable if there is none."""
    if at + 2 > len(data):
        raise Unreadable("DER")
    tag, length, at = data[at], data[at + 1], at + 2
    if length & 0x80:
        many = length & 0x7F
        if not 0 < many <= 4 or at + many > len(data):
            raise Unreadable("DER")
        length, at = int.from_bytes(data[at : at + many], "big"), at + many
    if at + length > len(data):
        raise Unreadable("DER")
    return tag, data[at : at + length], at + length


def _der_list(data: bytes) -> list[tuple[int, bytes]]:
    """Return the elements of a DER sequence, at most a hundred."""
    found, at = [], 0
    while at < len(data):
        tag, inside, at = _der(data, at)
        found.append((tag, inside))
        if len(found) > 100:
            raise Unreadable("DER")
    return found


def _der_numbers(signature: bytes) -> tuple[int, int] | None:
    """Return the two numbers of a signature in strict DER; None if it is anything else."""
    try:
        tag, inside, end = _der(signature)
        parts = _der_list(inside)
    except Unreadable:
        return None
    if tag != 0x30 or end != len(signature) or [kind for kind, _ in parts] != [2, 2]:
        return None
    r, s = (int.from_bytes(body, "big", signed=True) for _, body in parts)
    return (r, s) if inside == _der_number(r) + _der_number(s) and min(r, s) > 0 else None


def _der_number(number: int) -> bytes:
    body = number.to_bytes(max(1, number.bit_length() // 8 + 1), "big", signed=True)
    return bytes([2, len(body)]) + body if len(body) < 128 else b""


class Keys:
    """The public keys that count: all that came along, or only those that were pinned."""

    def __init__(self, given: Any, pins: Sequence[str]) -> None:
        """Take keys as documents carry them, and pins as fingerprints or PEM."""
        if not isinstance(given, list) or len(given) > MOST_KEYS:
            raise Unreadable("keys")
        self.all = [Key(_text(key, "pem")) for key in given]
        pinned = [Key(pin) for pin in pins if "BEGIN" in pin]
        prints = {pin.lower().replace(":", "") for pin in pins if "BEGIN" not in pin}
        prints |= {key.fingerprint for key in pinned}
        self.pinned = bool(pins)
        self.trusted = [key for key in self.all + pinned if not pins or key.fingerprint in prints]

    def verify(self, kind: str, text: str, signature: Any, suite: str) -> bool:
        """Tell whether a trusted key of the suite signed a document of this kind."""
        if not isinstance(signature, str) or len(signature) > 1000 or signature.count(".") != 2:
            return False
        algorithm, name, encoded = signature.split(".")
        try:
            der = _base64(encoded, urls=True)
        except Unreadable:
            return False
        data = f"{kind}/{FORMAT}\n{text}".encode()
        fitting = [key for key in self.trusted if (key.algorithm, key.name, key.suite) == (algorithm, name, suite)]
        return any(key.verifies(data, der) for key in fitting[:1])


# --- Trees (RFC 9162, 2.1) -------------------------------------------------------------------------------------------


def leaf_of(digest: Hash, data: bytes) -> bytes:
    """Return the hash of a leaf."""
    return digest(b"\x00" + data)


def root_of(digest: Hash, leaves: list[bytes]) -> bytes:
    """Return the root over the hashes of leaves."""
    level = leaves
    while len(level) > 1:
        above = [digest(b"\x01" + level[at] + level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = above + level[len(above) * 2 :]
    return level[0] if level else digest(b"")


def included(digest: Hash, leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    """Tell whether a path leads from a leaf to the root (2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for step in path:
        if not last:
            return False
        if at & 1 or at == last:
            found = digest(b"\x01" + step + found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = digest(b"\x01" + found + step)
        at, last = at >> 1, last >> 1
    return not last and found == root


def grows(digest: Hash, first: int, second: int, path: list[bytes], first_root: bytes, second_root: bytes) -> bool:
    """Tell whether the tree of ``second`` leaves begins with the tree of ``first`` (2.1.4.2)."""
    if first == second or not first:
        return not path and first_root == (second_root if first else digest(b""))
    if first > second or not path:
        return False
    steps = ([first_root] if first & (first - 1) == 0 else []) + path
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    one = two = steps[0]
    for step in steps[1:]:
        if not last:
            return False
        if at & 1 or at == last:
            one, two = digest(b"\x01" + step + one), digest(b"\x01" + step + two)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            two = digest(b"\x01" + two + step)
        at, last = at >> 1, last >> 1
    return not last and one == first_root and two == second_root


class History:
    """The tree over the headers so far, as the roots of its full subtrees: memory stays small."""

    def __init__(self, digest: Hash) -> None:
        """Begin with nothing."""
        self.digest, self.size = digest, 0
        self.peaks: list[bytes] = []

    def add(self, header: bytes) -> None:
        """Add a header."""
        carried, size = leaf_of(self.digest, header), self.size
        while size & 1:
            carried, size = self.digest(b"\x01" + self.peaks.pop() + carried), size >> 1
        self.peaks.append(carried)
        self.size += 1

    def root(self) -> bytes:
        """Return the root."""
        if not self.peaks:
            return self.digest(b"")
        folded = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            folded = self.digest(b"\x01" + peak + folded)
        return bytes(folded)


# --- Documents -------------------------------------------------------------------------------------------------------


ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def spelled(value: Any) -> str:
    """Return the one spelling of a document."""
    return ENCODER.encode(value)


def parsed(text: str | bytes) -> Any:
    """Read JSON; Unreadable for anything else, also for what is nested to exhaust us."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("JSON") from error


def _get(document: Any, name: str, kind: type) -> Any:
    value = document.get(name) if isinstance(document, dict) else None
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise Unreadable(name)
    return value


def _text(document: Any, name: str) -> str:
    return str(_get(document, name, str))


def _number(document: Any, name: str) -> int:
    value = int(_get(document, name, int))
    if not 0 <= value < 1 << 62:
        raise Unreadable(name)
    return value


def _moment(document: Any, name: str) -> str:
    text = _text(document, name)
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", text):
        raise Unreadable(name)
    return text


def _digest(text: Any, width: int = WIDTH) -> bytes:
    if not isinstance(text, str) or len(text) != 2 * width:
        raise Unreadable("digest")
    found = bytes.fromhex(text)
    if found.hex() != text:
        raise Unreadable("digest")
    return found


def _path(document: Any, name: str) -> list[bytes]:
    path = _get(document, name, list)
    if len(path) > 64:
        raise Unreadable(name)
    return [_digest(step) for step in path]


def canonical(text: str, kind: str) -> dict[str, Any]:
    """Read a signed document of a kind; Unreadable unless it stands in its one spelling."""
    document = parsed(text)
    if not isinstance(document, dict) or spelled(document) != text:
        raise Unreadable(f"{kind}: spelling")
    if (_text(document, "type"), _number(document, "format")) != (kind, FORMAT):
        raise Unreadable(f"{kind}: format")
    return document


class Header:
    """The header of a batch, read."""

    def __init__(self, carrier: Any) -> None:
        """Take it with its signature."""
        self.text, self.signature = _text(carrier, "header"), carrier.get("signature")
        fields = canonical(self.text, "tongban-ledger-batch")
        self.number, self.epoch = _number(fields, "number"), _number(fields, "epoch")
        self.first, self.last = _number(fields, "first"), _number(fields, "last")
        self.people, self.suite = _number(fields, "people"), _text(fields, "suite")
        self.sealed_at = _moment(fields, "sealed_at")
        if self.suite not in SUITES or not 0 < self.first <= self.last < self.first + MOST_ENTRIES:
            raise Unreadable("tongban-ledger-batch: values")
        if self.people > (self.last - self.first + 1) * MOST_PARTIES:
            raise Unreadable("tongban-ledger-batch: people")
        self.hash = SUITES[self.suite]
        self.entries, self.subjects = _digest(fields.get("entries")), _digest(fields.get("subjects"))
        self.previous, self.history = _digest(fields.get("previous")), _digest(fields.get("history"))
        self.bytes = self.text.encode()
        self.digest = self.hash(self.bytes)

    @property
    def size(self) -> int:
        """Return how many entries it has."""
        return self.last - self.first + 1

    def signed_by(self, keys: Keys) -> bool:
        """Tell whether a trusted key signed it."""
        return keys.verify("tongban-ledger-batch", self.text, self.signature, self.suite)

    def follows(self, other: Header | None) -> bool:
        """Tell whether it names the other as the one before it."""
        before = other
        numbers = (before.number + 1, before.last + 1) if before else (1, 1)
        named = self.hash(before.bytes if before else b"")
        in_order = before is None or self.epoch >= before.epoch
        return (self.number, self.first) == numbers and self.previous == named and in_order

    def after(self, other: Header | None) -> bool:
        """Tell whether it was not sealed earlier than the other, which comes before it."""
        return other is None or self.sealed_at >= other.sealed_at


class Report:
    """What was found."""

    def __init__(self) -> None:
        """Begin with nothing found."""
        self.faults: list[dict[str, Any]] = []
        self.notes: list[dict[str, str]] = []
        self.count = 0

    def fault(
        self, zh: str, en: str, *, batch: int | None = None, position: int | None = None, last: int | None = None
    ) -> None:
        """Keep a fault: where it is, and what it is in both languages."""
        self.count += 1
        if len(self.faults) < MOST_FAULTS:
            where = {"batch": batch, "position": position, "last": last}
            self.faults.append({**{k: v for k, v in where.items() if v is not None}, "zh": zh, "en": en})

    def note(self, zh: str, en: str) -> None:
        """Keep a remark, of the last few."""
        del self.notes[:-MOST_FAULTS]
        self.notes.append({"zh": zh, "en": en})

    def signature(self, header: Header, keys: Keys) -> None:
        """Check the signature of a header."""
        if not header.signed_by(keys):
            self.fault("签名无效或者不是可信的密钥", "no valid signature by a trusted key", batch=header.number)

    def time(self, header: Header, before: Header | None) -> None:
        """Check that a batch was sealed after the one before it."""
        if not header.after(before):
            self.fault("封存时间早于前一批", "sealed earlier than the batch before", batch=header.number)


# --- Export ----------------------------------------------------------------------------------------------------------


class Folder:
    """An export in a folder."""

    def __init__(self, root: str) -> None:
        """Name the folder."""
        self.root = root

    def names(self) -> Iterator[str]:
        """Yield the names of all files."""
        for folder, _, files in os.walk(self.root):
            yield from ((Path(folder) / name).relative_to(self.root).as_posix() for name in files)

    def open(self, name: str) -> IO[bytes]:
        """Open a file; Unreadable if it is not there, or no file."""
        path = Path(self.root, name)
        if not path.is_file():
            raise Unreadable(name)
        try:
            return path.open("rb")
        except OSError as error:
            raise Unreadable(name) from error

    def close(self) -> None:
        """Have nothing to close."""


class Zip:
    """An export in a zip file."""

    def __init__(self, path: str) -> None:
        """Open the file; Unreadable if it is no zip."""
        try:
            self.archive = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise Unreadable(path) from error

    def names(self) -> Iterator[str]:
        """Yield the names of all files."""
        return (name for name in self.archive.namelist() if not name.endswith("/"))

    def open(self, name: str) -> IO[bytes]:
        """Open a file; Unreadable if it is not there, encrypted or damaged."""
        try:
            return self.archive.open(name)
        except (KeyError, RuntimeError, zipfile.BadZipFile, NotImplementedError, OSError) as error:
            raise Unreadable(name) from error

    def close(self) -> None:
        """Close the file."""
        self.archive.close()


def lines_of(source: Folder | Zip, name: str) -> Iterator[bytes]:
    """Yield the lines of a file as bytes; Unreadable for a line that is too long or a damaged file."""
    with source.open(name) as file:
        rest = b""
        while True:
            try:
                chunk = file.read(CHUNK)
            except Exception as error:  # zlib, zip and disks each have their own
                raise Unreadable(name) from error
            *lines, rest = (rest + chunk).split(b"\n")
            yield from lines
            if len(rest) > LONGEST_LINE:
                raise Unreadable(f"{name}: line")
            if not chunk:
                break
        if rest:
            yield rest


def ascii_of(line: bytes) -> str:
    """Return a line as text; Unreadable beyond ASCII."""
    try:
        return line.decode("ascii")
    except UnicodeDecodeError as error:
        raise Unreadable("ASCII") from error


def document_of(source: Folder | Zip, name: str) -> Any:
    """Return the only line of a file as JSON."""
    found = [line for _, line in zip(range(2), lines_of(source, name))]
    if len(found) != 1:
        raise Unreadable(name)
    return parsed(ascii_of(found[0]))


class Days:
    """The statements of the days of an export, by the batch that each names."""

    def __init__(self, source: Folder | Zip, keys: Keys, report: Report) -> None:
        """Read and check all that can be checked without the headers."""
        self.by_batch: defaultdict[int, list[tuple[str, bytes, int, str]]] = defaultdict(list)
        self.by_date: dict[str, str] = {}
        self.report = report
        before = None
        for line in lines_of(source, "days.jsonl"):
            carrier = parsed(ascii_of(line))
            # A token under another name would pass for a day that was never stamped.
            if not isinstance(carrier, dict) or carrier.keys() != {"statement", "signature", "token"}:
                raise Unreadable("days.jsonl")
            text = _text(carrier, "statement")
            day = canonical(text, "tongban-ledger-day")
            date, suite = _text(day, "date"), _text(day, "suite")
            if suite not in SUITES or not re.fullmatch(r"\d{4}-\d\d-\d\d", date) or len(self.by_date) >= MOST_DAYS:
                raise Unreadable("tongban-ledger-day")
            if before is not None and date != _after(before):
                report.fault(f"{before} 之后缺少一天或者顺序不对", f"a day is missing or out of order after {before}")
            if not keys.verify("tongban-ledger-day", text, carrier.get("signature"), suite):
                report.fault(f"{date} 的日签名无效", f"no valid signature of the day {date}")
            digest = SUITES[suite](text.encode())
            self.by_date[date] = digest.hex()
            closed_at = _moment(day, "closed_at")
            if closed_at < date + DAY_ENDS:
                report.fault(f"{date} 还没有结束就关闭", f"{date} was closed before it was over")
            named = (date, _digest(day.get("root")), _number(day, "last"), closed_at)
            self.by_batch[_number(day, "batch")].append(named)
            self._token(carrier.get("token"), date, digest)
            before = date

    def _token(self, token: Any, date: str, digest: bytes) -> None:
        if token is None:
            return
        try:
            imprint, moment = timestamp(_base64(token))
        except (Unreadable, *MALFORMED):
            self.report.fault(f"{date} 的时间戳无法读取", f"the timestamp of {date} cannot be read")
            return
        if imprint != digest:
            self.report.fault(f"{date} 的时间戳不是这一天的", f"the timestamp of {date} is for something else")
        else:
            self.report.note(
                f"{date} 时间戳 {moment}（未验签）", f"{date} timestamp {moment} (its signature unchecked)"
            )

    def meet(self, header: Header) -> None:
        """Compare the days that name this batch with its header."""
        for date, root, last, closed_at in self.by_batch.pop(header.number, []):
            if closed_at < header.sealed_at:
                zh = f"{date} 的关闭时间早于这一批的封存时间"
                self.report.fault(zh, f"{date} was closed before this batch was sealed", batch=header.number)
            if (root, last) != (header.digest, header.last):
                zh = f"{date} 公布的根与这一批不符"
                self.report.fault(zh, f"the root of {date} is not this batch's", batch=header.number)

    def end(self) -> None:
        """Say which days name batches that are not there."""
        self.by_batch.pop(0, None)
        for batch, named in self.by_batch.items():
            for date, *_ in named:
                self.report.fault(f"缺少 {date} 所说的批次", f"the batch that {date} names is missing", batch=batch)


def _after(date: str) -> str:
    """Return the next date, without trusting that the given one exists."""
    try:
        return (calendar_date.fromisoformat(date) + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return ""


def timestamp(token: bytes) -> tuple[bytes, str]:
    """Return the imprint and the moment of an RFC 3161 token, its signature unchecked; Unreadable if it is none."""
    _, content, _ = _der(token)
    signed_data = _der_list(_der(_der_list(content)[1][1])[1])
    wrapped = _der_list(signed_data[2][1])
    _, info, _ = _der(_der(wrapped[1][1])[1]) if len(wrapped) > 1 else (0, b"", 0)
    fields = _der_list(info)
    if len(fields) < 5:
        raise Unreadable("timestamp")
    imprint = _der_list(fields[2][1])
    moment = fields[4][1].decode("ascii", "replace")
    if len(imprint) < 2 or not re.fullmatch(r"\d{14}(\.\d+)?Z", moment):
        raise Unreadable("timestamp")
    return imprint[1][1], moment


class Export:
    """The check of an export."""

    def __init__(self, source: Folder | Zip, report: Report, pins: Sequence[str]) -> None:
        """Read what stands at its head."""
        manifest = document_of(source, "manifest.json")
        if (_text(manifest, "type"), _number(manifest, "format")) != ("tongban-ledger-export", FORMAT):
            raise Unreadable("manifest.json")
        self.first, self.last = _number(manifest, "first"), _number(manifest, "last")
        self.source, self.report = source, report
        self.keys = Keys(document_of(source, "keys.json"), pins)
        self.entries = 0

    def check(self, root: str | None, days: dict[str, str]) -> int:
        """Check everything; ``root`` and ``days`` are what was published."""
        self._files()
        try:
            self.days = Days(self.source, self.keys, self.report)
            self._chain(root, days)
        except (Unreadable, *MALFORMED) as error:
            self.report.fault(f"无法读取：{error}", f"cannot be read: {error}")
        return self.entries

    def _chain(self, root: str | None, days: dict[str, str]) -> None:
        before, histories = None, {suite: History(digest) for suite, digest in SUITES.items()}
        for line in lines_of(self.source, "headers.jsonl"):
            header = Header(parsed(ascii_of(line)))
            self._header(header, before, histories[header.suite])
            for history in histories.values():
                history.add(header.bytes)
            if root is not None and header.digest.hex() == root:
                root = None
            before = header
        self._end(before, root, days)

    def _files(self) -> None:
        known = {"manifest.json", "keys.json", "headers.jsonl", "days.jsonl"}
        expected = re.compile(r"batches/(\d{8,})/(entries\.jsonl|leaves\.txt|subjects\.jsonl)")
        seen = 0
        for name in self.source.names():
            found = expected.fullmatch(name)
            inside = found and len(found[1]) < 19 and self.first <= int(found[1]) <= self.last
            seen += bool(inside)
            if not inside and name not in known:
                self.report.fault(f"多出的文件 {name[:80]}", f"a file that does not belong here: {name[:80]}")
        if seen > 3 * (self.last - self.first + 1):
            self.report.fault("文件重名", "several files of one name")

    def _header(self, header: Header, before: Header | None, history: History) -> None:
        if not header.follows(before):
            zh = "批次不连续：缺少、改动或者调换了批次"
            self.report.fault(
                zh, "the chain is broken: a batch is missing, altered or out of order", batch=header.number
            )
        self.report.time(header, before)
        if header.history != history.root():
            self.report.fault("历史根不符", "the root over the earlier batches differs", batch=header.number)
        self.days.meet(header)
        if self.first <= header.number <= self.last:
            self.report.signature(header, self.keys)
            Batch(self.source, header, self.report).check()
            self.entries += header.size

    def _end(self, last: Header | None, root: str | None, days: dict[str, str]) -> None:
        self.days.end()
        ended = last.number if last else 0
        if ended != self.last:
            self.report.fault("末尾的批次不全", "batches are missing at the end", batch=ended + 1)
        if root is not None:
            self.report.fault("没有与给出的根相符的批次", "no batch has the root that was given: altered or cut off")
        for date, digest in days.items():
            if self.days.by_date.get(date) != digest:
                zh = f"{date} 与公布的日摘要不符或者缺少"
                self.report.fault(zh, f"{date} is missing, or is not what was published")


# An entry as nearly all are written, in its one spelling: printable ASCII without escapes. What does not fit is read as
# JSON instead; this only saves time. No part can be matched in two ways, so time grows with the line alone.
_STRING = r'"[ !#-\[\]-~]*"'
_PLAIN = rf"(?:{_STRING}|-?[1-9][0-9]{{0,17}}|0|true|false|null)"
_VALUE = rf"(?:{_PLAIN}|\[(?:{_PLAIN}(?:,{_PLAIN})*)?\])"
_FACTS = rf"\{{(?:{_STRING}:{_VALUE}(?:,{_STRING}:{_VALUE})*)?\}}"
_FIELDS = {
    "about": rf"\[({_STRING}(?:,{_STRING})*)?\]",
    **dict.fromkeys(["actor", "actor_kind", "after", "at", "basis", "before", "disclose"], _STRING),
    "disclose_from": rf"(?:null|{_STRING})",
    "epoch": "([1-9][0-9]{0,17})",
    "facts": f"({_FACTS})",
    "for_party": rf"(?:null|{_STRING})",
    "format": str(FORMAT),
    "id": "[1-9][0-9]{0,17}",
    **dict.fromkeys(["kind", "operation"], _STRING),
    "position": "([1-9][0-9]{0,17})",
    "purpose": _STRING,
    "reading": "(?:true|false)",
    "recorded_at": f"({_STRING})",
    **dict.fromkeys(["subject", "verb", "withheld_basis"], _STRING),
}
PLAIN = re.compile((r"\{" + ",".join(f'"{name}":{form}' for name, form in _FIELDS.items()) + r"\}").encode())
# With its value, or the quotation marks of two values could be taken for those of a name.
NAME = re.compile(rf'"([ !#-\[\]-~]*)":{_VALUE}'.encode())


class Batch:
    """The check of the entries and the map of one batch of an export."""

    def __init__(self, source: Folder | Zip, header: Header, report: Report) -> None:
        """Name the files."""
        self.source, self.header, self.report = source, header, report
        self.folder = f"batches/{header.number:08}"
        self.leaves: list[bytes] = []
        self.claims: list[tuple[Any, Any, bool, Any]] = []
        self.about: defaultdict[str, list[int]] = defaultdict(list)

    def check(self) -> None:
        """Check entries and map; a file that cannot be read is a fault of this batch."""
        number = self.header.number
        try:
            self._entries()
            if root_of(self.header.hash, self.leaves) == self.header.entries:
                self._list_itself()
                self._contents()
                self._map()
            else:
                self._where(self._listed())
        except (Unreadable, *MALFORMED) as error:
            self.report.fault(f"无法读取：{error}", f"cannot be read: {error}", batch=number)

    def _entries(self) -> None:
        """Hash every line, and read what it says of itself."""
        digest, spell, read = self.header.hash, spelled, json.loads
        leaves, claims = self.leaves, self.claims
        for line in lines_of(self.source, f"{self.folder}/entries.jsonl"):
            if len(leaves) > self.header.size + MOST_ENTRIES:
                raise Unreadable("entries.jsonl")
            leaves.append(digest(b"\x00" + line))
            plain = PLAIN.fullmatch(line)
            if plain:
                about, epoch, facts, position, recorded = plain.groups()
                names = NAME.findall(facts)
                claims.append((int(position), int(epoch), names == sorted(set(names)), recorded.decode()[1:-1]))
                if about:
                    self._mentions(int(position), about.decode()[1:-1].split('","'))
                continue
            try:
                entry = read(line)
                sound = spell(entry).encode() == line and entry["format"] == FORMAT
                claims.append((entry["position"], entry["epoch"], sound, entry["recorded_at"]))
                self._mentions(entry["position"], entry["about"])
            except (ValueError, KeyError, TypeError, RecursionError):
                claims.append((None, None, False, None))

    def _mentions(self, position: Any, about: Any) -> None:
        if len(about) > MOST_PARTIES:
            raise ValueError(position)
        for party in about:
            self.about[str(party)].append(position)

    def _listed(self) -> list[bytes]:
        """Return the list of leaf hashes that came along; it is only believed when the signed root agrees."""
        listed = []
        for line in lines_of(self.source, f"{self.folder}/leaves.txt"):
            listed.append(_digest(ascii_of(line)))
            if len(listed) > 2 * MOST_ENTRIES:
                raise Unreadable("leaves.txt")
        return listed

    def _list_itself(self) -> None:
        listed = lines_of(self.source, f"{self.folder}/leaves.txt")
        if any(line != (leaf or b"").hex().encode() for line, leaf in zip_longest(listed, self.leaves)):
            self.report.fault("叶子清单与记录不符", "the list of leaves is not the entries'", batch=self.header.number)

    def _contents(self) -> None:
        """Compare what each entry says of its place with where it stands: signed, but wrong all the same."""
        for position, (claimed, epoch, sound, recorded) in enumerate(self.claims, self.header.first):
            if not sound or (claimed, epoch) != (position, self.header.epoch) or isinstance(claimed, bool):
                self._fault("记录的写法或者位置不对", "the entry is misspelt or names another place", position)
            elif not isinstance(recorded, str) or recorded > self.header.sealed_at:
                self._fault("记录的写入时间晚于封存时间", "the entry was recorded after it was sealed", position)

    def _fault(self, zh: str, en: str, position: int, last: int | None = None) -> None:
        self.report.fault(zh, en, batch=self.header.number, position=position, last=last)

    def _where(self, listed: list[bytes]) -> None:
        """Say where the entries are not those that were sealed."""
        first, last = self.header.first, self.header.last
        if root_of(self.header.hash, listed) != self.header.entries or len(listed) != self.header.size:
            self._suspects(first, last)
            return
        places = {leaf: position for position, leaf in enumerate(listed, first)}
        found = [places.get(leaf) for leaf in self.leaves]
        present = {position for position in found if position is not None}
        missing = [position for position in range(first, last + 1) if position not in present]
        foreign = [at for at, position in enumerate(found) if position is None]
        self._changed(missing, foreign)
        order = [position for position in found if position is not None]
        for before, position in zip(order, order[1:]):
            if position <= before:
                self._fault("记录的顺序被调换", "entries were put in another order, or twice", position)

    def _changed(self, missing: list[int], foreign: list[int]) -> None:
        """Tell entries that were changed from those that were removed or put in."""
        claimed = {self.claims[at][0] for at in foreign}
        same = len(missing) == len(foreign)
        for position in missing:
            if same or position in claimed:
                self._fault("记录被改动", "the entry was changed", position)
            else:
                self._fault("记录被删除", "the entry was removed", position)
        gone = set(missing)
        for at in foreign:
            if not same and self.claims[at][0] not in gone:
                self._fault("多出一条记录", "an entry was put in", self.header.first + at)

    def _suspects(self, first: int, last: int) -> None:
        """Say as much as the entries themselves tell, when the list of leaves was altered as well."""
        claims = [claimed for claimed, *_ in self.claims]
        said = False
        for position, times in sorted(Counter(c for c in claims if isinstance(c, int)).items()):
            if times > 1 or not first <= position <= last:
                self._fault("多出一条记录", "an entry was put in", position)
                said = True
        for position in sorted(set(range(first, last + 1)) - {c for c in claims if isinstance(c, int)}):
            self._fault("记录被删除或者改动", "the entry was removed or changed", position)
            said = True
        if not said:
            zh = "这些位置中有记录被改动或者调换，叶子清单也被改动"
            self._fault(
                zh, "entries among these were changed or reordered, and the list of leaves with them", first, last
            )

    def _map(self) -> None:
        """Check that the map is the signed one, and that it lists the entries about each person, all of them."""
        digest, number, before = self.header.hash, self.header.number, b""
        lines: list[bytes] = []
        lists: Counter[tuple[int, ...]] = Counter()
        for line in lines_of(self.source, f"{self.folder}/subjects.jsonl"):
            fields = parsed(ascii_of(line))
            name, blind = _digest(_text(fields, "pseudonym")), _digest(_text(fields, "blind"))
            positions = _get(fields, "positions", list)
            if name <= before or len(lines) >= self.header.people or len(positions) > self.header.size:
                break
            lines.append(leaf_of(digest, name + hmac(digest, blind, spelled(positions).encode())))
            lists[tuple(p for p in positions if isinstance(p, int))] += 1
            before = name
        if len(lines) != self.header.people or root_of(digest, lines) != self.header.subjects:
            self.report.fault("人员索引被改动", "the map of persons was altered", batch=number)
        elif lists != Counter(tuple(positions) for positions in self.about.values()):
            self.report.fault(
                "人员索引与记录不符", "the map of persons does not list what the entries say", batch=number
            )


# --- Proofs ----------------------------------------------------------------------------------------------------------


def check_entry(document: Any, keys: Keys, report: Report) -> int:
    """Check the proof of an entry; return how many entries it shows."""
    header = Header(_get(document, "batch", dict))
    report.signature(header, keys)
    text, index = _text(document, "entry"), _number(document, "index")
    _entry_at(text, index + header.first, header, _path(document, "path"), report)
    return 1


def _entry_at(text: str, position: int, header: Header, path: list[bytes], report: Report) -> dict[str, Any]:
    """Check that an entry stands at a position of a batch; return it read, or nothing."""
    leaf = leaf_of(header.hash, text.encode())
    where = {"batch": header.number, "position": position}
    if not included(header.hash, leaf, position - header.first, header.size, path, header.entries):
        report.fault("记录不在这一批里，或者被改动", "the entry is not in this batch, or was changed", **where)
        return {}
    entry: dict[str, Any] = parsed(text)
    sound = isinstance(entry, dict) and spelled(entry) == text and entry.get("format") == FORMAT
    if not sound or (entry.get("position"), entry.get("epoch")) != (position, header.epoch):
        report.fault("记录的写法或者位置不对", "the entry is misspelt or names another place", **where)
        return {}
    if _text(entry, "recorded_at") > header.sealed_at:
        report.fault("记录的写入时间晚于封存时间", "the entry was recorded after it was sealed", **where)
    return entry


def check_growth(document: Any, keys: Keys, report: Report) -> int:
    """Check the proof that one chain is the beginning of another."""
    before = Header(_get(document, "from", dict))
    report.signature(before, keys)
    for step in _get(document, "steps", list):
        header = Header(_get(step, "to", dict))
        report.signature(header, keys)
        report.time(header, before)
        if not _one_step(step, before, header):
            zh = "不能证明后一批承接前一批"
            report.fault(zh, f"batch {before.number} is not shown to come before", batch=header.number)
        before = header
    return 0


def _one_step(step: Any, before: Header, header: Header) -> bool:
    if "inclusion" not in step:
        return header.follows(before)
    if header.suite != before.suite or header.number <= before.number:
        return False
    size, digest = header.number - 1, header.hash
    held = included(
        digest, leaf_of(digest, before.bytes), before.number - 1, size, _path(step, "inclusion"), header.history
    )
    kept = _path(step, "consistency")
    return held and grows(digest, before.number - 1, size, kept, before.history, header.history)


def check_person(document: Any, keys: Keys, report: Report) -> int:
    """Check that a person's list is complete for the batches of a proof; return how many entries it has."""
    party, token = _text(document, "party"), _digest(_text(document, "token"))
    before, count = None, 0
    for one in _get(document, "batches", list):
        header = Header(one)
        report.signature(header, keys)
        report.time(header, before)
        if before is not None and not header.follows(before):
            report.fault("批次不连续", "the batches do not follow one another", batch=header.number)
        name = hmac(header.hash, token, b"pseudonym/%d" % header.number)
        if "neighbours" in one:
            _absent(one, name, header, report)
        else:
            count += _present(one, name, token, party, header, report)
        before = header
    return count


def _absent(one: Any, name: bytes, header: Header, report: Report) -> None:
    """Check that nobody of this pseudonym is in the map: two neighbours with nothing between them."""
    sides: list[tuple[int, bytes]] = []
    for side in _get(one, "neighbours", list)[:2]:
        index, line = _number(side, "index"), _digest(_text(side, "line"), 2 * WIDTH)
        leaf = leaf_of(header.hash, line)
        if not included(header.hash, leaf, index, header.people, _path(side, "path"), header.subjects):
            sides = []
            break
        sides.append((index, line[:WIDTH]))
    lower = [index for index, other in sides if other < name]
    higher = [index for index, other in sides if other > name]
    at = lower[0] + 1 if len(lower) == 1 else 0
    next_ = higher[0] if len(higher) == 1 else header.people
    if len(lower) + len(higher) != len(sides) or max(len(lower), len(higher)) > 1 or at != next_:
        report.fault("不能证明这一批没有此人的记录", "absence from this batch is not shown", batch=header.number)


def _present(one: Any, name: bytes, token: bytes, party: str, header: Header, report: Report) -> int:
    """Check the positions of a person in a batch, and each of the entries; return how many there are."""
    positions, entries = _get(one, "positions", list), _get(one, "entries", list)
    digest = header.hash
    blind = hmac(digest, token, b"positions/%d" % header.number)
    leaf = leaf_of(digest, name + hmac(digest, blind, spelled(positions).encode()))
    whole = len(positions) == len(entries) <= header.size and all(type(p) is int for p in positions)
    path = _path(one, "path")
    if not whole or not included(digest, leaf, _number(one, "index"), header.people, path, header.subjects):
        report.fault("此人的记录清单不完整或者被改动", "the list of the person is not whole", batch=header.number)
        return 0
    for at, position in enumerate(positions):
        _one_of(entries[at], position, party, header, report)
    return len(positions)


def _one_of(shown: Any, position: int, party: str, header: Header, report: Report) -> None:
    where = {"batch": header.number, "position": position}
    path = _path(shown, "path")
    if "entry" in shown:
        entry = _entry_at(_text(shown, "entry"), position, header, path, report)
        about = entry.get("about") if entry else [party]
        if not isinstance(about, list) or party not in about:
            report.fault("记录与此人无关", "the entry is not about the person", **where)
        return
    leaf, index = _digest(_text(shown, "leaf")), position - header.first
    if not included(header.hash, leaf, index, header.size, path, header.entries):
        report.fault("记录不在这一批里", "the entry is not in this batch", **where)
    else:
        report.note(f"位置 {position} 依法暂不告知内容", f"position {position}: there, its content withheld")


PROOFS = {
    "tongban-ledger-entry-proof": check_entry,
    "tongban-ledger-consistency-proof": check_growth,
    "tongban-ledger-person-proof": check_person,
}


# --- The command -----------------------------------------------------------------------------------------------------


def check(
    path: str, *, pins: Sequence[str] = (), root: str | None = None, days: dict[str, str] | None = None
) -> tuple[Report, int]:
    """Check an export or a proof; return the report and how many entries were checked. Unreadable if it is neither."""
    report = Report()
    try:
        return report, _checked(path, report, pins, root, days or {})
    except MALFORMED as error:
        raise Unreadable(type(error).__name__) from error


def _checked(path: str, report: Report, pins: Sequence[str], root: str | None, days: dict[str, str]) -> int:
    if Path(path).is_dir() or zipfile.is_zipfile(path):
        with closing(Folder(path) if Path(path).is_dir() else Zip(path)) as source:
            export = Export(source, report, pins)
            count = export.check(root, days)
            keys = export.keys
    else:
        count, keys = _proof(path, report, pins, root)
    if not keys.pinned:
        zh = "没有指定可信密钥，签名只说明与所附密钥相符"
        report.note(zh, "no key was pinned: signatures were checked against the keys that came along")
    return count


def _proof(path: str, report: Report, pins: Sequence[str], root: str | None) -> tuple[int, Keys]:
    try:
        with Path(path).open("rb") as file:
            content = file.read(LONGEST_DOCUMENT + 1)
    except OSError as error:
        raise Unreadable(str(error)) from error
    if len(content) > LONGEST_DOCUMENT:
        raise Unreadable("too long")
    document = parsed(content)
    kind = document.get("type") if isinstance(document, dict) else None
    if not isinstance(kind, str) or kind not in PROOFS or _number(document, "format") != FORMAT:
        raise Unreadable("type")
    keys = Keys(document.get("keys"), pins)
    count = PROOFS[kind](document, keys, report)
    if root is not None and root not in _roots(document):
        report.fault("证明中没有与给出的根相符的批次", "no batch of the proof has the root that was given")
    return count, keys


def _roots(document: Any) -> set[str]:
    carriers = [document.get("batch"), document.get("from"), *(document.get("batches") or [])]
    carriers += [step.get("to") for step in document.get("steps") or []]
    return {Header(carrier).digest.hex() for carrier in carriers if carrier}


def _given_day(text: str) -> tuple[str, str]:
    date, _, digest = text.partition("=")
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", date) or not re.fullmatch("[0-9a-fA-F]{64}", digest):
        raise argparse.ArgumentTypeError("DATE=DIGEST")
    return date, digest.lower()


def _given_root(text: str) -> str:
    if not re.fullmatch("[0-9a-fA-F]{64}", text):
        raise argparse.ArgumentTypeError("64 hexadecimal digits")
    return text.lower()


def _given_key(text: str) -> str:
    if re.fullmatch("[0-9a-fA-F:]{64,95}", text):
        return text
    try:
        with Path(text).open(encoding="ascii") as file:
            pem = file.read(4096)
        Key(pem)
    except (OSError, ValueError, Unreadable) as error:
        raise argparse.ArgumentTypeError("neither a fingerprint nor a file with a public key") from error
    return pem


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="核验通办的办理留痕 / Check the record of Tongban offline")
    parser.add_argument("path", help="导出的文件夹、zip 或者证明文件 / export (folder, zip) or proof (JSON)")
    parser.add_argument("--key", action="append", default=[], type=_given_key, help="可信密钥 / trusted key")
    parser.add_argument("--root", type=_given_root, help="公布的批次摘要 / a published digest of a batch")
    parser.add_argument("--day", action="append", default=[], type=_given_day, help="日期=公布的日摘要 / published day")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    return parser.parse_args(given)


def main(given: Sequence[str] | None = None) -> int:
    """Run the command; return the exit code."""
    asked = arguments(given)
    try:
        report, count = check(asked.path, pins=asked.key, root=asked.root, days=dict(asked.day))
    except Unreadable as error:
        _print({"holds": None, "error": str(error)}, [f"无法核验 / cannot be checked: {error}"], as_json=asked.json)
        return 2
    holds = not report.count
    lines = [f"{_where_of(fault)}{fault['zh']} / {fault['en']}" for fault in report.faults]
    lines += [f"{note['zh']} / {note['en']}" for note in report.notes[-20:]]
    verdict = "核验通过 / holds" if holds else f"核验不通过，{report.count} 处 / does not hold, {report.count} faults"
    lines.append(f"{verdict} ({count} 条 / entries)")
    found = {"holds": holds, "entries": count, "count": report.count, "faults": report.faults, "notes": report.notes}
    _print(found, lines, as_json=asked.json)
    return 0 if holds else 1


def _where_of(fault: dict[str, Any]) -> str:
    batch = f"批次 / batch {fault['batch']}, " if "batch" in fault else ""
    last = f"–{fault['last']}" if "last" in fault else ""
    position = f"位置 / position {fault['position']}{last}, " if "position" in fault else ""
    return batch + position


def _print(found: dict[str, Any], lines: list[str], *, as_json: bool) -> None:
    text = json.dumps(found, ensure_ascii=True) if as_json else "\n".join(lines)
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")


if __name__ == "__main__":
    sys.exit(main())
