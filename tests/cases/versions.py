"""A newer version of the guide of the sample, as a revision that was judged by others leads to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.cases.samples import ITEM, Desk
from tongban.catalog import api as catalog
from tongban.kernel.actors import SYSTEM, Actor, ActorKind, Grant, Role
from tongban.kernel.ids import uuid7

FAVOURABLE = "不再要求提交经营布局图。"


@dataclass(frozen=True, slots=True)
class Newer:
    """The version that was published, and the revision that led to it, if one did."""

    version: catalog.GuideVersion
    revision: UUID | None


def less_to_hand_in(document: dict[str, Any]) -> None:
    """Ask for no plan of the place any more, so that a promise spares nobody of it either."""
    document["materials"] = [one for one in document["materials"] if one["id"] != "3"]
    document["criteria"][4]["commitment"]["spares"] = []


def adjusted(
    desk: Desk,
    change: Callable[[dict[str, Any]], None],
    *,
    favourable: str = FAVOURABLE,
    transition: str = "",
    in_days: int = 0,
    by_revision: bool = True,
) -> Newer:
    """Publish a changed guide: by the whole way of a revision, or as the files of the city are loaded."""
    force = catalog.published(ITEM, at=desk.now())
    assert force is not None
    document = force.guide.model_dump(mode="json", by_alias=True)
    change(document)
    if not by_revision:
        return Newer(catalog.publish(item_code=ITEM, document=document, by=SYSTEM, at=desk.now()), None)
    return _by_revision(desk, force, document, favourable, transition, in_days)


def _by_revision(
    desk: Desk, force: catalog.GuideVersion, document: dict[str, Any], favourable: str, transition: str, in_days: int
) -> Newer:
    manager, reviewer, legal = (_staff(desk, role) for role in _OF_THE_DEPARTMENT)
    approver = Actor(uuid7(desk.at), ActorKind.STAFF, grants=frozenset({Grant(Role.ITEM_APPROVER, "*", "320200")}))
    held = catalog.begin(item=ITEM, document=document, by=manager, at=desk.now())
    catalog.ground(
        revision=held.pk,
        basis="苏市监规〔2026〕3号",
        reason="减轻负担",
        favourable=favourable,
        transition=transition,
        by=manager,
        at=desk.now(),
    )
    catalog.submit(revision=held.pk, by=manager, at=desk.now())
    catalog.pass_review(revision=held.pk, by=reviewer, at=desk.now())
    catalog.pass_check(revision=held.pk, by=legal, at=desk.now())
    catalog.hand_up(revision=held.pk, words="不涉及别的部门", by=manager, at=desk.now())
    catalog.approve(revision=held.pk, by=approver, at=desk.now())
    start = desk.now() + timedelta(days=in_days) if in_days else None
    done = catalog.publish_revision(revision=held.pk, by=manager, at=desk.now(), effective_from=start)
    assert done.version is not None
    assert done.version.version == force.version + 1
    return Newer(done.version, done.pk)


_OF_THE_DEPARTMENT = (Role.ITEM_MANAGER, Role.ITEM_REVIEWER, Role.LEGAL_REVIEWER)


def _staff(desk: Desk, role: Role) -> Actor:
    item = catalog.item(ITEM)
    grant = Grant(role, item.department_id or "*", item.region_id)
    return Actor(uuid7(desk.now()), ActorKind.STAFF, grants=frozenset({grant}))
