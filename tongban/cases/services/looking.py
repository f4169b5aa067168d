"""Looking at cases: what a member of staff sees of people is an entry, so that everybody can learn who looked.

What a person looks at in their own affair is nobody's business and no entry (个人信息保护法45); what somebody looks at
by a mandate for some things is one, so that the principal can see it. None of this is done in the transaction of
another verb: what is rolled back there would have been seen all the same.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from tongban.cases import queries, rules
from tongban.cases.errors import AwaitsDeferred, CaseNotFound
from tongban.cases.exchange import rows as exchange
from tongban.cases.extending.reading import to_answer
from tongban.cases.models import Case
from tongban.cases.services.moving import both, in_whose_post
from tongban.cases.states import State
from tongban.kernel.actors import Actor, ActorKind, Role
from tongban.kernel.errors import NotAllowed
from tongban.ledger import api as ledger

RUNNING_IT = (Role.OPERATOR, Role.AUDITOR)


def read_case(*, number: str, by: Actor, at: datetime, whole: bool = True) -> Case:
    """Return a received case that the actor may reach, and record the look; else CaseNotFound.

    ``whole``: with all that hangs on it, for a page; else with what says how far it is. The look is the same.
    """
    case = queries.case_for(by, number, whole=whole)
    note_look(case, by, at)
    return case


def read_draft(*, draft: UUID, by: Actor, at: datetime) -> Case:
    """Return a case by its id, while it is filled in and after, and record the look; else CaseNotFound."""
    case = queries.draft_for(by, draft)
    note_look(case, by, at)
    return case


def read_document(*, number: str, kind: str, by: Actor, at: datetime) -> queries.Paper:
    """Return an official document of a case that the actor may reach, and record the look; else CaseNotFound.

    AwaitsDeferred for the applicant while the result waits for what was promised (``queries.withheld``).
    """
    case = queries.case_for(by, number)
    if by.kind is not ActorKind.STAFF and kind in queries.withheld(case, at=at):
        raise AwaitsDeferred if case.state == State.GRANTED else CaseNotFound
    paper = queries.open_document(case, kind)
    note_look(case, by, at, part=f"documents.{kind}")
    return paper


def read_material(*, case: str | UUID, row: UUID, by: Actor, at: datetime) -> str:
    """Return a short-lived handle for a file of a case that the actor may reach, and record the look.

    ``case`` is the number of a received case or the id of a draft; ``row`` the entry in its list of materials.
    CaseNotFound for anything else.
    """
    held = queries.draft_for(by, case) if isinstance(case, UUID) else queries.case_for(by, case)
    material, handle = queries.open_material(held, row, at=at)
    note_look(held, by, at, part=f"materials.{material}")
    return handle


def read_exchange(*, number: str, by: Actor, at: datetime) -> exchange.Exchange:
    """Return what is exchanged of a case with other systems, masked, and record the look.

    For those who run the system or audit it, who see nothing else of cases: NotAllowed for anybody else, CaseNotFound
    where there is none of this number or they keep out of it.
    """
    if not any(map(by.holds, RUNNING_IT)):
        raise NotAllowed
    case = queries.by_number(number)
    if case is None or queries.kept_from(by, case):
        raise CaseNotFound
    found = queries.masked(queries.exchange_of(case, by=by))
    ledger.note_reading(
        at=at,
        actor=by,
        kind="case",
        subject=case.id,
        about=both(case),
        purpose=ledger.Purpose.AUDIT if by.holds(Role.AUDITOR) else ledger.Purpose.OPERATION,
        facts={"part": "exchange"},
    )
    return found


def read_list(
    *,
    by: Actor,
    at: datetime,
    states: Sequence[State] = (),
    undelivered: bool | None = None,
    page: int = 1,
    size: int = queries.PAGE,
    text: str = "",
    assigned: bool = False,
    narrow: queries.Narrow | None = None,
    numbers: Sequence[str] = (),
) -> list[Case]:
    """Return one page of the inbox (``queries.inbox``), and record whose names were shown; one entry for all.

    ``assigned``: only what waits for the actor by name: what was handed over to them, or what they were asked.
    ``narrow``: what of it is looked for; ``numbers``: only these, if they are within reach.
    """
    only = queries.waits_for(by) if assigned else Q()
    if numbers:
        only &= Q(number__in=numbers)
    if narrow:
        only &= queries.condition(narrow, at=at)
    shown = queries.inbox(by, states=states, undelivered=undelivered, page=page, size=size, text=text, only=only)
    return _shown(shown, by, at)


def read_to_check(*, by: Actor, at: datetime, page: int = 1, narrow: queries.Narrow | None = None) -> list[Case]:
    """Return one page of what was granted on a commitment that is still to be checked (行政许可法61), by its clocks.

    Looks are recorded as above; ``narrow``: what of it is looked for.
    """
    only = queries.to_check() & (queries.condition(narrow, at=at) if narrow else Q())
    return _shown(queries.inbox(by, only=only, page=page), by, at)


def read_to_extend(*, by: Actor, at: datetime, page: int = 1, narrow: queries.Narrow | None = None) -> list[Case]:
    """Return one page of the cases in which the actor is asked for a longer limit (行政许可法42(1)); as above."""
    only = to_answer(by) & (queries.condition(narrow, at=at) if narrow else Q())
    return _shown(queries.inbox(by, only=only, page=page), by, at)


def read_joint_list(*, by: Actor, at: datetime, page: int = 1, text: str = "") -> list[Case]:
    """Return one page of other departments' cases with a step for the actor (``queries.joint_inbox``); as above."""
    return _shown(queries.joint_inbox(by, page=page, text=text), by, at)


def _shown(shown: list[Case], by: Actor, at: datetime) -> list[Case]:
    if by.kind is ActorKind.STAFF and shown:
        ledger.note_reading(
            at=at,
            actor=by,
            kind="case_list",
            subject=by.id,
            about=tuple({party for case in shown for party in both(case)}),
            purpose=_purpose({grant.role for grant in by.grants}),
            facts={"cases": len(shown)},
        )
    return shown


def note_look(case: Case, by: Actor, at: datetime, *, part: str = "") -> None:
    """Record a look at a case, or at a ``part`` of it, by staff or by whoever acts by a mandate for some things."""
    if by.kind is not ActorKind.STAFF and (by.mandate is None or by.mandate.whole):
        return
    ledger.note_reading(
        at=at,
        actor=by,
        kind="case",
        subject=case.id,
        about=both(case),
        purpose=_purpose(queries.roles_of(by, case)),
        facts=in_whose_post(case, by, tuple(Role)) | ({"part": part} if part else {}),
    )


def _purpose(roles: Collection[Role]) -> ledger.Purpose:
    return ledger.Purpose.SUPERVISION if rules.only_supervises(roles) else ledger.Purpose.HANDLING
