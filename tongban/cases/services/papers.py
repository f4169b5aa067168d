"""Issuing the official documents of a case: the facts are frozen in the verb, the page is drawn when it is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings

from tongban.cases import queries
from tongban.cases.models import Case, CaseDocument, Opinion
from tongban.cases.states import Verb
from tongban.catalog import api as catalog
from tongban.documents import api as documents
from tongban.duties import api as duties
from tongban.kernel.days import day_of
from tongban.kernel.ids import uuid7
from tongban.kernel.wording import day_text

Facts = dict[str, Any]
NUMBER_KINDS = {
    "receipt": "收",
    "correction": "补",
    "acceptance": "受",
    "non_acceptance": "不受",
    "grant": "许准",
    "refusal": "许不",
}


def issue(case: Case, kind: str, *, at: datetime) -> CaseDocument:
    """Freeze one official document of this kind for the case; there is one of each kind at most."""
    facts = {**_notice(case), **FACTS[kind](case)}
    document = documents.freeze(template=kind, number_kind=NUMBER_KINDS[kind], facts=facts, subject=case.id, at=at)
    return CaseDocument.objects.create(id=uuid7(at), case=case, kind=kind, document=document, at=at)


def _notice(case: Case) -> Facts:
    guide, department = case.guide.guide, case.department
    return {
        "issuer": {"code": department.code, "name": department.name, "mark": department.short_name},
        "addressee": case.applicant.name,
        "item": case.item_name,
        "case_number": case.number,
        "sample": settings.SAMPLE_MODE,
        "articles": ["《中华人民共和国行政许可法》第三十二条"],
        "contact": "、".join(guide.contacts.consultation.phones),
    }


def _receipt(case: Case) -> Facts:
    notice = _clock(case, duties.Kind.NOTICE)
    rows = [row for row in queries.material_list(case) if row.files]
    return {
        "received_on": _day(case.received_at),
        "channel": case.get_channel_display(),
        "materials": [
            {"label": "申请表", "value": "已填写"},
            *({"label": row.material.name, "value": f"{len(row.files)} 个文件"} for row in rows),
        ],
        "next_step": f"最晚在{day_text(notice.due_date)}前告知是否受理，或者一次性告知需要补正的全部内容。",
    }


def _correction(case: Case) -> Facts:
    told = queries.correction_of(case)
    points = told.points if told else []
    return {
        "received_on": _day(case.received_at),
        "points": [{"name": point.name, "text": point.text} for point in points],
        "how": "请在网上“我的办件”中提交，或者到受理窗口提交。补正的内容请一次交齐。",
    }


def _acceptance(case: Case) -> Facts:
    promised = _clock(case, duties.Kind.PROMISED)
    guide = case.guide.guide
    return {
        "received_on": _day(case.received_at),
        "accepted_on": _day(case.accepted_at),
        "limit": guide.limits.promised.text,
        "due_on": promised.due_date,
        "excluded": [special.name for special in guide.special if special.stops_clock],
        "by_silence": any(step.verb == Verb.DEEM_ACCEPTED for step in queries.timeline(case)),
    }


def _non_acceptance(case: Case) -> Facts:
    return {
        "received_on": _day(case.received_at),
        "reason": _written(case, Verb.REFUSE_ACCEPTANCE),
        "remedies": _remedies(case.guide.guide),
    }


def _grant(case: Case) -> Facts:
    guide = case.guide.guide
    validity = next((result.validity.text for result in guide.results if result.validity), "")
    lines = [("许可事项", case.item_name), ("被许可人", case.applicant.name), ("有效期", validity)]
    return {
        "articles": ["《中华人民共和国行政许可法》第三十八条第一款"],
        "accepted_on": _day(case.accepted_at),
        "contents": [{"label": label, "value": value} for label, value in lines if value],
        "delivery": "自作出决定之日起十个工作日内送达。可以在网上签收、下载，也可以到出件窗口领取。",
        "remedies": _remedies(guide),
    }


def _refusal(case: Case) -> Facts:
    return {
        "articles": ["《中华人民共和国行政许可法》第三十八条第二款"],
        "accepted_on": _day(case.accepted_at),
        "reason": _written(case, Verb.REFUSE),
        "remedies": _remedies(case.guide.guide),
    }


FACTS: dict[str, Callable[[Case], Facts]] = {
    "receipt": _receipt,
    "correction": _correction,
    "acceptance": _acceptance,
    "non_acceptance": _non_acceptance,
    "grant": _grant,
    "refusal": _refusal,
}


def _remedies(guide: catalog.Guide) -> list[Facts]:
    return [
        {"kind": remedy.kind, "to": remedy.to, "within": remedy.within.text, "article": _article(guide, remedy.within)}
        for remedy in guide.remedies
    ]


def _article(guide: catalog.Guide, limit: catalog.Limit) -> str:
    law = guide.law(limit.legal) if limit.legal else None
    return f"《{law.law}》{law.article}" if law else limit.note


def _clock(case: Case, kind: duties.Kind) -> duties.Duty:
    duty = duties.open_duty(kind, subject=case.id)
    if duty is None:
        message = f"no {kind} clock runs"
        raise LookupError(message)
    return duty


def _written(case: Case, verb: Verb) -> str:
    return Opinion.objects.filter(case=case, verb=verb).latest("at").text


def _day(at: datetime | None) -> object:
    return day_of(at) if at else None
