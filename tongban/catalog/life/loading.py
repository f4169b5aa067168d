"""Taking in the matters of life that a city writes down, and reading them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction
from django.db.models import QuerySet
from pydantic import ValidationError

from tongban.catalog.basic import BasicItem
from tongban.catalog.errors import BadItems, UnknownLifeEvent
from tongban.catalog.guide.terms import Audience
from tongban.catalog.life.event import Event
from tongban.catalog.life.tables import LifeEvent
from tongban.catalog.reading import sentences, toml
from tongban.kernel.actors import SYSTEM, Actor
from tongban.ledger import api as ledger

FILE = "life-events.toml"
# 工作规范11: 从企业和群众办成“一件事”的角度出发; 6: what is published has to be found.
LISTING = ledger.Why(ledger.Purpose.ADMINISTRATION, "GZGF.6,GZGF.11")
ALL = uuid5(NAMESPACE_OID, "tongban/life-events")
"""Under this the ledger knows the matters of a file, taken in at once."""


@transaction.atomic
def load_life_events(*, path: Path, at: datetime, by: Actor = SYSTEM) -> int:
    """Take in the matters of a directory's file; return how many are new, changed or gone. Without a file none is.

    What is no longer in the file goes: nothing hangs on it. Refuses (BadItems) a file with faults or with services that
    the basic directory does not have, all of them at once; then nothing is loaded.
    """
    if not (path / FILE).exists():
        return 0
    events = _events(path)
    before = {row.code: (row.place, row.document) for row in LifeEvent.objects.select_for_update()}
    rows = [_row(place, event) for place, event in enumerate(events)]
    changed = [row for row in rows if before.get(row.code) != (row.place, row.document)]
    gone = LifeEvent.objects.exclude(code__in=[row.code for row in rows])
    count = len(changed) + gone.count()
    gone.delete()
    LifeEvent.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "audiences", "place", "document"],
    )
    if count:
        facts: dict[str, ledger.Fact] = {"events": count}
        ledger.record(at=at, actor=by, verb="life_event.load", kind="life_event", subject=ALL, facts=facts, why=LISTING)
    return count


def life_events(audience: Audience | None = None) -> QuerySet[LifeEvent]:
    """Return the matters of life in their order, of one door if asked."""
    found = LifeEvent.objects.all()
    return found.filter(audiences__contains=[audience.value]) if audience else found


def life_event(code: str) -> Event:
    """Return one matter of life; UnknownLifeEvent when there is none of this code."""
    found = LifeEvent.objects.filter(code=code).first()
    if found is None:
        raise UnknownLifeEvent
    return found.event


def _events(path: Path) -> Sequence[Event]:
    written = toml(path / FILE)
    events, faults = [], []
    for number, one in enumerate(written.get("events", ()), start=1):
        try:
            events.append(Event.model_validate(one))
        except ValidationError as error:
            faults += [f"第{number}个：{fault}" for fault in sentences(error)]
    faults += [f"编码 {code} 写了两次" for code, count in Counter(one.code for one in events).items() if count > 1]
    faults += [f"基本目录里没有 {code}" for code in _unknown({stage.service for one in events for stage in one.stages})]
    if faults or written.keys() != {"events"}:
        message = f"{FILE} 有问题：{'；'.join(faults) or '只能有 events 列表'}。没有载入任何内容。"
        raise BadItems(message)
    return events


def _unknown(services: Collection[str]) -> list[str]:
    return sorted(set(services) - set(BasicItem.objects.filter(code__in=services).values_list("code", flat=True)))


def _row(place: int, event: Event) -> LifeEvent:
    return LifeEvent(
        code=event.code,
        name=event.name,
        audiences=[one.value for one in event.audiences],
        place=place,
        document=event.model_dump_json(by_alias=True, exclude_defaults=True),
    )
