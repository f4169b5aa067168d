"""The exchange rows of one case, read from its tables and its entries."""

from __future__ import annotations

from dataclasses import replace

from tongban.cases.exchange import codes
from tongban.cases.exchange.rows import Accept, Exchange, Material, Process, Result, Special
from tongban.cases.models import Case, Channel, Opinion
from tongban.cases.queries.telling import document_list, material_list, timeline
from tongban.cases.states import AMONG_STAFF, CLOSED, LABELS, State, Verb
from tongban.duties import api as duties
from tongban.duties.api import Kind
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM, Actor
from tongban.kernel.codes import text

UNSAID = "（意见不在此显示）"
RESULTS = ("grant", "refusal", "deemed_renewal")


def exchange_of(case: Case, *, by: Actor) -> Exchange:
    """Return everything that is exchanged of a case now; of one that was not accepted there is nothing yet.

    ``by``: who may know the staff by name.
    """
    if case.accepted_at is None:
        return Exchange(None)
    return Exchange(
        accept=accept_row(case),
        materials=tuple(_materials(case)),
        process=tuple(_process(case, by)),
        special=tuple(_special(case)),
        result=_result(case),
    )


def accept_row(case: Case) -> Accept:
    """Return the row of receipt and acceptance of a case that was accepted; ValueError for another."""
    if case.accepted_at is None or case.received_at is None:
        message = "only a case that was accepted is known outside"
        raise ValueError(message)
    item, guide = case.guide.item, case.guide.guide
    party = identity.party_view(case.applicant_id, by=SYSTEM)
    promised = [one.due_date for one in duties.clocks(subject=case.pk, at=case.changed_at) if one.kind == Kind.PROMISED]
    papers = [paper.number for paper in document_list(case) if paper.kind in {"acceptance", "deemed_acceptance"}]
    return Accept(
        project_no=case.number,
        catalog_code=item.basic_code or item.code,
        task_code=item.implementation_code or item.code,
        task_name=case.item_name,
        task_version=case.guide.version,
        applyer_name=party.name,
        applyer_type=codes.APPLICANT[party.kind],
        applyer_page_type=codes.DOCUMENT.get(party.document_type, codes.OTHER_DOCUMENT),
        applyer_page_code=party.document_number,
        apply_date=case.received_at,
        apply_type=codes.APPLY[Channel(case.channel)],
        accept_date=case.accepted_at,
        accept_doc_no=papers[0] if papers else "",
        org_code=case.department.credit_code or case.department_id,
        org_name=case.department.name,
        project_type=codes.PROJECT[guide.basics.project_type],
        promise_date=promised[0] if promised else None,
        status=codes.VENDOR[State(case.state)],
    )


def _materials(case: Case) -> list[Material]:
    get = codes.MATERIAL[Channel(case.channel)]
    rows = [row for row in material_list(case) if row.files]
    return [
        Material(project_no=case.number, material_name=row.material.name, get_type=get, get_num=len(row.files))
        for row in rows
    ]


def _process(case: Case, by: Actor) -> list[Process]:
    """Return what was done, each from when the one before ended: every act of the table writes a row."""
    moves = [(one, one.verb) for one in timeline(case) if isinstance(one.verb, Verb)]
    steps = [(one, verb) for one, verb in moves if verb not in AMONG_STAFF]
    names = identity.staff_names({one.staff for one, _ in steps if one.staff}, by=by)
    said = {(row.verb, row.at): row.text for row in Opinion.objects.filter(case=case)}
    begun, found = case.received_at or case.opened_at, []
    for one, verb in steps:
        who = names.get(one.staff, one.who) if one.staff else one.who
        explain = said.get((verb, one.at)) or one.name
        found.append(
            Process(
                project_no=case.number,
                process_name=one.name,
                event_name=codes.ACTION[verb],
                event_start_time=begun,
                event_end_time=one.at,
                handle_user_name=who,
                handle_explain=explain,
            )
        )
        begun = one.at
    return found


def _special(case: Case) -> list[Special]:
    """Return the procedures whose time does not count, by the longest limit of the case, and the extensions."""
    reasons = {row.at: row.text for row in Opinion.objects.filter(case=case, verb=Verb.SUSPEND)}
    kinds = (Kind.STATUTORY, Kind.PROMISED)
    pauses = next((found for kind in kinds if (found := duties.all_pauses_of(kind, subject=case.pk))), [])
    rows = [
        Special(
            project_no=case.number,
            special_type=codes.OTHER_PROCEDURE,
            special_name=pause.name,
            special_reason=reasons.get(pause.began_at, pause.basis),
            special_time=pause.began_at,
            end_time=pause.ended_at,
        )
        for pause in pauses
    ]
    longer = Opinion.objects.filter(case=case, verb=Verb.EXTEND).order_by("at")
    return rows + [_extended(case, row) for row in longer]


def _extended(case: Case, row: Opinion) -> Special:
    return Special(
        project_no=case.number,
        special_type=codes.EXTENSION,
        special_name=LABELS[Verb.EXTEND],
        special_reason=row.text,
        special_time=row.at,
        end_time=row.at,
    )


def _result(case: Case) -> Result | None:
    if case.state not in CLOSED or case.closed_at is None:
        return None
    made = bool(case.guide.guide.results) and bool(case.guide.guide.results[0].licence)
    paper = next((one for one in document_list(case) if one.kind in RESULTS), None)
    return Result(
        project_no=case.number,
        result_date=case.closed_at,
        result_type=codes.result(State(case.state), certificate=made),
        is_delivery_results="1" if case.delivered_at else "0",
        result_cetr_name=paper.title if paper else "",
        result_cetr_no=paper.number if paper else "",
    )


def masked(found: Exchange) -> Exchange:
    """Return the rows as those see them who look after the exchange: nobody's name or number, no opinion."""
    if found.accept is None:
        return found
    name = text.mask(found.accept.applyer_name, head=1, tail=0)
    number = text.mask(found.accept.applyer_page_code, head=3, tail=4)
    return replace(
        found,
        accept=replace(found.accept, applyer_name=name, applyer_page_code=number),
        process=tuple(replace(row, handle_explain=UNSAID) for row in found.process),
        special=tuple(replace(row, special_reason=UNSAID) for row in found.special),
    )


def by_number(number: str) -> Case | None:
    """Return a case by its number, whoever asks; only for what the calling verb has bounded itself."""
    return Case.objects.whole().select_related("guide__item").filter(number=number).exclude(number="").first()
