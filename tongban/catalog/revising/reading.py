"""Reads about revisions, each scoped to the actor: one, lists with clocks, what was done, who else is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from tongban.catalog.models import AskedOpinion, GuideVersion, Remark, Revision, RevisionLook, RevisionStep
from tongban.catalog.revising import policy, rules
from tongban.catalog.revising.errors import UnknownRevision
from tongban.catalog.revising.moving import roles_of, visible_to
from tongban.catalog.revising.states import EDITABLE, ENDED, State, Verb, moves_of
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, Role
from tongban.orgs import api as orgs

# Whose turn it is at each stage.
_TURN = {
    Role.ITEM_MANAGER: (*EDITABLE, State.OPINION, State.APPROVED),
    Role.ITEM_REVIEWER: (State.DEPARTMENT_REVIEW,),
    Role.LEGAL_REVIEWER: (State.LEGAL_CHECK,),
    Role.ITEM_APPROVER: (State.APPROVAL,),
}


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who has a revision open as well, and when they last looked."""

    account: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A revision in a list, with the clock of its stage."""

    revision: Revision
    clock: policy.Clock | None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A version that followed another one, and what the approved revision says by which it was adjusted (第八条).

    ``favourable``: what is better for applicants; ``transition``: the rule by which running cases may follow. Both are
    empty where it says neither, or where the version came without an approved revision (``revision`` is None then).
    """

    version: GuideVersion
    favourable: str
    transition: str
    revision: UUID | None


def adoptable(item: str, *, after: int, at: datetime) -> tuple[Adjustment, ...]:
    """Return what came into force of an item after a version of this number, the oldest first (第八条).

    The last of them is in force. Whether a running case may follow is for whoever runs it; published guides and the
    grounds of their adjustment are no secret, so nobody's reach is asked.
    """
    standing = GuideVersion.objects.standing().filter(item__code=item, version__gt=after, effective_from__lte=at)
    found = list(standing.select_related("item").defer("document").order_by("version"))
    states = [State.SCHEDULED, State.PUBLISHED]
    approved = Revision.objects.filter(version__in=found, state__in=states, approved_by__isnull=False)
    by_version = {one.version_id: one for one in approved.defer("document")}
    return tuple(_adjustment(one, by_version.get(one.pk)) for one in found)


def _adjustment(version: GuideVersion, held: Revision | None) -> Adjustment:
    if held is None:
        return Adjustment(version, "", "", None)
    return Adjustment(version, held.favourable, held.transition, held.pk)


def revision(key: UUID, *, by: Actor, at: datetime) -> Revision:
    """Return a revision; UnknownRevision for one that does not exist for the actor.

    One whose guide has come into force is published, whether or not that was noted yet.
    """
    found = visible_to(by).select_related("item__basic", "item__department", "item__region", "base", "version")
    held = found.filter(pk=key).first()
    if held is None:
        raise UnknownRevision
    if held.state == State.SCHEDULED and held.version is not None and held.version.effective_from <= at:
        held.state = State.PUBLISHED
    return held


def revisions(*, by: Actor, item: str = "", ended: bool | None = None) -> QuerySet[Revision]:
    """Return the revisions that exist for the actor, the latest change first; of one item, open or ended ones only."""
    found = visible_to(by).select_related("item__department", "item__region").defer("document")
    if item:
        found = found.filter(item__code=item)
    if ended is not None:
        found = found.filter(state__in=sorted(ENDED)) if ended else found.exclude(state__in=sorted(ENDED))
    return found


def open_among(items: Iterable[UUID], *, by: Actor) -> dict[UUID, Revision]:
    """Return the open revision of each of these items that has one: one query for a list."""
    found = revisions(by=by, ended=False).filter(item__in=list(items))
    return {one.item_id: one for one in found}


def todo(*, by: Actor, at: datetime) -> list[Waiting]:
    """Return what waits for the actor, the first to be over at the head: whose turn it is, and opinions asked."""
    turn = Q(pk__in=[])
    for role, states in _TURN.items():
        if by.holds(role):
            turn |= Q(state__in=states)
    asked = AskedOpinion.objects.filter(given_at=None, revision__state=State.OPINION)
    mine = set(asked.filter(_asked_of(by)).values_list("revision", flat=True))
    found = [one for one in revisions(by=by).filter(turn | Q(pk__in=mine)) if _is_turn(one, by) or one.pk in mine]
    rows = with_clocks(found, at=at)
    return sorted(rows, key=lambda row: (row.clock is None, row.clock.due if row.clock else None, str(row.revision.pk)))


def with_clocks(found: Iterable[Revision], *, at: datetime) -> list[Waiting]:
    """Return revisions with the clocks of their stages, by the calendar in force."""
    calendar = orgs.work_calendar()
    return [Waiting(one, policy.clock(one.state, one.stage_at, at=at, calendar=calendar)) for one in found]


def steps(held: Revision) -> Sequence[RevisionStep]:
    """Return what was done to a revision, the latest first."""
    return list(held.steps.order_by("-at", "-id"))


def remarks(held: Revision) -> Sequence[Remark]:
    """Return what was said of a revision, what is open first."""
    return sorted(held.remarks.all(), key=lambda one: (one.resolved_at is not None, one.at))


def addressed(held: Revision, remark: Remark, *, by: Actor) -> tuple[bool, bool]:
    """Tell whether the actor answers a remark, and whether they settle it; neither when all is over."""
    if held.state in ENDED or remark.resolved_at is not None:
        return False, False
    roles = roles_of(by, held)
    return rules.may_answer(remark, roles, by.id), rules.may_settle(remark, roles, by.id, held.drafters)


def opinions(held: Revision) -> Sequence[AskedOpinion]:
    """Return whose opinion was asked, with the answers."""
    return list(held.opinions.select_related("department"))


def open_verbs(held: Revision, *, by: Actor) -> tuple[str, ...]:
    """Return what the actor may do with a revision now: the buttons."""
    found = moves_of(held.kind).open_to(state=held.state, roles=roles_of(by, held))
    return tuple(verb for verb in dict.fromkeys(found) if not rules.barred(verb, held.state, held, by.id))


def may_write(held: Revision, *, by: Actor) -> bool:
    """Tell whether the actor may change what a revision says now."""
    return held.editable and Role.ITEM_MANAGER in roles_of(by, held)


def kept_apart(held: Revision, *, by: Actor) -> bool:
    """Tell whether only four eyes keep the actor from judging: somebody else has to."""
    found = moves_of(held.kind).open_to(state=held.state, roles=roles_of(by, held))
    return any(rules.barred(verb, held.state, held, by.id) for verb in found)


def opinion_wanted(held: Revision, *, by: Actor) -> AskedOpinion | None:
    """Return the opinion that is still asked of the actor's department, if one is."""
    if held.state != State.OPINION:
        return None
    return held.opinions.select_related("department").filter(_asked_of(by), given_at=None).first()


def look(held: Revision, *, by: Actor, at: datetime, writing: bool = True) -> list[Present]:
    """Return who else has a revision open to write in it, and note it of the actor: a mechanism, nothing for ever.

    ``writing``: whether what the actor has open is an editor. Who only reads is in nobody's way, and so is who may not
    write. Nobody is there when nobody can write.
    """
    if not held.editable:
        return []
    if writing and may_write(held, by=by):
        RevisionLook.objects.bulk_create(
            [RevisionLook(revision=held, account=by.id, at=at)],
            update_conflicts=True,
            update_fields=["at"],
            unique_fields=["revision", "account"],
        )
    others = held.looks.filter(at__gte=at - policy.present_for()).exclude(account=by.id).order_by("-at")
    return [Present(one.account, one.at) for one in others]


def _is_turn(held: Revision, by: Actor) -> bool:
    roles = roles_of(by, held)
    turn = any(role in roles and held.state in states for role, states in _TURN.items())
    judging = held.state in {State.DEPARTMENT_REVIEW, State.LEGAL_CHECK, State.APPROVAL}
    return turn and not (judging and rules.barred(Verb.RETURN, held.state, held, by.id))


def _asked_of(by: Actor) -> Q:
    return identity.granted(rules.ASKED, by)
