"""The verbs of writing: begin a revision, save a section or all of it, throw it away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from tongban.catalog import queries
from tongban.catalog.errors import UnknownGuide, UnknownItem
from tongban.catalog.guide.content import GuideContent
from tongban.catalog.guide.labels import label
from tongban.catalog.guide.terms import ItemState
from tongban.catalog.models import GuideVersion, Item, Revision, RevisionStep
from tongban.catalog.revising import rules
from tongban.catalog.revising.changed import by_row
from tongban.catalog.revising.errors import (
    BasisNeeded,
    Inherited,
    InThePast,
    NotNow,
    Overtaken,
    RevisingAlready,
    UnfitContent,
    UnknownSection,
    WrongItemState,
)
from tongban.catalog.revising.moving import digest_of, hold, move, note, roles_of, words_of
from tongban.catalog.revising.publishing import take_effect
from tongban.catalog.revising.states import ENDED, Kind, State, Verb, moves_of
from tongban.kernel.actors import Actor, Role
from tongban.kernel.errors import NotAllowed
from tongban.kernel.ids import uuid7

SECTIONS = tuple(name for name in GuideContent.model_fields if name != "schema_version")
"""What can be saved on its own: the fourteen elements, and 办理规则, 特别程序 and 表单."""
WRITING = "GZGF.6.1,GZGF.7"
# In which states of the item a change of it can be proposed; a guide can be written for whatever is not cancelled.
_BEGINS_FROM = {
    Kind.SUSPENSION: (ItemState.ACTIVE,),
    Kind.RESUMPTION: (ItemState.SUSPENDED,),
    Kind.WITHDRAWAL: (ItemState.ACTIVE, ItemState.SUSPENDED),
}
_NOT_CANCELLED = (ItemState.ACTIVE, ItemState.SUSPENDED, ItemState.DRAFT)


@transaction.atomic
def begin(
    *, item: str, by: Actor, at: datetime, source: UUID | None = None, document: Mapping[str, Any] | None = None
) -> Revision:
    """Begin to write a guide: the first one of an item, or a change of the one in force (第六、八条).

    It starts from ``document`` (a file that was read), else from ``source`` (any version of an item of the same basic
    item, such as another region's), else from the guide in force, else from what the list of items knows. What is
    inherited is the item's own wherever it comes from. RevisingAlready while another one is open, UnknownItem,
    UnknownGuide for a source of another service, NotAllowed for whoever does not manage the item.
    """
    held = _item(item)
    take_effect(at=at, item=held.pk)
    force = queries.published(item, at=at)
    given = dict(document) if document is not None else _start(held, source, force)
    kind = Kind.ADJUSTMENT if force else Kind.NEW
    return _begin(held, kind, by=by, at=at, base=force, document=own(given, held))


@transaction.atomic
def propose(
    *,
    item: str,
    kind: str,
    basis: str,
    reason: str,
    by: Actor,
    at: datetime,
    notice: str = "",
    until: datetime | None = None,
) -> Revision:
    """Begin a proposal to suspend an item, to resume it or to withdraw it, on a cited basis (第八条).

    ``notice``: what people are told of it in public; ``until``: when a suspension ends by itself, None where nobody
    knows. BasisNeeded without basis or reason, InThePast for an end that is over, WrongItemState where the item is not
    in the state that this starts from, RevisingAlready while something else is open for the item.
    """
    if not basis.strip() or not reason.strip():
        raise BasisNeeded(field="basis" if not basis.strip() else "reason")
    held = _item(item)
    take_effect(at=at, item=held.pk)
    made = _begin(held, Kind(kind), by=by, at=at, base=queries.published(item, at=at), document={})
    if until is not None and (until <= at or made.kind != Kind.SUSPENSION):
        raise InThePast("恢复办理的日子已经过去，请选以后的日子；不知道哪天恢复的，不填。", field="until")
    _ground(made, basis=basis, reason=reason)
    made.notice, made.ends_at = words_of(notice, field="notice", most=500), until
    made.save()
    return made


@transaction.atomic
def save_section(
    *,
    revision: UUID,
    section: str,
    content: Any,  # noqa: ANN401 - JSON
    seen: str,
    by: Actor,
    at: datetime,
) -> Revision:
    """Keep one section of a revision as it was written, complete or not; None takes it out.

    ``seen`` is the digest of the revision that the editor had open: Overtaken, with who changed what meanwhile, when
    it is not the one that is kept. The same content twice is kept once. Inherited for another name, code, type or
    basis than the directory's; UnfitContent for what cannot be kept exactly; NotNow outside drafting.
    """
    if section not in SECTIONS:
        raise UnknownSection
    held = to_write(revision, by)
    document = {name: one for name, one in held.document.items() if name != section}
    if content is not None:
        document[section] = rules.plain(content)
    return _save(held, document, seen=seen, section=section, by=by, at=at)


@transaction.atomic
def save_document(*, revision: UUID, document: Mapping[str, Any], seen: str, by: Actor, at: datetime) -> Revision:
    """Keep a whole document, such as a file that was read and looked over; refuses as ``save_section`` does."""
    held = to_write(revision, by)
    return _save(held, own(document, held.item), seen=seen, section="", by=by, at=at)


@transaction.atomic
def ground(
    *, revision: UUID, basis: str, reason: str, by: Actor, at: datetime, favourable: str = "", transition: str = ""
) -> Revision:
    """Keep on what a change rests and why it is made (第八条: 依据法律、法规和政策规定).

    ``favourable``: what is better for applicants with it, such as fewer materials; ``transition``: the rule by which
    cases that run may follow it. Without either of them no running case can. NotNow outside drafting.
    """
    held = to_write(revision, by)
    before = _grounds(held)
    _ground(held, basis=basis, reason=reason, favourable=favourable, transition=transition)
    if _grounds(held) == before:
        return held  # the same again, such as a double click
    note(held, "revision.ground", by=by, at=at, basis="GZGF.8")
    return held


@transaction.atomic
def abandon(*, revision: UUID, reason: str, by: Actor, at: datetime) -> Revision:
    """Give a revision up before it is published; it stays readable, and another one can be begun."""
    held = hold(revision, by)
    words = words_of(reason, field="reason", needed=True, lacking="请写明为什么放弃这份修订，以后的人能看到。")
    move(held, Verb.ABANDON, by=by, at=at, words=words)
    return held


def _begin(
    item: Item, kind: Kind, *, by: Actor, at: datetime, base: GuideVersion | None, document: dict[str, Any]
) -> Revision:
    if item.department_id is None:
        raise NotAllowed
    _require_state(item, kind)
    _require_fit(document)
    made = Revision(
        id=uuid7(at),
        item=item,
        department=item.department_id,
        region=item.region_id,
        kind=kind,
        state=State.DRAFT,
        base=base,
        document=document,
        digest=digest_of(document),
        drafters=[by.id],
        begun_by=by.id,
        begun_at=at,
        stage_at=at,
    )
    if Role.ITEM_MANAGER not in roles_of(by, made):
        raise NotAllowed
    if Revision.objects.filter(item=item).exclude(state__in=sorted(ENDED)).exists():
        raise RevisingAlready
    facts = {"base": base.digest} if base else {}
    try:
        with transaction.atomic():
            note(made, "revision.begin", by=by, at=at, basis=WRITING if kind == Kind.NEW else "GZGF.8", facts=facts)
    except IntegrityError:
        raise RevisingAlready from None
    return made


def _require_state(item: Item, kind: Kind) -> None:
    if item.state not in _BEGINS_FROM.get(kind, _NOT_CANCELLED):
        raise WrongItemState(f"事项现在是“{label(ItemState(item.state))}”，不能这样办。")


def _require_fit(document: Mapping[str, Any]) -> None:
    if not rules.fits(document):
        raise UnfitContent


def _item(code: str) -> Item:
    found = Item.objects.select_related("basic", "department").filter(code=code).first()
    if found is None:
        raise UnknownItem
    return found


def _start(item: Item, source: UUID | None, force: GuideVersion | None) -> dict[str, Any]:
    if source is not None:
        found = GuideVersion.objects.filter(pk=source, item__basic=item.basic_id).first()
        if found is None:
            raise UnknownGuide
        return dict(found.document)
    if force is not None:
        return dict(GuideVersion.objects.get(pk=force.pk).document)
    return {}


def own(document: Mapping[str, Any], item: Item) -> dict[str, Any]:
    """Return a document with what is inherited said as the item has it, and who decides as the list has it."""
    kept: dict[str, Any] = {"schema_version": 1, **rules.plain(document)}
    basics = kept.get("basics")
    kept["basics"] = {**(basics if isinstance(basics, dict) else {}), **inherited(item)}
    department = kept.get("department")
    if not isinstance(department, dict):
        department = {}
    decides = department.get("decides")
    if not isinstance(decides, dict) or decides.get("code") != item.department_id:
        name = item.department.name if item.department else ""
        department = {**department, "region": item.region_id, "decides": {"code": item.department_id, "name": name}}
    return {**kept, "department": department}


def inherited(item: Item) -> dict[str, str]:
    """Return what a guide takes from the basic directory by its item (第六条)."""
    return {"item": item.code, "name": item.name, "type": item.type}


def to_write(key: UUID, by: Actor) -> Revision:
    """Lock a revision for who may write in it now; NotAllowed for others, NotNow outside drafting."""
    held = hold(key, by)
    if Role.ITEM_MANAGER not in roles_of(by, held):
        raise NotAllowed
    if not held.editable:
        raise NotNow(f"现在是“{held.state_name}”，不能改。退回以后才能再改。", open_verbs=_open(held, by))
    return held


def _open(held: Revision, by: Actor) -> tuple[str, ...]:
    return moves_of(held.kind).open_to(state=held.state, roles=roles_of(by, held))


def _save(held: Revision, document: dict[str, Any], *, seen: str, section: str, by: Actor, at: datetime) -> Revision:
    if not held.with_guide:
        raise UnknownSection
    _require_fit(document)
    digest = digest_of(document)
    if digest == held.digest:
        return held  # the same again, such as a double click
    if seen != held.digest:
        raise _overtaken(held, seen, document)
    _require_inherited(held, document)
    held.document, held.digest = document, digest
    held.drafters = sorted({*held.drafters, by.id})
    note(held, "revision.save", by=by, at=at, section=section, basis=WRITING, facts={"section": section or "all"})
    return held


def _overtaken(held: Revision, seen: str, document: Mapping[str, Any]) -> Overtaken:
    """Say who changed what since a text was seen: the steps after the last one that left it as it was seen."""
    steps = list(RevisionStep.objects.filter(revision=held))
    last = max((place for place, step in enumerate(steps) if step.digest == seen), default=-1)
    later = [step for step in steps[last + 1 :] if step.verb == "SAVE"]
    if not later:
        return Overtaken(held.changed_by, held.changed_at, changes=by_row(held.document, document))
    sections = list(dict.fromkeys(step.section for step in later if step.section))
    return Overtaken(later[-1].by, later[-1].at, sections, by_row(held.document, document))


def _require_inherited(held: Revision, document: Mapping[str, Any]) -> None:
    item = held.item
    said = rules.contradicted(document, item=inherited(item), decides=item.department_id or "")
    if said:
        raise Inherited(f"{'、'.join(said)}由事项清单和基本目录统一，不能在办事指南里改。", field="basics")
    directory = [law["law"] for law in item.basic.legal]
    gone = rules.missing_laws(document, rules.laws_of(held.document, directory))
    if gone:
        names = "、".join(f"《{law}》" for law in gone)
        raise Inherited(f"{names}是基本目录里的依据，各地统一，不能在办事指南里删去。", field="legal")


def _grounds(held: Revision) -> tuple[str, ...]:
    return held.basis, held.reason, held.favourable, held.transition


def _ground(held: Revision, *, basis: str, reason: str, favourable: str = "", transition: str = "") -> None:
    held.basis = words_of(basis, field="basis", most=500)
    held.reason = words_of(reason, field="reason")
    held.favourable = words_of(favourable, field="favourable", most=500)
    held.transition = words_of(transition, field="transition", most=500)
