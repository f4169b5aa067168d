"""Looking at what waits at the window where results are handed out: whose names were shown is an entry."""

from __future__ import annotations

from datetime import datetime

from tongban.cases.models import Case
from tongban.cases.services.moving import both
from tongban.cases.window import queries
from tongban.cases.window.tables import Shipment
from tongban.kernel.actors import Actor
from tongban.ledger import api as ledger


def read_to_hand_out(*, by: Actor, at: datetime, post: bool) -> list[Case]:
    """Return what waits to be handed out or posted (``queries.to_hand_out``), and record whose names were shown."""
    shown = queries.to_hand_out(by, post=post)
    _note(shown, by, at)
    return shown


def read_parcels(*, by: Actor, at: datetime) -> list[Shipment]:
    """Return the parcels on their way (``queries.to_post``), and record whose names were shown."""
    shown = queries.to_post(by)
    _note([one.case for one in shown], by, at)
    return shown


def _note(shown: list[Case], by: Actor, at: datetime) -> None:
    if not shown:
        return
    ledger.note_reading(
        at=at,
        actor=by,
        kind="case_list",
        subject=by.id,
        about=tuple({party for case in shown for party in both(case)}),
        purpose=ledger.Purpose.HANDLING,
        facts={"cases": len(shown)},
    )
