"""Issuing the official documents of a case: the facts are frozen in the verb, the page is drawn when it is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.conf import settings

from tongban.cases import queries
from tongban.cases.hearing.reading import heard_lines
from tongban.cases.models import Case, CaseDocument, Opinion
from tongban.cases.promises import rules as promises
from tongban.cases.services.for_people import for_people
from tongban.cases.services.paper_kinds import ADJUSTING, DECISIONS, PAPERS, REPEATED
from tongban.cases.services.receipts import prescreened, supplement
from tongban.cases.states import GROUND_NAMES, REFUSALS, Ground, Verb
from tongban.catalog import api as catalog
from tongban.documents import api as documents
from tongban.duties import api as duties
from tongban.identity import api as identity
from tongban.kernel.days import day_of
from tongban.kernel.ids import uuid7
from tongban.kernel.limits import Unit, amount_text
from tongban.kernel.wording import day_text
from tongban.statements import api as statements

Facts = dict[str, Any]
AGAINST = {
    Verb.GRANT: "审查意见认为不符合条件。本机关复核后没有采纳该意见，",
    Verb.GRANT_AT_ONCE: "申请表里有的条件填的是不符合。本机关核对以后，",
}
UNMET = (
    "有一项不能提交或者不同意提交的，请在补正时写明原因，由本机关决定是否受理。"
    "到期没有补正的，本机关可以依法不予受理或者终止办理；作出这样的决定，会书面说明理由和救济途径。"
)


def issue(case: Case, kind: str, *, at: datetime, more: Facts | None = None) -> CaseDocument:
    """Freeze one official document of this kind for the case; there is one of each kind at most, but of REPEATED.

    ``more``: what only the verb knows and the case does not keep.
    """
    return issue_all([(case, at)], kind, more=more)[0]


def issue_all(of: Sequence[tuple[Case, datetime]], kind: str, *, more: Facts | None = None) -> list[CaseDocument]:
    """Freeze a document of this kind for each of several cases, each at its own moment; one statement writes all."""
    held = documents.freeze_all([_drafted(case, kind, at, more or {}) for case, at in of])
    rows = [
        CaseDocument(id=uuid7(at), case=case, kind=_counted(case, kind), document=document, at=at)
        for (case, at), document in zip(of, held, strict=True)
    ]
    statements.insert_all(rows)
    return rows


def frozen(case: Case, kind: str, *, at: datetime, more: Facts | None = None) -> documents.IssuedDocument:
    """Freeze a document of this kind that is not among the papers of the case: it is for somebody else in it."""
    return documents.freeze_all([_drafted(case, kind, at, more or {})])[0]


def _drafted(case: Case, kind: str, at: datetime, more: Facts) -> documents.Draft:
    paper = PAPERS[kind]
    found = {**_notice(case), "articles": _articles(case, paper.act), **FACTS[kind](case), **more}
    return documents.Draft(paper.template, _number_kind(case, kind), for_people(found), case.id, at)


def _number_kind(case: Case, kind: str) -> str:
    """Return the word in the number; that of a decision begins with the sort of item: 许准, 办准."""
    word = PAPERS[kind].number_kind
    return queries.wording(case, kind).mark + word if kind in DECISIONS else word


def _counted(case: Case, kind: str) -> str:
    """Return the kind under which the next document of it stands in the case: as it is, then with -2, -3."""
    if kind not in REPEATED:
        return kind
    before = sum(queries.paper_kind(row.kind) == kind for row in case.documents.all())
    return f"{kind}-{before + 1}" if before else kind


def _notice(case: Case) -> Facts:
    guide, department = case.guide.guide, case.department
    return {
        "issuer": {"code": department.code, "name": department.name, "mark": department.short_name},
        "addressee": case.applicant.name,
        "acting": _acting(case),
        "you": "您" if case.applicant.kind == identity.PartyKind.NATURAL else "贵单位",
        "item": case.item_name,
        "case_number": case.number,
        "sample": settings.SAMPLE_MODE,
        "contact": "、".join(guide.contacts.consultation.phones),
    }


def _articles(case: Case, act: str) -> list[str]:
    return list(queries.regime_of(case).acts[act]) if act else []


def _receipt(case: Case) -> Facts:
    return {"received_on": _day(case.received_at), "channel": case.get_channel_display()}


def _deferred(case: Case) -> Facts:
    return {"title": queries.paper_title("deferred"), "channel": case.get_channel_display()}


def _rectification_report(case: Case) -> Facts:
    return {"title": queries.paper_title("rectification_report"), "channel": case.get_channel_display()}


def _commitment_check(case: Case) -> Facts:
    return _checked(case, [next(iter(queries.outcomes(case))).promise.material])


def _rectification(case: Case) -> Facts:
    last = max((row.ordered_at for row in queries.promises(case) if row.ordered_at), default=None)
    return _checked(case, [row.material for row in queries.promises(case) if row.ordered_at == last])


def _checked(case: Case, materials: Sequence[str]) -> Facts:
    """Return what a paper about promises says of the decision, with the laws by which the guide let them be made."""
    guide = case.guide.guide
    known = promises.commitments(guide)
    legal = dict.fromkeys(known[one].legal for one in materials if one in known)
    cited = [_law(guide.law(one)) for one in legal if one]
    return {
        "articles": cited or _articles(case, "grant"),
        "decided_on": _day(case.closed_at),
        "remedies": _remedies(guide),
    }


def _termination(case: Case) -> Facts:
    return {"received_on": _day(case.received_at), "remedies": _remedies(case.guide.guide)}


def _acting(case: Case) -> str | None:
    """Return who applied for the applicant, with the ground, so that the paper carries both names."""
    acting = queries.acting_for(case)
    return acting.words if acting else None


def _correction(case: Case) -> Facts:
    told = queries.correction_of(case)
    points = told.points if told else []
    due = duties.open_duty(duties.Kind.CORRECTION, subject=case.id)
    return {
        "received_on": _day(case.received_at),
        "points": [{"name": point.name, "text": point.text} for point in points],
        "how": "可以在网上“我的办件”中提交，也可以到政务服务中心综合窗口提交。补正的内容请一次交齐。",
        "due_on": due.due_date if due else None,
        "consequence": UNMET,
    }


def _acceptance(case: Case) -> Facts:
    return _accepted(case, duties.Kind.PROMISED, by_silence=False)


def _deemed_acceptance(case: Case) -> Facts:
    known = queries.decision_limits(case)
    kind = duties.Kind.STATUTORY if duties.Kind.STATUTORY in known else duties.Kind.PROMISED
    return _accepted(case, kind, by_silence=True)


def _accepted(case: Case, kind: duties.Kind, *, by_silence: bool) -> Facts:
    owed = queries.decision_limits(case)[kind]
    limit = catalog.Limit(amount=owed.amount, unit=owed.unit)
    # The case changed in the very moment of its acceptance.
    law = queries.from_receipt(case, at=case.changed_at)
    return {
        "received_on": _day(case.received_at),
        "accepted_on": _day(case.accepted_at),
        "limit": limit.legal_text,
        "due_on": _due(case, kind),
        "excluded": [special.name for special in case.guide.guide.special if special.stops_clock],
        "by_silence": by_silence,
        "at_once": not owed.amount,
        "from_receipt": asdict(law) if law else None,
        "unmet": [] if by_silence else _unmet(case),
    }


def _unmet(case: Case) -> list[str]:
    told = queries.correction_of(case)
    return [point.name for point in told.points if point.unmet] if told else []


def _non_acceptance(case: Case) -> Facts:
    opinion = Opinion.objects.filter(case=case, verb=Verb.REFUSE_ACCEPTANCE).latest("at")
    ground = Ground(opinion.ground)
    return {
        "articles": _articles(case, ground.lower()),
        "received_on": _day(case.received_at),
        "reason": f"{GROUND_NAMES[ground]}。{opinion.text}",
        "competent": opinion.competent or None,
        "remedies": _remedies(case.guide.guide),
    }


def _extension(case: Case) -> Facts:
    rule = queries.extension_rule(case)
    duty = duties.open_duty(duties.Kind.STATUTORY, subject=case.id)
    promised = duties.open_duty(duties.Kind.PROMISED, subject=case.id)
    if rule is None or duty is None:
        message = "what is extended has a rule and runs"
        raise LookupError(message)
    written = Opinion.objects.filter(case=case, verb=Verb.EXTEND).latest("at")
    return {
        "articles": queries.extension_articles(case),
        "accepted_on": _day(case.accepted_at),
        "reason": written.text,
        "approver": rule.approver,
        "approval": written.approval or None,
        # As it runs: a newer version that was adopted since may name a shorter one.
        "limit": f"自收到申请之日起{_length(duty)}" if queries.counts_earlier(case, duty) else _length(duty),
        "added": catalog.Limit(amount=rule.amount, unit=rule.unit).legal_text,
        "due_on": duty.due_date,
        "promised": _promised(case, promised),
    }


def _promised(case: Case, clock: duties.Duty | None) -> str:
    """Return the promise as it runs; one that ends with the limit of the law has no length of its own."""
    if clock is None:
        return case.guide.guide.limits.promised.legal_text
    if queries.counts_earlier(case, clock) and clock.due_date:
        return f"到{day_text(clock.due_date)}（含当日）为止"
    return _length(clock)


def _length(duty: duties.Duty) -> str:
    unit = Unit(duty.unit)
    return catalog.Limit(amount=duty.amount, unit=unit).legal_text if duty.amount else amount_text(0, unit)


def _special_procedure(case: Case) -> Facts:
    opinion = Opinion.objects.filter(case=case, verb=Verb.SUSPEND).latest("at")
    begun = queries.procedures(case, at=opinion.at)[-1]
    return {
        "accepted_on": _day(case.accepted_at),
        "procedure": begun.name,
        "reason": opinion.text,
        "began_on": _day(begun.began_at),
        "expected_until": begun.expected_until,
        "stopped": [duties.KIND_NAMES[kind] for kind in begun.stopped],
    }


def _new_version(case: Case) -> Facts:
    return {
        "articles": [ADJUSTING],
        "reason": Opinion.objects.filter(case=case, verb=Verb.ADOPT_VERSION).latest("at").text,
    }


def _grant(case: Case) -> Facts:
    guide = case.guide.guide
    result = guide.results[0]
    validity = f"自决定之日起{result.validity.legal_text}" if result.validity else ""
    words = queries.wording(case, "grant")
    lines = [(words.matter, case.item_name), (words.holder, case.applicant.name), *_contents(case, result)]
    lines += [("有效期", validity), *_on_promise(case), *heard_lines(case)]
    return {
        "title": words.title,
        "outcome": words.outcome,
        "articles": [_law(guide.legal[0]), *_articles(case, "grant")],
        "accepted_on": _day(case.accepted_at),
        "contents": [{"label": label, "value": value} for label, value in lines if value],
        **_departing(case),
        "delivery": _delivered(case, words.this),
        "remedies": _remedies(guide),
    }


def _departing(case: Case) -> Facts:
    """Return why it is granted although the examination found otherwise, or the applicant said so; else nothing."""
    granting = (Verb.GRANT, Verb.GRANT_AT_ONCE)
    written = case.opinions.filter(verb__in=granting).order_by("-at", "-id").first()
    if written is None or not written.departing:
        return {}
    return {"departing": written.departing, "against": AGAINST[Verb(written.verb)]}


def _delivered(case: Case, this: str) -> str:
    return f"{_when_delivered(case, this)}可以在网上签收、下载，也可以到出件窗口领取。"


def _when_delivered(case: Case, this: str) -> str:
    """Say by when the decision is delivered; where it waits for what was promised to follow, from when on."""
    if duties.open_duty(duties.Kind.DELIVERY, subject=case.id) is not None:
        return f"{this}最晚在{day_text(_due(case, duties.Kind.DELIVERY))}（含当日）送达。"
    names = "、".join(queries.names_of(case, queries.deferred(case)))
    within = queries.delivery_limit(case, granted=True)
    return f"{this}在承诺后补的材料（{names}）交齐之日起{amount_text(within.amount, within.unit)}内送达。"


def _on_promise(case: Case) -> list[tuple[str, str]]:
    """Return of each condition that was promised by when it has to be met and within what time that is checked."""
    may, names = promises.pledges(case.guide.guide), promises.names(case.guide.guide)
    made = {key: may[key] for key in queries.standing_promises(case) if key in may} if may else {}
    return [
        (f"{names[key]}的承诺", f"{promises.until_met(pledge)}作出决定以后{pledge.legal_text}内核查。")
        for key, pledge in made.items()
    ]


def _contents(case: Case, result: catalog.Result) -> list[tuple[str, str]]:
    """Return what the guide wants the decision to state of the application, in words."""
    form, given = case.guide.guide.form, queries.answers(case)
    asked = ((form.properties[name], given.get(name)) for name in result.contents)
    # Whoever it is granted to stands there already.
    asked = ((one, value) for one, value in asked if not (_is_name(one) and value == case.applicant.name))
    return [(question.label, catalog.in_words(question, value)) for question, value in asked]


def _is_name(question: catalog.FormField) -> bool:
    return question.source is not None and (question.source.record, question.source.key) == ("PARTY", "name")


def _delivery(_: Case) -> Facts:
    """Return nothing of the case's own: what a receipt of delivery, or a paper of a hearing, says, the verb knows."""
    return {}


def _refusal(case: Case) -> Facts:
    guide, words = case.guide.guide, queries.wording(case, "refusal")
    written = Opinion.objects.filter(case=case, verb__in=REFUSALS).latest("at")
    heard = [*heard_lines(case), *([("听取申请人意见的情况", written.considered)] if written.considered else [])]
    return {
        "title": words.title,
        "outcome": words.outcome,
        "articles": [_law(guide.legal[0]), *_articles(case, "refusal")],
        "accepted_on": _day(case.accepted_at),
        "reason": "\n".join([written.text, *(f"{label}：{said.rstrip('。')}。" for label, said in heard)]),
        "delivery": _delivered(case, words.this),
        "remedies": _remedies(guide),
    }


FACTS: dict[str, Callable[[Case], Facts]] = {
    "receipt": _receipt,
    "supplement": supplement,
    "correction": _correction,
    "prescreened": prescreened,
    "acceptance": _acceptance,
    "deemed_acceptance": _deemed_acceptance,
    "non_acceptance": _non_acceptance,
    "extension": _extension,
    "special_procedure": _special_procedure,
    "new_version": _new_version,
    "deferred": _deferred,
    "commitment_check": _commitment_check,
    "rectification": _rectification,
    "rectification_report": _rectification_report,
    "termination": _termination,
    "grant": _grant,
    "refusal": _refusal,
    "delivery": _delivery,
    "hearing_rights": _delivery,
    "hearing_notice": _delivery,
    "hearing_postponed": _delivery,
    "hearing_minutes": _delivery,
    "deemed_renewal": _delivery,
}


def _remedies(guide: catalog.Guide) -> list[Facts]:
    return [
        {
            "kind": remedy.kind,
            "to": remedy.to,
            "within": remedy.within.legal_text,
            "article": _law(guide.law(remedy.within.legal)) if remedy.within.legal else remedy.within.note,
        }
        for remedy in guide.remedies
    ]


def _law(law: catalog.Legal) -> str:
    return f"《{law.law}》{law.article}"


def _due(case: Case, kind: duties.Kind) -> date:
    """Return the day a clock ends that has just begun, so that nothing stands in its way yet."""
    duty = queries.docket_of(case).running(kind)
    if duty is None or duty.due_date is None:
        message = f"no {kind} clock runs"
        raise LookupError(message)
    return duty.due_date


def _day(at: datetime | None) -> object:
    return day_of(at) if at else None
