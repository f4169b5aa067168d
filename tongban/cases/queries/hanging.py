"""A case with all that hangs on it, read by one statement for whoever looks at it; verbs read what they need anew.

What was read is kept with the case that was read, never with one that a verb holds: it says how the case stood then.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from tongban.cases.models import (
    AddedFile,
    Addition,
    Assignment,
    Case,
    CaseDocument,
    CaseMaterial,
    CaseStep,
    Consultation,
    Consulted,
    CorrectionNotice,
    CriterionCheck,
    DeliveryChoice,
    HandingOut,
    Opinion,
    Promise,
    Shipment,
    Visit,
)
from tongban.catalog import api as catalog
from tongban.duties import api as duties
from tongban.files import api as files
from tongban.identity import api as identity
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs
from tongban.statements import api as statements

KEPT = "hanging"
UNTIL_ASKED = ("due_at",)  # what ``CaseQuerySet.whole`` leaves out, for the same reason
READ = (
    "SELECT {function}(seen.id), duties_docket(seen.id), ledger_changes('case', seen.id), {stamp}, {told} "
    "FROM ({seen}) AS seen(id)"
)
TOLD = "ARRAY(SELECT party_id FROM cases_toldparty WHERE case_id = seen.id AND party_id IS NOT NULL AND NOT applicant)"
WHOLE, PROGRESS = "cases_hanging", "cases_progress"
"""The functions of the database that give a case with all that hangs on it, and with what says how far it is."""

_CASES, _PARTIES, _DEPARTMENTS = (
    statements.Rows(Case),
    statements.Rows(identity.Party),
    statements.Rows(orgs.Department),
)
_GUIDES, _FILES = statements.Rows(catalog.GuideVersion), statements.Rows(files.StoredFile)
_STEPS, _PROMISES, _CORRECTIONS = statements.Rows(CaseStep), statements.Rows(Promise), statements.Rows(CorrectionNotice)
_MATERIALS, _OPINIONS, _ASSIGNMENTS = (
    statements.Rows(CaseMaterial),
    statements.Rows(Opinion),
    statements.Rows(Assignment),
)
_ADDITIONS, _ADDED = statements.Rows(Addition), statements.Rows(AddedFile)
_CONSULTATIONS, _CONSULTED, _CHECKS = (
    statements.Rows(Consultation),
    statements.Rows(Consulted),
    statements.Rows(CriterionCheck),
)
_WISHES, _SHIPMENTS, _HANDINGS, _VISITS = (
    statements.Rows(DeliveryChoice),
    statements.Rows(Shipment),
    statements.Rows(HandingOut),
    statements.Rows(Visit),
)

_PROMISED = statements.Asked(lambda case: Promise.objects.filter(case=case).order_by("made_at", "id"), UUID)
_SUPPLIED = statements.Asked(
    lambda case: CaseMaterial.objects.filter(case=case).select_related("file").order_by("at", "id"), UUID
)


@dataclass(frozen=True, slots=True)
class Hanging:
    """What hangs on a case: its clocks, what was done, and its rows, made only when they are asked for.

    ``rows``: as the function ``cases_hanging`` (or ``cases_progress``) of the database gave them, each kind in its own
    order.
    ``numbers``: those of the applicants' documents that were asked for, of all cases that were read together;
    ``acting``: who acted for the applicant, by the mandate, once it was asked.
    """

    docket: duties.Docket
    changes: Sequence[ledger.Change]
    rows: Mapping[str, Any]
    numbers: dict[UUID, str]
    acting: dict[UUID, identity.ActingPerson | None] = field(default_factory=dict)

    @property
    def later(self) -> bool:
        """Tell whether the item has a later version of its guide, in force or not."""
        return bool(self.rows["later"])

    @property
    def linked(self) -> bool:
        """Tell whether the case was applied for anew, or follows one that came to no result."""
        return bool(self.rows["linked"])

    @property
    def others(self) -> bool:
        """Tell whether the applicant has any other case, whoever may see it."""
        return bool(self.rows["others"])


class _Progress(dict[str, Any]):
    """What says how far a case is; whatever else hangs on it is read at once when the first of it is asked for."""

    def __missing__(self, name: str) -> object:
        ((rest,),) = statements.fetch(f"SELECT {WHOLE}(%s::uuid)", [self["case"]["id"]])
        self.update({**json.loads(rest), **self})
        return self[name]


def read(seen: str, values: Sequence[Any], *, whole: bool = True) -> Case | None:
    """Return the case whose id such a statement finds, with all that hangs on it; None where it finds none.

    Not ``whole``: with what says how far it is. The rest comes when it is asked for, so nothing reads differently.
    """
    function = WHOLE if whole else PROGRESS
    found = statements.fetch(READ.format(function=function, seen=seen, stamp=orgs.STAMP, told=TOLD), values)
    return _whole(found[0], {}) if found else None


def _whole(found: Sequence[Any], numbers: dict[UUID, str]) -> Case | None:
    *texts, known, told = found
    rows, docket, changes = map(json.loads, texts)
    case = _case(rows)
    rows = rows if "applicant" in rows else _Progress(rows)
    if case is not None:
        clocks = duties.docket_from(docket, known=tuple(known))
        case.told_parties = frozenset(told)
        vars(case)[KEPT] = Hanging(clocks, ledger.changes_from(changes), rows, numbers)
    return case


def read_all(ids: Collection[UUID]) -> list[Case]:
    """Return these cases with all that hangs on them, for a list, or a verb that holds all and does the same with each.

    Who acted for their applicants is asked at once for all.
    """
    numbers: dict[UUID, str] = {}
    rows = statements.fetch(
        READ.format(function=WHOLE, seen="SELECT * FROM unnest(%s::uuid[])", stamp=orgs.STAMP, told=TOLD), [list(ids)]
    )
    found = [_whole(row, numbers) for row in rows]
    cases = [case for case in found if case is not None]
    named = identity.acting_persons({case.mandate for case in cases if case.mandate})
    for case in cases:
        if case.mandate and (kept := kept_with(case)):
            kept.acting[case.mandate] = named.get(case.mandate)
    return cases


def goes_on(case: Case, begun: Sequence[duties.Duty], *, lapsed: duties.Kind) -> None:
    """Keep with a held case how its clocks stand after one lapsed and others began."""
    kept = kept_with(case)
    if kept:
        vars(case)[KEPT] = replace(kept, docket=kept.docket.with_begun(begun, lapsed=lapsed))


def kept_with(case: Case) -> Hanging | None:
    """Return what was read together with a case; None for one that was read alone, or that a verb holds."""
    found: Hanging | None = vars(case).get(KEPT)
    return found


def _case(rows: Mapping[str, Any]) -> Case | None:
    case = _CASES.one({name: value for name, value in rows["case"].items() if name not in UNTIL_ASKED})
    if case is not None:
        case.guide = _GUIDES.some([rows["guide"]])[0]
    if case is not None and "applicant" in rows:
        case.applicant = _PARTIES.some([rows["applicant"]])[0]
        case.department = _DEPARTMENTS.some([rows["department"]])[0]
        case.agent = _PARTIES.one(rows["agent"])
    return case


def docket_of(case: Case) -> duties.Docket:
    """Return the clocks of a case with what stopped and lengthened them."""
    kept = kept_with(case)
    return kept.docket if kept else duties.docket(case.id)


def running_of(case: Case, kind: duties.Kind) -> duties.Duty | None:
    """Return the running clock of a case of this kind, if any."""
    kept = kept_with(case)
    return kept.docket.running(kind) if kept else duties.open_duty(kind, subject=case.id)


def changes_of(case: Case) -> Sequence[ledger.Change]:
    """Return what was done with a case, oldest first."""
    kept = kept_with(case)
    return kept.changes if kept else ledger.changes(kind="case", subject=case.id)


def steps_of(case: Case) -> list[CaseStep]:
    """Return the steps of a case in the order of the guide."""
    kept = kept_with(case)
    return _STEPS.some(kept.rows["steps"]) if kept else list(case.steps.order_by("place", "id"))


def promises_of(case: Case) -> list[Promise]:
    """Return what was promised in a case, the oldest first."""
    kept = kept_with(case)
    return _PROMISES.some(kept.rows["promises"]) if kept else _PROMISED.all(case.pk)


def correction_notice(case: Case) -> CorrectionNotice | None:
    """Return the correction notice of a case, if there was one."""
    kept = kept_with(case)
    return _CORRECTIONS.one(kept.rows["correction"]) if kept else CorrectionNotice.objects.filter(case=case).first()


def supplied_to(case: Case) -> list[CaseMaterial]:
    """Return the files of a case's materials, the oldest first, each with what is known of the file."""
    kept = kept_with(case)
    if kept is None:
        return _SUPPLIED.all(case.pk)
    given = kept.rows["materials"] or ()
    rows = _MATERIALS.some(given)
    for row, one in zip(rows, given, strict=True):
        row.file = _FILES.some([one["file"]])[0]
    return rows


def papers_of(case: Case) -> list[tuple[str, str, datetime]]:
    """Return kind, number and moment of the official documents of a case, the oldest first."""
    kept = kept_with(case)
    if kept is None:
        rows = CaseDocument.objects.filter(case=case).order_by("at", "id")
        return list(rows.values_list("kind", "document__number", "at"))
    given = kept.rows["papers"] or ()
    return [(one["kind"], one["number"], datetime.fromisoformat(one["at"])) for one in given]


def opinions_of(case: Case) -> list[Opinion]:
    """Return what staff wrote with the verbs of a case, the oldest first."""
    kept = kept_with(case)
    return _OPINIONS.some(kept.rows["opinions"]) if kept else list(case.opinions.order_by("at", "id"))


def additions_of(case: Case) -> list[tuple[Addition, list[AddedFile]]]:
    """Return what was added of the applicant's own accord, the oldest first, each with its files."""
    kept = kept_with(case)
    if kept is None:
        rows = case.additions.prefetch_related("files__file").order_by("at", "id")
        return [(row, list(row.files.all())) for row in rows]
    given = kept.rows["additions"] or ()
    return [(row, _added(one["files"] or ())) for row, one in zip(_ADDITIONS.some(given), given, strict=True)]


def _added(given: Sequence[Mapping[str, Any]]) -> list[AddedFile]:
    rows = _ADDED.some(given)
    for row, one in zip(rows, given, strict=True):
        row.file = _FILES.some([one["file"]])[0]
    return rows


def assignments_of(case: Case) -> list[Assignment]:
    """Return to whom work on a case was handed over, the oldest first, also what is over."""
    kept = kept_with(case)
    return _ASSIGNMENTS.some(kept.rows["assignments"]) if kept else list(case.assignments.order_by("at", "id"))


def consultations_of(case: Case) -> list[tuple[Consultation, list[Consulted]]]:
    """Return what colleagues were asked in a case, the oldest first, each with whoever was asked."""
    kept = kept_with(case)
    if kept is None:
        rows = case.consultations.prefetch_related("consulted").order_by("at", "id")
        return [(row, list(row.consulted.all())) for row in rows]
    given = kept.rows["consultations"] or ()
    pairs = zip(_CONSULTATIONS.some(given), given, strict=True)
    return [(row, _CONSULTED.some(one["consulted"])) for row, one in pairs]


def checks_of(case: Case) -> list[CriterionCheck]:
    """Return what was found of the criteria of a case."""
    kept = kept_with(case)
    return _CHECKS.some(kept.rows["checks"]) if kept else list(CriterionCheck.objects.filter(case=case))


def delivery_choice(case: Case) -> DeliveryChoice | None:
    """Return how the result of a case is to be delivered, if it was chosen."""
    kept = kept_with(case)
    return _WISHES.one(kept.rows["wish"]) if kept else DeliveryChoice.objects.filter(case=case).first()


def latest_parcel(case: Case) -> Shipment | None:
    """Return the latest parcel of a case."""
    kept = kept_with(case)
    if kept is None:
        return Shipment.objects.filter(case=case).order_by("-ordered_at", "-id").first()
    return next(iter(_SHIPMENTS.some((kept.rows["shipments"] or ())[-1:])), None)


def handing_out(case: Case) -> HandingOut | None:
    """Return how the result of a case was received at the window or by post, if it was."""
    kept = kept_with(case)
    return _HANDINGS.one(kept.rows["handing_out"]) if kept else HandingOut.objects.filter(case=case).first()


def visits_of(case: Case) -> list[Visit]:
    """Return when somebody came because of a case."""
    kept = kept_with(case)
    return _VISITS.some(kept.rows["visits"]) if kept else list(Visit.objects.filter(case=case))


def applicants_number(case: Case) -> str:
    """Return the number of the document by which the applicant goes; of cases that were read together asked once."""
    kept = kept_with(case)
    if kept is None:
        return identity.document_number(case.applicant)
    if case.applicant_id not in kept.numbers:
        kept.numbers[case.applicant_id] = identity.document_number(case.applicant)
    return kept.numbers[case.applicant_id]


def acting_persons(case: Case, mandates: set[UUID]) -> dict[UUID, identity.ActingPerson]:
    """Return who acts by each of these mandates; of a case that was read whole each is asked once."""
    kept = kept_with(case)
    if kept is None:
        return identity.acting_persons(mandates) if mandates else {}
    if missing := mandates - kept.acting.keys():
        found = identity.acting_persons(missing)
        kept.acting.update({one: found.get(one) for one in missing})
    return {one: person for one in mandates if (person := kept.acting[one]) is not None}
