"""Following what was published while a change was written: nothing of either is lost, and nobody undoes it unseen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.catalog import queries
from tongban.catalog.models import GuideVersion, Revision
from tongban.catalog.revising import rules
from tongban.catalog.revising.changed import Changed, by_row
from tongban.catalog.revising.editing import inherited, own
from tongban.catalog.revising.errors import BaseMoved, MoreThanName, NotMoved, NotRenamed
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


@dataclass(frozen=True, slots=True)
class Renamed:
    """What the list of items and the basic directory say otherwise than a draft: ``what`` it is, in Chinese."""

    what: str
    before: str
    now: str


def renamed(held: Revision) -> tuple[Renamed, ...]:
    """Return what the directory says otherwise than an open revision; nothing where they agree, or it has ended."""
    if not held.with_guide or held.state in {*ENDED, State.SCHEDULED}:
        return ()
    said = held.document.get("basics")
    basics = said if isinstance(said, Mapping) else {}
    item = held.item
    odd = rules.contradicted(held.document, item=inherited(item), decides=item.department_id or "")
    found = [
        Renamed(rules.INHERITED[name], str(basics.get(name, "")), value)
        for name, value in inherited(item).items()
        if rules.INHERITED[name] in odd
    ]
    named = {one.what for one in found}
    return (*found, *(Renamed(one, "", item.department_id or "") for one in odd if one not in named))


@transaction.atomic
def follow_directory(*, revision: UUID, by: Actor, at: datetime) -> Revision:
    """Take over what the directory calls the item now, where a revision still has it as it was (第六条).

    The name is the directory's, one for the whole province, and none of those who judge a guide decide about it: what
    they signed stays signed, and who takes it over has written nothing. Everything else that is inherited bears on what
    they judged, so once it is handed in it is sent back first (MoreThanName). NotRenamed where both agree.
    """
    held = hold(revision, by)
    found = require_followable(held)
    held.document = own(held.document, held.item)
    held.digest = digest_of(held.document)
    words = "\n".join(f"{one.what}：{one.before}→{one.now}" for one in found)
    move(held, Verb.FOLLOW_DIRECTORY, by=by, at=at, words=words)
    return held


def require_followable(held: Revision) -> tuple[Renamed, ...]:
    """Return what is taken over of the directory now; refuse, as ``follow_directory`` says, what cannot be."""
    found = renamed(held)
    if not found:
        raise NotRenamed
    if not held.editable and {one.what for one in found} != {rules.INHERITED["name"]}:
        raise MoreThanName
    return found


def moved(held: Revision, *, at: datetime) -> GuideVersion | None:
    """Return the version in force where it is not the one that an open revision began from; None otherwise."""
    if not held.with_guide or held.state in {*ENDED, State.SCHEDULED}:
        return None
    force = queries.published(held.item.code, at=at)
    return force if force is not None and force.pk != held.base_id else None


def changes_meanwhile(held: Revision, force: GuideVersion) -> tuple[Changed, ...]:
    """Return what the version in force says otherwise than the one the revision began from, row by row."""
    before = held.base.document if held.base else {}
    return by_row(before, force.document)
