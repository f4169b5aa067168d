"""The verbs of talking about a revision: a remark at an element, its answer, and that it is settled."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.catalog.models import Remark, Revision
from tongban.catalog.revising import rules
from tongban.catalog.revising.errors import NotAddressed, NotNow, RemarkOfOthers, UnknownRemark, UnknownSection
from tongban.catalog.revising.moving import hold, note, roles_of, words_of
from tongban.catalog.revising.states import ENDED
from tongban.kernel.actors import Actor
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger

ELEMENT = re.compile(r"[a-z_]{1,20}(\.[a-z0-9][a-z0-9_-]{0,59})?|")
TALKING = "GZGF.6.2"


@transaction.atomic
def remark(*, revision: UUID, element: str, text: str, by: Actor, at: datetime) -> Remark:
    """Say something of an element of a revision (``materials.3``; empty for the whole), to be answered and settled.

    For everybody for whom the revision exists. ReasonNeeded without words, NotNow when it has ended.
    """
    if not ELEMENT.fullmatch(element):
        raise UnknownSection
    words = words_of(text, field="text", needed=True, lacking="请写明您的意见。")
    held = _open(revision, by)
    made = Remark.objects.create(
        id=uuid7(at),
        revision=held,
        element=element,
        text=words,
        by=by.id,
        roles=rules.speaks_as(roles_of(by, held)),
        at=at,
    )
    _note(held, "remark", made, by=by, at=at)
    return made


@transaction.atomic
def answer_remark(*, revision: UUID, remark: UUID, text: str, by: Actor, at: datetime) -> Remark:
    """Answer what was said; a later answer stands in the place of the one before.

    NotAddressed for who it was not said to: those who write answer what others say, and others what writers say.
    """
    words = words_of(text, field="text", needed=True, lacking="请写明您的答复。")
    held = _open(revision, by)
    found = _remark(held, remark)
    if not rules.may_answer(found, roles_of(by, held), by.id):
        raise NotAddressed
    found.answer, found.answered_by, found.answered_at = words, by.id, at
    found.save()
    _note(held, "answer_remark", found, by=by, at=at)
    return found


@transaction.atomic
def resolve_remark(*, revision: UUID, remark: UUID, by: Actor, at: datetime) -> Remark:
    """Say that a remark is settled; twice is once. RemarkOfOthers but for who made it and colleagues of their role."""
    held = _open(revision, by)
    found = _remark(held, remark)
    if not rules.may_settle(found, roles_of(by, held), by.id, held.drafters):
        raise RemarkOfOthers
    if found.resolved_at is None:
        found.resolved_by, found.resolved_at = by.id, at
        found.save()
        _note(held, "resolve_remark", found, by=by, at=at)
    return found


def _open(revision: UUID, by: Actor) -> Revision:
    held = hold(revision, by)
    if held.state in ENDED:
        raise NotNow(f"这份修订{held.state_name}，不能再提意见。")
    return held


def _remark(held: Revision, key: UUID) -> Remark:
    found = held.remarks.select_for_update(of=("self",)).filter(pk=key).first()
    if found is None:
        raise UnknownRemark
    return found


def _note(held: Revision, verb: str, made: Remark, *, by: Actor, at: datetime) -> None:
    section = made.element.partition(".")[0]
    facts: dict[str, ledger.Fact] = {"remark": made.pk, "element": made.element or "all"}
    note(held, f"revision.{verb}", by=by, at=at, before=held.state, basis=TALKING, section=section, facts=facts)
