"""Relatives: declared by the member of staff or recorded by the security administrator, who alone takes it back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from tongban.identity.errors import BeyondScope, PersonUnknown, UnknownPost
from tongban.identity.models import Kinship, Party, Staff
from tongban.identity.rules import grounding
from tongban.identity.services.overseeing import KEEPING_OUT, hold, not_own, note, overseen
from tongban.identity.services.parties import find_or_make
from tongban.identity.states import DocumentType, Kin
from tongban.kernel.actors import Actor, Role
from tongban.kernel.errors import Broken, Faulty
from tongban.ledger import api as ledger

KNOWN = "这位亲属已经登记过，不用重复登记。"
YOURSELF = "这是您本人的证件号码，请填写亲属的。"


@transaction.atomic
def declare_kin(*, staff: UUID, relation: str, name: str, number: str, by: Actor, at: datetime) -> Kinship:
    """Say whose matters a member of staff keeps out of, because they are family (公务员法74(1), 76): from now on.

    Oneself says so, or the security administrator of one's department. The relative is found by the number of their
    identity card, or registered, so that their applications can be told from others: nothing else is kept of them.
    ``relation``: a ``Kin``; Faulty names all that cannot be right. PersonUnknown as long as nobody said which natural
    person the account belongs to.
    """
    held = hold(staff)
    if by.id != staff:
        overseen(by, held, Role.SECURITY)
    if held.person_id is None:
        raise PersonUnknown
    relative = _relative(relation, name, number, at)
    if relative.pk == held.person_id:
        raise Broken(YOURSELF, field="number")
    pair = Q(person=held.person_id, relative=relative) | Q(person=relative, relative=held.person_id)
    if Kinship.objects.filter(pair, until_at__isnull=True).exists():
        raise Broken(KNOWN, field="number")
    made = Kinship.objects.create(person_id=held.person_id, relative=relative, relation=relation, from_at=at)
    facts: dict[str, ledger.Fact] = {"kinship": made.pk, "relation": str(relation), "relative": relative.pk}
    note(
        "identity.declare_kin", staff, by=by, at=at, basis=KEEPING_OUT, about=(held.person_id, relative.pk), facts=facts
    )
    return made


def _relative(relation: str, name: str, number: str, at: datetime) -> Party:
    faults = {} if relation in set(Kin) else {"relation": "请选择关系。"}
    try:
        found, _ = find_or_make(name=name, document_type=DocumentType.RESIDENT_ID, number=number, mobile="", at=at)
    except Faulty as refusal:
        raise Faulty(faults | refusal.faults) from None
    if faults:
        raise Faulty(faults)
    return found


@transaction.atomic
def end_kin(*, kinship: int, reason: str, by: Actor, at: datetime) -> Kinship:
    """Say that two people are no longer so close, or never were: never by the one who would see more by it.

    ``reason``: one of ``grounding.PARTING``, which the record keeps; Broken without one.
    """
    found = Kinship.objects.select_for_update().filter(pk=kinship, until_at__isnull=True).first()
    if found is None:
        raise UnknownPost
    staff = list(Staff.objects.filter(person__in=[found.person_id, found.relative_id]).order_by("pk"))
    if not staff:
        raise BeyondScope
    for one in staff:
        not_own(by, one.person_id, one.user_id)
        overseen(by, one, Role.SECURITY)
    ground = grounding.fit(reason, grounding.PARTING)
    found.until_at = at
    found.save(update_fields=["until_at"])
    about = (found.person_id, found.relative_id)
    facts: dict[str, ledger.Fact] = {"kinship": kinship, "reason": str(ground)}
    note("identity.end_kin", staff[0].user_id, by=by, at=at, basis=KEEPING_OUT, about=about, facts=facts)
    return found
