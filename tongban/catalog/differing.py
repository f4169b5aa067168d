"""Where the same service is done differently: a comparison of guides, element by element."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.elements import SECTIONS
from tongban.catalog.guide.labels import label
from tongban.catalog.guide.terms import RemedyKind


@dataclass(frozen=True, slots=True)
class Difference:
    """One element that is not the same everywhere, and what each item says of it, by the item's code."""

    element: str
    title: str
    said: Mapping[str, str]


def differences(guides: Mapping[str, Guide]) -> tuple[Difference, ...]:
    """Return what differs between guides of one service, in the order of the fourteen elements.

    Name, code and type cannot differ: the items inherit them (第六条).
    """
    found = []
    for element, title, read in _COMPARED:
        said = {code: read(guide) for code, guide in guides.items()}
        if len(set(said.values())) > 1:
            found.append(Difference(element, title, said))
    return tuple(found)


def _limit(guide: Guide) -> str:
    return guide.limits.statutory.text if guide.limits.statutory else "没有法定时限"


def _extension(guide: Guide) -> str:
    return guide.limits.extension.text if guide.limits.extension else "不能延长"


def _fees(guide: Guide) -> str:
    return "；".join(f"{fee.name}：{fee.standard}" for fee in guide.fees.entries) or "不收费"


def _laws(guide: Guide) -> str:
    return "、".join(f"《{law.law}》{law.article}" for law in guide.legal)


def _materials(guide: Guide) -> str:
    return "、".join(f"{one.name}（{label(one.need)}）" for one in guide.materials)


def _trips(guide: Guide) -> str:
    return f"网上{guide.basics.trips.online}次，窗口{guide.basics.trips.window}次"


def _telephones(guide: Guide) -> str:
    contacts = guide.contacts
    return "、".join((*contacts.consultation.phones, *contacts.complaint.phones))


def _appeals(guide: Guide) -> str:
    return "、".join(one.to for one in guide.remedies if one.kind == RemedyKind.RECONSIDERATION)


def _form(guide: Guide) -> str:
    return "、".join(field.label for _, field in guide.form.ordered())


_COMPARED: tuple[tuple[str, str, Callable[[Guide], str]], ...] = (
    ("basics", "服务对象", lambda guide: "、".join(map(label, guide.basics.service_objects))),
    ("basics", "办理形式", lambda guide: "、".join(map(label, guide.basics.channels))),
    ("basics", "到现场次数", _trips),
    ("basics", "通办范围", lambda guide: label(guide.basics.scope)),
    ("department", "决定部门", lambda guide: guide.department.decides.name),
    ("windows", SECTIONS["windows"], lambda guide: "、".join(window.name for window in guide.windows)),
    ("criteria", SECTIONS["criteria"], lambda guide: "；".join(one.text for one in guide.criteria)),
    ("materials", SECTIONS["materials"], _materials),
    ("materials", "表单", _form),
    ("process", SECTIONS["process"], lambda guide: "、".join(step.name for step in guide.process)),
    ("limits", "法定时限", _limit),
    ("limits", "承诺时限", lambda guide: guide.limits.promised.text),
    ("limits", "延长时限", _extension),
    ("fees", SECTIONS["fees"], _fees),
    ("results", SECTIONS["results"], lambda guide: "、".join(result.name for result in guide.results)),
    ("legal", SECTIONS["legal"], _laws),
    ("contacts", "电话", _telephones),
    ("remedies", "复议机关", _appeals),
)
