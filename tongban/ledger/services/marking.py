"""Lists that somebody takes away carry a serial number, so that a copy can be traced to who took it."""

from __future__ import annotations

import base64
import re
from collections.abc import Collection
from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from django.db import transaction

from tongban.kernel.actors import Actor
from tongban.ledger.rules.purposes import LOOKING, Purpose, Why
from tongban.ledger.services.writing import record

SERIAL = re.compile(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}")


@transaction.atomic(durable=True)
def mark_export(
    *, what: str, rows: int, purpose: Purpose, by: Actor, at: datetime, about: Collection[UUID] = ()
) -> str:
    """Note that a list is taken away, and return its serial number, before the first byte is handed out.

    ``what``: a code of the list, such as ``clocks``. The serial number is drawn at random, stands on the list itself
    and in the entry, and is read aloud without mistakes: letters and figures that cannot be taken for each other
    (数据安全法27: 采取相应的技术措施; 个人信息保护法51).
    """
    serial = draw_serial()
    record(
        at=at,
        actor=by,
        verb="export.take",
        kind="export",
        subject=export_id(serial),
        facts={"serial": serial, "what": what, "rows": rows},
        why=Why(purpose, f"GBF.51,{LOOKING[purpose]}", tuple(about), reading=True),
    )
    return serial


def export_id(serial: str) -> UUID:
    """Return under which subject an export is recorded, by its serial number as somebody reads it off a copy."""
    return uuid5(NAMESPACE_OID, f"tongban/export/{read_serial(serial)}")


def read_serial(text: str) -> str:
    """Return a serial number as it is written, however somebody typed it; nothing if it is none."""
    plain = re.sub(r"[^A-Z2-7]", "", text.upper().replace("0", "O").replace("1", "I"))
    written = "-".join(plain[start : start + 4] for start in range(0, len(plain), 4))
    return written if SERIAL.fullmatch(written) else ""


def draw_serial() -> str:
    """Draw a serial number of 80 bits: nobody guesses the number of somebody else's list."""
    text = base64.b32encode(uuid4().bytes[:5] + uuid4().bytes[:5]).decode()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))
