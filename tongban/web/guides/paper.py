"""The guide on paper: what its page says, as a PDF to take along."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from tongban.cases.promises import api as promising
from tongban.catalog import api as catalog
from tongban.catalog.papers.api import Paper
from tongban.documents import api as documents
from tongban.kernel.actors import ROLE_NAMES
from tongban.web.guides.telling import ORDER, bringing, how_long, spared
from tongban.web.pictures import file
from tongban.web.request import Request
from tongban.web.served import LOCKED, PDF
from tongban.web.templatetags.tongban import day

SAMPLE = "样例城市的指南，不是官方指南，不产生法律效力。"
Section = dict[str, Any]


@require_safe
def paper(request: Request, code: str, number: int) -> HttpResponse:
    """Send a version of a guide as PDF: in Chinese, as it was published, whoever asks in whatever language."""
    version = catalog.version_of(code, number)
    address = request.build_absolute_uri(reverse("item", args=[code]))
    with translation.override("zh-hans"):
        facts = facts_of(version, address)
    drawn = documents.sheet(documents.Sheet.GUIDE, facts, at=version.published_at)
    response = HttpResponse(drawn, content_type=PDF)
    name = quote(f"{version.guide.basics.name}办事指南.pdf")
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{name}"
    response.headers["Content-Security-Policy"] = LOCKED
    return response


def facts_of(version: catalog.GuideVersion, address: str) -> dict[str, object]:
    """Return what stands on the paper."""
    guide = version.guide
    edition = f"第{version.version}版，{day(version.published_at)}发布，{day(version.effective_from)}起施行"
    titles = catalog.SECTIONS
    return {
        "title": guide.basics.name,
        "department": guide.department.decides.name,
        "tags": [catalog.label(guide.basics.type), catalog.label(guide.basics.project_type)]
        + [catalog.BADGE_NAMES[badge] for badge in catalog.badges_of(guide)],
        "summary": guide.basics.summary,
        "edition": edition,
        "digest": version.digest,
        "address": address,
        "qr": file(address),
        "qr_words": "扫码看网上的指南",
        "sample": SAMPLE if settings.SAMPLE_MODE else "",
        "strip": _strip(guide),
        "sections": [_section(titles[key], **_READERS[key](guide)) for key in ORDER],
    }


def _section(
    title: str, *, lead: str = "", pairs: list[Any] | None = None, points: list[Any] | None = None, boxes: bool = False
) -> Section:
    return {"title": title, "lead": lead, "pairs": pairs or [], "points": points or [], "boxes": boxes}


def _pair(name: str, value: str) -> dict[str, str]:
    return {"name": name, "value": value}


def _point(text: str, *notes: str) -> dict[str, object]:
    return {"text": text, "notes": [note for note in notes if note]}


def _strip(guide: catalog.Guide) -> list[dict[str, str]]:
    limits, trips = guide.limits, guide.basics.trips
    since = "，从收到申请起算" if limits.from_receipt else ""
    law = f"法定{limits.statutory.text}{since}" if limits.statutory else "法律没有规定时限"
    return [
        {"name": "几天办好", "value": limits.promised.text, "note": law},
        {"name": "跑几次", "value": f"{trips.online}次", "note": f"在网上办；到窗口办跑{trips.window}次"},
        {"name": "多少钱", "value": "不收费" if guide.free_of_charge else "收费", "note": guide.fees.note[:40]},
    ]


def _criteria(guide: catalog.Guide) -> Section:
    who = "、".join(map(catalog.label, guide.basics.service_objects))
    return {
        "lead": f"谁可以办：{who}。要符合以下条件：",
        "points": [_point(one.text, *_pledged(one)) for one in guide.criteria],
    }


def _pledged(one: catalog.Criterion) -> list[str]:
    """Say that a condition may be promised: the words that are read and signed for while applying (告知承诺)."""
    return promising.pledge_words(one).splitlines()[1:]


def _materials(guide: catalog.Guide) -> Section:
    count = bringing(guide)
    points = []
    for one in guide.materials:
        way = "不用您交" if spared(one) else _way(one)
        need = "" if one.need == catalog.Need.ALWAYS else catalog.label(one.need)
        said = "；".join(filter(None, (way, need, one.when_text)))
        points.append(_point(one.name, said, _instead(one), one.help, _files(one.sample, one.blank)))
    return {"lead": f"人人要交的{count.always}件，有的情形才交的{count.sometimes}件。", "points": points, "boxes": True}


def _way(one: catalog.Material) -> str:
    more = f"，另加复印件{one.photocopies}份" if one.photocopies else ""
    return f"{catalog.label(one.form)}{one.copies}份{more}，{catalog.label(one.source)}"


def _instead(one: catalog.Material) -> str:
    """Say what may follow later on a promise (容缺), and what will take its place."""
    later = f"一时拿不出的，承诺以后可以先受理，{one.defer.text}内补交。" if one.defer else ""
    licence = one.licence if one.exempt_if_licence and one.need != catalog.Need.OPTIONAL else None
    found = [f"电子证照“{licence}”" if licence else "", f"共享数据“{one.datum}”" if one.datum else ""]
    named = "、".join(filter(None, found))
    return later + (f"{named}核验开通后免交，目前请提交。" if named else "")


def _files(*papers: Paper | None) -> str:
    """Return what can be opened on the web: on paper it has only its name."""
    names = "、".join(one.name for one in papers if one)
    return f"网上的指南里可以打开：{names}" if names else ""


def _process(guide: catalog.Guide) -> Section:
    points = [
        _point(f"{one.name}（{one.limit.text}）" if one.limit else one.name, ROLE_NAMES[one.role], one.text)
        for one in guide.process
    ]
    return {"points": points + [_point(f"可能还有：{one.name}", one.text) for one in guide.special]}


def _limits(guide: catalog.Guide) -> Section:
    limits = guide.limits
    pairs = [_pair("承诺时限", "，".join(filter(None, (limits.promised.text, limits.promised.note))))]
    if limits.statutory:
        pairs.append(_pair("法定时限", "，".join(filter(None, (limits.statutory.said, limits.statutory.note)))))
    if limits.extension:
        pairs.append(_pair("可以延长", f"{limits.extension.text}，须经{catalog.label(limits.extension.approver)}批准"))
    return {"lead": how_long(limits), "pairs": pairs}


def _fees(guide: catalog.Guide) -> Section:
    pairs = [_pair(one.name, "；".join(filter(None, (one.standard, one.reduction)))) for one in guide.fees.entries]
    return {"lead": guide.fees.note or ("" if pairs else "不收费。"), "pairs": pairs}


def _windows(guide: catalog.Guide) -> Section:
    points = [_point(one.name, one.counters, one.note) for one in guide.windows]
    return {"lead": "地址、电话和今天开不开放，扫码看网上的指南。", "points": points}


def _results(guide: catalog.Guide) -> Section:
    ways = [(one, "、".join(map(catalog.label, one.delivery))) for one in guide.results]
    said = [(one, f"怎么拿到：{way}" if way else "", _files(one.sample)) for one, way in ways]
    return {"points": [_point(one.name, way, one.sample_note, files) for one, way, files in said]}


def _questions(guide: catalog.Guide) -> Section:
    return {"points": [_point(one.question, one.answer) for one in guide.questions]}


def _contacts(guide: catalog.Guide) -> Section:
    named = (("咨询", guide.contacts.consultation), ("投诉", guide.contacts.complaint))
    return {
        "pairs": [_pair(name, "，".join(filter(None, ("、".join(c.phones), c.place, c.online)))) for name, c in named]
    }


def _rights(guide: catalog.Guide) -> Section:
    points = [_point(f"您有权：{one.text}") for one in guide.rights.rights]
    return {"points": points + [_point(f"您应当：{one.text}") for one in guide.rights.duties]}


def _remedies(guide: catalog.Guide) -> Section:
    said = [(catalog.label(one.kind), f"{one.within.text}内向{one.to}提出。{one.text}") for one in guide.remedies]
    return {"pairs": [_pair(name, text) for name, text in said]}


def _legal(guide: catalog.Guide) -> Section:
    said = [(one, "" if one.article_verified else "条号尚未与法律文本核对") for one in guide.legal]
    return {"points": [_point(f"《{one.law}》{one.article}", one.text, sure) for one, sure in said]}


def _basics(guide: catalog.Guide) -> Section:
    basics = guide.basics
    pairs = [
        _pair("事项编码", basics.item),
        _pair("行使层级", catalog.label(basics.level)),
        _pair("权力来源", catalog.label(basics.power_source)),
        _pair("办理形式", "、".join(map(catalog.label, basics.channels))),
        _pair("通办范围", catalog.label(basics.scope)),
    ]
    return {"pairs": pairs + ([_pair("数量限制", basics.quota)] if basics.quota else [])}


def _department(guide: catalog.Guide) -> Section:
    body = guide.department
    named = (("决定部门", body.decides), ("收件", body.receives), ("受理", body.accepts), ("审查", body.examines))
    pairs = [_pair(name, one.name) for name, one in (*named, ("送达", body.delivers))]
    return {"pairs": pairs + ([_pair("监管部门", body.supervises.name)] if body.supervises else [])}


_READERS = {
    "criteria": _criteria,
    "materials": _materials,
    "limits": _limits,
    "fees": _fees,
    "process": _process,
    "windows": _windows,
    "results": _results,
    "questions": _questions,
    "contacts": _contacts,
    "rights": _rights,
    "remedies": _remedies,
    "legal": _legal,
    "basics": _basics,
    "department": _department,
}
