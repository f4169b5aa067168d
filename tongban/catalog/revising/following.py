"""Following what was published while a change was written: nothing of either is lost, and nobody undoes it unseen."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.catalog import queries
from tongban.catalog.models import GuideVersion, Revision
from tongban.catalog.revising import rules
from tongban.catalog.revising.changed import Changed, changes_between
from tongban.catalog.revising.errors import BaseMoved, NotMoved
from tongban.catalog.revising.moving import digest_of, hold, move
from tongban.catalog.revising.states import ENDED, State, Verb
from tongban.kernel.actors import Actor

FIRST = "这个事项已经有了现行的办事指南，这份新编的不能再发布。请放弃它，再从现行的办事指南起一份变更。"


@transaction.atomic
def take_over(*, revision: UUID, by: Actor, at: datetime) -> Revision:
    """Take what was published meanwhile into a change, section by section (第六条: 准确; 第八条).

    A section that this change left alone becomes that of the version in force; one that both changed stays as it is
    written here, and the difference shows it. What was approved is to be judged anew. NotMoved where the version in
    force is the one it began from; BaseMoved for a first guide, which cannot become a change.
    """
    held = hold(revision, by)
    force = queries.published(held.item.code, at=at)
    if force is None or not held.with_guide or force.pk == held.base_id:
        raise NotMoved
    if held.base is None:
        raise BaseMoved(FIRST)
    theirs = GuideVersion.objects.get(pk=force.pk)
    held.document = rules.merged(held.base.document, theirs.document, held.document)
    held.digest, held.base = digest_of(held.document), theirs
    held.drafters = sorted({*held.drafters, by.id})
    move(held, Verb.TAKE_OVER, by=by, at=at, facts={"version": theirs.version, "base": theirs.digest})
    return held


def moved(held: Revision, *, at: datetime) -> GuideVersion | None:
    """Return the version in force where it is not the one that an open revision began from; None otherwise."""
    if not held.with_guide or held.state in {*ENDED, State.SCHEDULED}:
        return None
    force = queries.published(held.item.code, at=at)
    return force if force is not None and force.pk != held.base_id else None


def changes_meanwhile(held: Revision, force: GuideVersion) -> tuple[Changed, ...]:
    """Return what the version in force says otherwise than the one the revision began from, place by place."""
    before = held.base.document if held.base else {}
    return changes_between(before, force.document)
