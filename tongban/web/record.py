"""留痕公示: what anybody may check of the record without asking us."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tongban.crypto import api as crypto
from tongban.ledger import api as ledger
from tongban.web.request import Request

VERIFIER = Path("verifier") / "tongban_verify.py"
DAYS = 31
SUITES = {"SM": "SM3 + SM2", "INTL": "SHA-256 + ECDSA P-256"}


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day as it is published: its digest, the last batch, and when an authority saw it."""

    date: date
    digest: str
    batch: int
    suite: str
    stamped: datetime | None
    authority: str


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A public key with the fingerprint by which people compare it."""

    name: str
    suite: str
    fingerprint: str
    pem: str


@require_safe
def record(request: Request) -> HttpResponse:
    """Show what each day was signed as, the keys, and how anybody checks them."""
    keys = [_key(one) for one in crypto.public_keys()]
    context = {
        "days": [_day(one) for one in ledger.days(limit=DAYS)],
        "sealing": ledger.sealing(),
        "keys": keys,
        "now": timezone.now(),
    }
    return render(request, "web/record.html", context)


@require_safe
def verifier(request: Request) -> HttpResponse:
    """Hand out the verifier: one file to read and to keep."""
    del request
    response = HttpResponse((settings.BASE_DIR / VERIFIER).read_bytes(), content_type="text/x-python; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{VERIFIER.name}"'
    return response


def _day(day: ledger.Day) -> DayRow:
    stamp = getattr(day, "stamp", None)
    seen = _seen(bytes(stamp.token)) if stamp else None
    return DayRow(
        date=day.date,
        digest=day.digest,
        batch=day.batch,
        suite=SUITES[day.suite],
        stamped=seen.moment if seen else None,
        authority=seen.authority if seen else "",
    )


@lru_cache(maxsize=DAYS)
def _seen(token: bytes) -> crypto.Timestamp:
    """Read a token once: checking its signatures costs more than the rest of the page."""
    return crypto.read_timestamp(token)


def _key(key: crypto.PublicKey) -> KeyRow:
    return KeyRow(key.name, SUITES[key.suite], fingerprint(key.pem), key.pem)


def fingerprint(pem: str) -> str:
    """Return the SHA-256 of a key's SubjectPublicKeyInfo in hexadecimal, as the verifier and openssl show it."""
    body = "".join(line for line in pem.splitlines() if not line.startswith("-----"))
    return hashlib.sha256(base64.b64decode(body)).hexdigest()
