"""What a case consists of, for those who were let in: history, materials, papers, opinions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tongban.cases.corrections import rules as correction_rules
from tongban.cases.errors import CaseNotFound
from tongban.cases.models import AddedFile, Case, CaseDocument, CaseMaterial, Opinion, Promise, Supplied
from tongban.cases.queries.finding import answers, roles_of, visible_to
from tongban.cases.queries.hanging import (
    acting_persons,
    additions_of,
    changes_of,
    kept_with,
    opinions_of,
    papers_of,
    supplied_to,
)
from tongban.cases.queries.prescreening import correctable_once, originals_differ, originals_late
from tongban.cases.queries.promising import held_back, standing_promises
from tongban.cases.queries.ruling import wording
from tongban.cases.queries.sealing import unseal
from tongban.cases.states import AMONG_STAFF, ASIDE_NAMES, LABELS, Aside, Ground, State, Verb
from tongban.catalog import api as catalog
from tongban.documents import api as documents
from tongban.files import api as files
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, ActorKind, MandateKind, Role
from tongban.ledger import api as ledger

PAPERS = {
    "receipt": "收件凭证",
    "supplement": "补正材料收件凭证",
    "correction": "补正材料一次性告知书",
    "acceptance": "受理通知书",
    "deemed_acceptance": "受理通知书",
    "non_acceptance": "不予受理决定书",
    "extension": "延长办理期限通知书",
    "special_procedure": "特别程序告知书",
    "new_version": "适用新版办事指南告知书",
    "delivery": "送达回证",
    "deferred": "后补材料收件凭证",
    "termination": "终止办理告知书",
    "commitment_check": "告知承诺核查结果告知书",
    "rectification": "责令限期整改通知书",
    "rectification_report": "整改报告收件凭证",
    "hearing_rights": "听证权利告知书",
    "hearing_notice": "听证通知书",
    "hearing_postponed": "听证改期通知书",
    "hearing_minutes": "听证笔录",
    "deemed_renewal": "视为准予延续告知书",
    "prescreened": "预审结果告知书",
}
WHO = {ActorKind.PERSON: "申请人", ActorKind.STAFF: "工作人员", ActorKind.SYSTEM: "依法自动", ActorKind.VISITOR: "访客"}
NOT_HANDED_IN = frozenset({catalog.MaterialSource.SYSTEM, catalog.MaterialSource.ON_SITE})
ADDED = "added"
DIFFER, AGREE = "有不一致或者缺少", "原件已经当面核验，一致"
RESULTS = ("grant", "refusal", "non_acceptance", "termination", "deemed_renewal")
TOLD = (
    Verb.REFUSE_ACCEPTANCE,
    Verb.REFUSE,
    Verb.REFUSE_AT_ONCE,
    Verb.EXTEND,
    Verb.SUSPEND,
    Verb.ADOPT_VERSION,
    Verb.TERMINATE,
    Verb.CHECK_COMMITMENT,
    Verb.ORDER_RECTIFICATION,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened, as a person sees it: what, when, by whom in which capacity.

    ``staff``: the id of the member of staff who did it, for colleagues at the desk only; ``instead_of``: the account
    whose post they stood in for. ``acting``: who did it for the applicant, and on what ground, where it was somebody
    else; of a result that the window handed out, to whom. ``versions``: from which version of the guide to which.
    """

    at: datetime
    verb: Verb | Aside
    name: str
    who: str
    after: str
    staff: UUID | None = None
    instead_of: UUID | None = None
    acting: identity.ActingPerson | None = None
    versions: tuple[int, int] | None = None


def timeline(case: Case, *, among_staff: bool = False, with_agents: bool = False) -> list[Step]:
    """Return what happened to a case, oldest first, read from the ledger: moves, and what was said beside them.

    ``among_staff``: with how staff worked with each other, which is nothing to the applicant, and without complaints,
    which are read where they are answered and not by whom they may be about; ``with_agents``: with who
    acted for the applicant by which mandate, which is asked besides.
    """
    entries = changes_of(case)
    mandates = {mandate for entry in entries if (mandate := _mandate(entry))} if with_agents else set()
    acting = acting_persons(case, mandates)
    steps = [step for entry in entries if (step := _step(entry, acting)) is not None]
    if among_staff:
        return [step for step in steps if isinstance(step.verb, Verb)]
    return [step for step in steps if step.verb not in AMONG_STAFF]


def acting_for(case: Case) -> identity.ActingPerson | None:
    """Return who applied for the applicant, and on what ground; None where the applicant did."""
    return acting_persons(case, {case.mandate}).get(case.mandate) if case.mandate else None


def agent_now(case: Case, *, at: datetime) -> identity.ActingPerson | None:
    """Return who applied for the applicant, while they may still act for them; a legal representative is no agent."""
    acting = acting_for(case)
    if case.mandate is None or acting is None or acting.kind == MandateKind.LEGAL_REPRESENTATIVE:
        return None
    return acting if identity.mandate_holds(case.mandate, at=at) else None


def _mandate(entry: ledger.Change) -> UUID | None:
    kept = entry.facts.get("mandate") or entry.facts.get("handed_to")
    return UUID(kept) if kept else None


def _step(entry: ledger.Change, acting: Mapping[UUID, identity.ActingPerson]) -> Step | None:
    name = entry.verb.removeprefix("case.").upper()
    named: dict[str, Verb | Aside] = {**Verb.__members__, **Aside.__members__}
    if name not in named:
        return None
    verb = named[name]
    kind = ActorKind(entry.actor_kind)
    return Step(
        at=entry.at,
        verb=verb,
        name=ASIDE_NAMES[verb] if isinstance(verb, Aside) else _name(verb, entry),
        who="利害关系人" if entry.facts.get("interested") else WHO[kind],
        after=entry.after,
        staff=entry.actor_id if kind == ActorKind.STAFF else None,
        instead_of=UUID(holder) if (holder := entry.facts.get("instead_of")) else None,
        acting=acting.get(mandate) if (mandate := _mandate(entry)) else None,
        versions=_versions(entry),
    )


def _name(verb: Verb, entry: ledger.Change) -> str:
    """Return what was done: of originals that differ, or agree in a decision on the spot, that as well."""
    told = DIFFER if entry.facts.get("differs") else AGREE if entry.facts.get("originals") else ""
    return f"{LABELS[verb]}：{told}" if told else LABELS[verb]


def _versions(entry: ledger.Change) -> tuple[int, int] | None:
    """Return from which version of the guide to which a step led, None for one that did not."""
    before, after = entry.facts.get("from"), entry.facts.get("version")
    if entry.verb == "case.adopt_version" and isinstance(before, int) and isinstance(after, int):
        return before, after
    return None


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """A material of the guide as it stands in a case: asked for by the answers, needed, and the files supplied.

    ``promise``: what was promised in its place, which stands also after the files came. ``dropped``: the guide that the
    case follows now does not know it any more, and it is named as the version did under which it was handed in.
    """

    material: catalog.Material
    asked: bool
    needed: bool
    files: list[CaseMaterial]
    promise: Promise | None = None
    dropped: bool = False

    @property
    def missing(self) -> bool:
        """Tell whether it has to be handed in and neither a file nor a promise is there."""
        return self.needed and not self.files and self.promise is None

    @property
    def made(self) -> bool:
        """Tell whether nobody hands it in: the form replaces it, or it is made at a visit."""
        return self.material.source in NOT_HANDED_IN

    @property
    def spared(self) -> bool:
        """Tell whether it need not be handed in because a condition that it proves was promised."""
        return self.promise is not None and self.promise.material != self.material.id

    @property
    def corrected(self) -> bool:
        """Tell whether files came with the correction."""
        return any(row.supplied == Supplied.CORRECTION for row in self.files)


def material_list(
    case: Case, *, given: Mapping[str, Any] | None = None, made: Sequence[Promise] | None = None
) -> list[MaterialRow]:
    """Return the materials that the answers ask for, or for which files or a promise are there, as the guide goes.

    What was handed in under an earlier version stays, at the end, also where the one that the case follows now does not
    ask it (工作规范8: 适用新版 takes nothing out of the file).

    ``given``, ``made``: its answers and promises, for whoever has read them already.
    """
    guide = case.guide.guide
    asked = {one.material.id: one.required for one in guide.materials_for(answers(case) if given is None else given)}
    supplied: dict[str, list[CaseMaterial]] = {}
    for row in supplied_to(case):
        supplied.setdefault(row.material, []).append(row)
    promised = standing_promises(case, made=made)
    rows = [
        MaterialRow(m, m.id in asked, asked.get(m.id, False), supplied.get(m.id, []), promised.get(m.id))
        for m in guide.materials
    ]
    return [row for row in rows if row.asked or row.files] + _dropped(case, supplied, {m.id for m in guide.materials})


def _dropped(case: Case, supplied: Mapping[str, list[CaseMaterial]], known: Collection[str]) -> list[MaterialRow]:
    """Return the rows of what was handed in and the guide does not name any more."""
    gone = [key for key in supplied if key not in known]
    named = catalog.earlier_materials(case.guide, gone) if gone else {}
    return [MaterialRow(named[key], False, False, supplied[key], dropped=True) for key in gone if key in named]  # noqa: FBT003 - as above


@dataclass(frozen=True, slots=True)
class Issued:
    """An official document of a case: its kind (``paper_kind``), title and number, and whether it is the result."""

    kind: str
    title: str
    number: str
    at: datetime
    result: bool


def document_list(case: Case, *, without: Collection[str] = ()) -> list[Issued]:
    """Return the official documents of a case, oldest first; ``without``: kinds that are left out (``withheld``)."""
    return [
        Issued(kind, _title(case, kind), number, at, kind in RESULTS)
        for kind, number, at in papers_of(case)
        if kind not in without
    ]


def withheld(case: Case, *, at: datetime) -> frozenset[str]:
    """Return the papers that the applicant does not get: a grant that waits for what was promised, or was taken back.

    What is not delivered is not handed over by another door (容缺: 结果先不送达).
    """
    if case.state == State.TERMINATED or (case.state == State.GRANTED and held_back(case, at=at)):
        return frozenset({"grant"})
    return frozenset()


def paper_kind(kind: str) -> str:
    """Return the kind of a document without its count: ``special_procedure-2`` is the second of its kind."""
    return kind.partition("-")[0]


def paper_title(kind: str) -> str:
    """Return how a kind of document is called that is called the same in every case."""
    return PAPERS[kind]


def _title(case: Case, kind: str) -> str:
    name = paper_kind(kind)
    return PAPERS.get(name) or wording(case, name).title


def opinion_list(actor: Actor, case: Case) -> list[tuple[str, Opinion]]:
    """Return what staff wrote, oldest first, each with the name of its verb.

    What they wrote to each other stays at the desk; the applicant reads the reasons of what was refused, and of
    what made the decision take longer (行政许可法42, 45).
    """
    rows = opinions_of(case)
    if Role.APPLICANT in roles_of(actor, case):
        rows = [row for row in rows if row.verb in TOLD]
    return [(LABELS[Verb(row.verb)], row) for row in rows]


def open_grounds(case: Case, *, at: datetime) -> list[Ground]:
    """Return on which grounds this case may be refused acceptance now."""
    if case.state != State.PRESCREENED:
        return correction_rules.open_grounds(case.state)
    late, told = originals_late(case, at=at), not correctable_once(case)
    return correction_rules.open_grounds(case.state, late=late, differs=told and originals_differ(case))


def linked(case: Case, *, by: Actor) -> list[tuple[str, Case]]:
    """Return the applications that this one is applied for anew of, and that were made of it, as far as one reaches."""
    kept = kept_with(case)
    if kept and not kept.linked:
        return []
    reached = visible_to(by)
    before = [("上次的申请", one) for one in reached.filter(pk=case.follows_id)] if case.follows_id else []
    return before + [("重新申请的办件", one) for one in reached.filter(follows=case.pk).order_by("opened_at")]


@dataclass(frozen=True, slots=True)
class Paper:
    """A rendered official document."""

    title: str
    pdf: bytes


def open_document(case: Case, kind: str) -> Paper:
    """Render an official document of a case; CaseNotFound if it has none of this kind."""
    row = CaseDocument.objects.filter(case=case, kind=kind).first()
    if row is None:
        raise CaseNotFound
    return Paper(title=f"{_title(case, kind)} {case.number}", pdf=documents.render(row.document_id))


@dataclass(frozen=True, slots=True)
class Added:
    """What the applicant added: when, in which words, and which files.

    ``reports``: it answers an order to put something right; otherwise it came of their own accord.
    """

    at: datetime
    words: str
    files: list[AddedFile]
    reports: bool = False


def stated(case: Case) -> bool:
    """Tell whether the applicant stated anything of their own accord before the decision (行政许可法7, 36)."""
    return any(not row.reports for row, _ in additions_of(case))


def addition_list(case: Case) -> list[Added]:
    """Return what was added to a case while it was handled, oldest first."""
    return [
        Added(row.at, unseal(case.id, bytes(row.words))["text"], held, row.reports) for row, held in additions_of(case)
    ]


def open_material(case: Case, row: UUID, *, at: datetime) -> tuple[str, str]:
    """Return the material and a short-lived handle for a file of a case; CaseNotFound if it has no such file.

    A file that was added of the applicant's own accord belongs to no material; its name is then ADDED.
    """
    found = CaseMaterial.objects.filter(case=case, pk=row).first()
    if found is not None:
        return found.material, files.handle(found.file_id, at=at)
    added = AddedFile.objects.filter(addition__case=case, pk=row).first()
    if added is None:
        raise CaseNotFound
    return ADDED, files.handle(added.file_id, at=at)
