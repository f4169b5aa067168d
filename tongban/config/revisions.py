"""The sample city at its own guides: a revision at every stage, made by the verbs at past moments."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tongban.catalog import api as catalog
from tongban.config.motion import back
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM, Actor
from tongban.kernel.days import day_of, start_of
from tongban.orgs import api as orgs

FILE = "revisions.toml"
MORNING = timedelta(hours=9)

Step = Mapping[str, Any]
Do = Callable[[UUID, Step, Actor, datetime], object]


@transaction.atomic
def load_revisions(*, at: datetime) -> int:
    """Make the revisions of the sample city where there are none; all of them or none. Return how many."""
    path = settings.SAMPLE_DIR / FILE
    if not path.exists() or catalog.revisions(by=SYSTEM).exists():
        return 0
    rows = tomllib.loads(path.read_text("utf-8"))["revisions"]
    for row in rows:
        _made(row, at)
    return len(rows)


def _made(row: Mapping[str, Any], at: datetime) -> None:
    calendar, key = orgs.work_calendar(), UUID(int=0)
    for place, step in enumerate(row["steps"]):
        day = back(day_of(at), step["ago"], calendar)
        moment = min(start_of(day) + MORNING + timedelta(minutes=place), at)
        by = _actor(step.get("by", row["writer"]), at)
        if step["verb"] == "begin":
            key = _begun(row, by, moment)
        else:
            _VERBS[step["verb"]](key, step, by, moment)


def _begun(row: Mapping[str, Any], by: Actor, at: datetime) -> UUID:
    held = catalog.begin(item=row["item"], by=by, at=at)
    change = row["set"]
    content = copy.deepcopy(held.document[change["section"]])
    part: Any = content
    for name in change["path"][:-1]:
        part = part[name]
    part[change["path"][-1]] = change["value"]
    catalog.save_section(revision=held.pk, section=change["section"], content=content, seen=held.digest, by=by, at=at)
    grounds = {name: row[name] for name in ("basis", "reason", "favourable", "transition") if name in row}
    catalog.ground(revision=held.pk, by=by, at=at, **grounds)
    return held.pk


def _actor(username: str, at: datetime) -> Actor:
    return identity.actor_of(identity.User.objects.get(username=username), at=at)


def _publish(key: UUID, step: Step, by: Actor, at: datetime) -> object:
    start = start_of(day_of(at) + timedelta(days=step["after"]))
    return catalog.publish_revision(revision=key, by=by, at=at, effective_from=start)


def _plain(call: Callable[..., object], *names: str) -> Do:
    def do(key: UUID, step: Step, by: Actor, at: datetime) -> object:
        return call(revision=key, by=by, at=at, **{name: step[name] for name in names if name in step})

    return do


_VERBS: dict[str, Do] = {
    "submit": _plain(catalog.submit),
    "pass_review": _plain(catalog.pass_review),
    "pass_check": _plain(catalog.pass_check),
    "give_back": _plain(catalog.give_back, "reasons"),
    "remark": _plain(catalog.remark, "element", "text"),
    "ask_opinion": _plain(catalog.ask_opinion, "departments"),
    "hand_up": _plain(catalog.hand_up, "words"),
    "approve": _plain(catalog.approve),
    "publish": _publish,
}
