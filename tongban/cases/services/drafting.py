"""Filling in: a draft belongs to the applicant, or to the clerk who fills it in at the counter for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from tongban.cases import queries, rules
from tongban.cases.errors import (
    CaseNotFound,
    ChangedMeanwhile,
    DraftOfApplicant,
    DraftOfOtherAgent,
    NoSuchMaterial,
    NotForYou,
    NotOnOffer,
    TooManyFiles,
)
from tongban.cases.models import Case, CaseMaterial, Channel, Promise, Supplied
from tongban.cases.queries import sealing
from tongban.cases.queries.promising import not_again
from tongban.cases.services.moving import lock_draft, note
from tongban.cases.services.offering import offered
from tongban.cases.states import MOVES, State, Verb
from tongban.cases.window.queries.papers import Checked, checklist
from tongban.catalog import api as catalog
from tongban.files import api as files
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM, Actor, ActorKind
from tongban.kernel.days import day_of
from tongban.kernel.errors import Broken, NotAllowed
from tongban.kernel.ids import uuid7
from tongban.orgs import api as orgs

FOR_ORGANISATIONS = "这个事项面向企业和其他组织。请先点页面顶部您的姓名，选择要代表的单位，再申请。"
FOR_PERSONS = "这个事项面向个人。请先点页面顶部的名称，换成以本人名义办事，再申请。"
NOT_AN_APPLICANT = "请用申请人的账号登录后申请；工作人员请在综合窗口为来办事的人收件。"

# 工作规范21(2): 提出申请, with its material; 8: 动态调整. 个人信息保护法47: 不再必要的, 主动删除.
APPLYING, GUIDE_CHANGED, FORGETTING = "GZGF.21.2", "GZGF.8", "GBF.47"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: for which material, its bytes, its name."""

    material: str
    data: bytes
    name: str


@transaction.atomic
def open_draft(
    *,
    item: str,
    by: Actor,
    at: datetime,
    applicant: UUID | None = None,
    place: str = "",
    preset: Mapping[str, Sequence[str]] | None = None,
) -> Case:
    """Begin an application under the guide in force, or go on under it with the one already begun in this channel.

    A citizen applies as the party they act as. At the counter ``applicant`` is the person who came in and ``place``
    the service place; only a one-window clerk whose grant reaches the item may do that (工作规范 21, 23).
    What somebody began at home stays theirs: at the counter a draft of its own begins. NotOnOffer when no guide is in
    force, ItemSuspended while the item is suspended, NotForYou when the guide is for others, NotAllowed when the actor
    may not fill in for this person. By a mandate only its items can be begun (NotInMandate), and not what the applicant
    or another agent is writing (DraftOfApplicant, DraftOfOtherAgent).
    ``preset``: what somebody has said of their situation while they read the guide; it never takes the place of an
    answer that stands in a draft already, and what can be no answer is left out.
    """
    rules.refuse_outside(by, item)
    version = offered(item, at)
    party = applicant or by.party
    if party is None:
        raise NotAllowed(NOT_AN_APPLICANT)
    if by.kind is ActorKind.STAFF and party in by.recused:
        raise identity.Recused
    channel = Channel.COUNTER if place else Channel.WEB
    _fits(version.guide, party, channel)
    case = _begun(party, item, channel) or _new(version, party, by, at, place)
    if by.mandate and not queries.roles_of(by, case):
        raise DraftOfOtherAgent if case.agent_id else DraftOfApplicant
    MOVES.target(Verb.SUBMIT, state=case.state, roles=queries.roles_of(by, case))
    if case.guide_id != version.pk:
        case.guide = version
        case.save(update_fields=["guide"])
    _say_beforehand(case, preset or {}, by, at)
    return case


def _say_beforehand(case: Case, preset: Mapping[str, Sequence[str]], by: Actor, at: datetime) -> None:
    given = queries.answers(case)
    said = {name: value for name, value in catalog.preset(case.guide.guide, preset).items() if name not in given}
    if not said:
        return
    case.answers, case.changed_at = sealing.seal(case.id, given | said), at
    case.save(update_fields=["answers", "changed_at"])
    note(case, "case.save_answers", actor=by, at=at, facts={"fields": len(said)}, basis=APPLYING)


def _fits(guide: catalog.Guide, party: UUID, channel: Channel) -> None:
    held = identity.party_view(party, by=SYSTEM)
    person = held.kind == identity.PartyKind.NATURAL
    if not rules.may_apply(guide.basics.service_objects, person=person):
        raise NotForYou(FOR_ORGANISATIONS if person else FOR_PERSONS)
    way = catalog.Channel.WINDOW if channel == Channel.COUNTER else catalog.Channel.WEB
    if way not in guide.basics.channels:
        raise NotOnOffer


def _begun(party: UUID, item: str, channel: Channel) -> Case | None:
    """Hold the draft that was begun, if it is still one: another tab may be saving it or handing it in."""
    drafts = Case.objects.locked().only("pk").filter(applicant=party, item_code=item, channel=channel)
    held = drafts.filter(state=State.DRAFT).first()
    return queries.whole(held.pk) if held else None


def _new(version: catalog.GuideVersion, party: UUID, by: Actor, at: datetime, place: str) -> Case:
    guide = version.guide
    key = uuid7(at)
    case = Case(
        id=key,
        guide=version,
        item_code=version.item.code,
        item_name=version.item.name,
        department_id=guide.department.decides.code,
        region_id=guide.department.region,
        applicant_id=party,
        channel=Channel.COUNTER if place else Channel.WEB,
        opened_by=by.id,
        place_code=place,
        answers=sealing.seal(key, _beforehand(guide, party, by, at)),
        opened_at=at,
        changed_at=at,
    )
    sign(case, by)
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError:
        # Somebody opened the same draft in this moment (a double click): theirs is as good.
        begun = _begun(party, version.item.code, Channel(case.channel))
        if begun is None:
            raise
        return begun
    note(case, "case.open_draft", actor=by, at=at, after=case.state, basis=APPLYING)
    return case


def _beforehand(guide: catalog.Guide, party: UUID, by: Actor, at: datetime) -> dict[str, Any]:
    """Return what nobody need type again: what the registration holds, and beside it what was answered before."""
    before = {name: one.value for name, one in queries.earlier(guide, party, by=by, at=at).items()}
    held = queries.known(guide.form, party, keys=rules.fills_in(by, queries.ALL))
    return catalog.only_visible(guide.form, before | held) | held


def sign(case: Case, by: Actor) -> None:
    """Keep who applies for the applicant, and by what; nobody where the applicant does, or a clerk at the counter."""
    case.agent_id = by.person if by.mandate else None
    case.mandate = by.mandate.id if by.mandate else None


@transaction.atomic
def save_answers(
    *, draft: UUID, group: str, posted: Mapping[str, Sequence[str]], by: Actor, at: datetime, seen: str = ""
) -> dict[str, str]:
    """Keep one page of the form as it was filled in, right or wrong, and return its faults (field → what to do).

    A draft begun under an older guide goes on under the one in force. The other pages stay as they were. ``seen``: the
    mark of the page that was filled in (``page_mark``); ChangedMeanwhile when it was saved elsewhere since, otherwise.
    """
    case = hold(draft, by, at)
    _follow_guide(case, at)
    form = case.guide.guide.form
    before = queries.answers(case)
    kept = catalog.clean(form, posted, saved=before, groups=[group])
    # What is shown masked comes back empty, and stays.
    kept = catalog.only_visible(form, queries.unseen(by, case, before) | kept)
    theirs, ours = (queries.page_mark(case, group, one) for one in (before, kept))
    if seen and theirs not in {seen, ours}:
        raise ChangedMeanwhile(kept, before)
    case.answers = sealing.seal(case.id, kept)
    case.changed_at = at
    case.save()
    note(case, "case.save_answers", actor=by, at=at, facts={"fields": len(kept)}, basis=APPLYING)
    here = {
        name: value for name, value in kept.items() if name in form.properties and form.properties[name].group == group
    }
    others = queries.not_their_own(case, here)
    return {**others, **queries.wrong_answers(case, kept, on=day_of(at), groups=[group])}


@transaction.atomic
def clear_answer(*, draft: UUID, field: str, by: Actor, at: datetime) -> Case:
    """Take one answer out of a draft, such as one that was carried over; what hangs on it goes with it."""
    case = hold(draft, by, at)
    kept = {name: value for name, value in queries.answers(case).items() if name != field}
    kept = catalog.only_visible(case.guide.guide.form, kept)
    case.answers, case.changed_at = sealing.seal(case.id, kept), at
    case.save(update_fields=["answers", "changed_at"])
    note(case, "case.save_answers", actor=by, at=at, facts={"fields": len(kept)}, basis=APPLYING)
    return case


@transaction.atomic
def attach(*, draft: UUID, material: str, data: bytes, name: str, by: Actor, at: datetime) -> CaseMaterial:
    """Add a file to a material that the guide names; the type and size limits are those of the files room."""
    case = hold(draft, by, at)
    row = add_file(case, material, data=data, name=name, by=by, at=at, supplied=Supplied.FIRST)
    Promise.objects.filter(case=case, material=material).delete()  # what is there needs no promise
    note(case, "case.attach", actor=by, at=at, facts={"material": material, "file": str(row.file_id)}, basis=APPLYING)
    return row


@transaction.atomic
def move_up(*, draft: UUID, row: UUID, by: Actor, at: datetime) -> Case:
    """Put a file of a draft before the one that stands before it in its material; the first one stays where it is."""
    case = hold(draft, by, at)
    held = case.materials.filter(pk=row).first()
    if held is None:
        raise CaseNotFound
    beside = list(case.materials.filter(material=held.material).order_by("at", "id"))
    place = [one.pk for one in beside].index(held.pk)
    if place:
        before = beside[place - 1]
        # Two that came in the same moment would keep their order by their ids.
        first, last = before.at, max(held.at, before.at + timedelta(microseconds=1))
        CaseMaterial.objects.filter(pk=held.pk).update(at=first)
        CaseMaterial.objects.filter(pk=before.pk).update(at=last)
    note(case, "case.move_up", actor=by, at=at, facts={"row": str(row)}, basis=APPLYING)
    return case


@transaction.atomic
def detach(*, draft: UUID, row: UUID, by: Actor, at: datetime) -> Case:
    """Take a file out of a draft again; ``row`` is its entry in the list of materials."""
    case = hold(draft, by, at)
    _drop(CaseMaterial.objects.filter(case=case, pk=row))
    note(case, "case.detach", actor=by, at=at, facts={"row": str(row)}, basis=APPLYING)
    return case


@transaction.atomic
def follow_guide(*, draft: UUID, by: Actor, at: datetime) -> Case:
    """Bring a draft under the guide now in force; what the new form no longer asks is not kept."""
    case = hold(draft, by, at)
    _follow_guide(case, at)
    form = case.guide.guide.form
    asked = {name: value for name, value in queries.answers(case).items() if name in form.properties}
    case.answers = sealing.seal(case.id, catalog.only_visible(form, asked))
    case.changed_at = at
    case.save()
    note(case, "case.follow_guide", actor=by, at=at, facts={"guide": str(case.guide_id)}, basis=GUIDE_CHANGED)
    return case


@transaction.atomic
def discard(*, draft: UUID, by: Actor, at: datetime) -> None:
    """Throw a draft away: nothing was submitted, so nothing is kept but the entry that it was (个人信息保护法47)."""
    case = hold(draft, by, at)
    note(case, "case.discard", actor=by, at=at, before=case.state, basis=FORGETTING)
    throw_away(case)


def throw_away(case: Case) -> None:
    """Delete a held draft with its files and promises; whoever does so writes the entry before."""
    _drop(CaseMaterial.objects.filter(case=case))
    Promise.objects.filter(case=case).delete()
    case.delete()


def _drop(rows: QuerySet[CaseMaterial]) -> None:
    held = list(rows.values_list("file_id", flat=True))
    rows.delete()
    # What an earlier case was handed in with stays with that case.
    kept = set(CaseMaterial.objects.filter(file__in=held).values_list("file_id", flat=True))
    for file in (one for one in held if one not in kept):
        files.forget(file=file)


def add_file(
    case: Case, material: str, *, data: bytes, name: str, by: Actor, at: datetime, supplied: Supplied
) -> CaseMaterial:
    """Store a file for a material of the pinned guide; NoSuchMaterial for any other, TooManyFiles past its number."""
    named = {entry.id: entry for entry in case.guide.guide.materials}
    field = f"materials.{material}"
    if material not in named or named[material].source in queries.NOT_HANDED_IN:
        raise NoSuchMaterial(field=field)
    if case.materials.filter(material=material, supplied=supplied).count() >= named[material].accepted.max_files:
        raise TooManyFiles(field=field)
    return keep_file(case, material, field=field, data=data, name=name, by=by, at=at, supplied=supplied)


def keep_file(
    case: Case, element: str, *, field: str, data: bytes, name: str, by: Actor, at: datetime, supplied: Supplied
) -> CaseMaterial:
    """Store a file under an element of the guide; a refusal names ``field``."""
    try:
        stored = files.store(data=data, name=name, owner_kind="case", by=by, at=at)
    except Broken as refusal:
        # Of several files the person must know which one to look at.
        refusal.field = field
        raise
    return CaseMaterial.objects.create(id=uuid7(at), case=case, material=element, file=stored, supplied=supplied, at=at)


@dataclass(frozen=True, slots=True)
class Application:
    """An application as it is filled in: materials, promises, what keeps it from being complete, and its answers."""

    rows: list[Checked]
    promises: list[Promise]
    faults: dict[str, str]
    given: Mapping[str, Any]


def application(case: Case, *, at: datetime, known: orgs.Stamp | None = None) -> Application:
    """Read an application as a whole: its answers once, its files once, what was promised once.

    ``known``: the stamp of regions and calendars, for those who have asked for it already.
    """
    given, made = queries.answers(case), queries.promises(case)
    rows = checklist(case, given=given, made=made)
    wrong = queries.wrong_answers(case, given, on=day_of(at), known=known)
    missing = {one.row.material.id: one.row.material.name for one in rows if one.missing}
    broken = not_again(case, made, at=at)
    others = queries.not_their_own(case, given)
    return Application(rows, made, {**others, **wrong, **rules.asked_for(missing), **broken}, given)


def faults(case: Case, *, at: datetime) -> dict[str, str]:
    """Return everything that keeps the application from being complete: field or material id → what to do."""
    return application(case, at=at).faults


def hold(draft: UUID, by: Actor, at: datetime) -> Case:
    """Hold a draft that the actor may fill in, to change something in it."""
    case = lock_draft(draft, actor=by, at=at)
    MOVES.target(Verb.SUBMIT, state=case.state, roles=queries.roles_of(by, case))
    return case


def _follow_guide(case: Case, at: datetime) -> None:
    case.guide = offered(case.item_code, at)
