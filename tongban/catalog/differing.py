"""Where the same service is done differently: a comparison of guides, element by element.

第六条 asks for the same name, code, basis and type at every level and in every region. The rest may differ: a district
may promise less time and ask for less. Both are found; only the first is a breach.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import comb

from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.elements import SECTIONS
from tongban.catalog.guide.labels import label
from tongban.catalog.guide.parts import Amount
from tongban.catalog.guide.terms import RemedyKind
from tongban.catalog.lint.rules import GENERAL
from tongban.kernel.limits import UNIT_NAMES


@dataclass(frozen=True, slots=True)
class Difference:
    """One element that is not the same everywhere, and what each item says of it, by the item's code.

    ``must``: it has to be the same everywhere (第六条). ``local``: it cannot be, because it is who does it where.
    ``spread``: how far apart they are, where that can be said.
    """

    element: str
    title: str
    said: Mapping[str, str]
    must: bool = False
    local: bool = False
    spread: str = ""

    @property
    def groups(self) -> list[tuple[str, list[str]]]:
        """Return each thing that is said with the items that say it, what most say first."""
        by_text: dict[str, list[str]] = {}
        for code, text in self.said.items():
            by_text.setdefault(text, []).append(code)
        return sorted(by_text.items(), key=lambda group: (-len(group[1]), group[1]))

    @property
    def pairs(self) -> int:
        """Return how many pairs of items differ in it."""
        return comb(len(self.said), 2) - sum(comb(len(codes), 2) for _, codes in self.groups)


def differences(guides: Mapping[str, Guide]) -> tuple[Difference, ...]:
    """Return what differs between guides of one service, in the order of the fourteen elements.

    Items cannot differ in name, code and type, which they inherit; guides published before a change still can.
    """
    found = []
    for element, title, read in _COMPARED:
        said = {code: read(guide) for code, guide in guides.items()}
        if len(set(said.values())) > 1:
            spread = _SPREADS[title](list(guides.values())) if title in _SPREADS else ""
            found.append(Difference(element, title, said, must=title in MUST, local=title in LOCAL, spread=spread))
    return tuple(found)


def compared(guide: Guide) -> dict[str, str]:
    """Return what a guide says of everything that is compared, by its title."""
    return {title: read(guide) for _, title, read in _COMPARED}


def _limit(guide: Guide) -> str:
    return guide.limits.statutory.said if guide.limits.statutory else "没有法定时限"


def _extension(guide: Guide) -> str:
    return guide.limits.extension.text if guide.limits.extension else "不能延长"


def _fees(guide: Guide) -> str:
    return "；".join(f"{fee.name}：{fee.standard}" for fee in guide.fees.entries) or "不收费"


def _laws(guide: Guide) -> str:
    """Return the basis of the matter, in one order; laws about licences and appeals in general stand in every guide."""
    own = {f"《{law.law}》{law.article}" for law in guide.legal if not law.id.startswith(GENERAL)}
    return "、".join(sorted(own)) or "没有写"


def _criteria(guide: Guide) -> str:
    """Return the conditions; which of them may be promised is part of what they ask for."""
    return "；".join(f"{one.text}{'（可以告知承诺）' if one.commitment else ''}" for one in guide.criteria)


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


def _apart(amounts: Sequence[Amount | None]) -> str:
    """Return how far limits are apart; different units cannot be subtracted."""
    given = [one for one in amounts if one is not None]
    if len(given) < len(amounts) or len({one.unit for one in given}) > 1:
        return ""
    least, most = min(one.amount for one in given), max(one.amount for one in given)
    return f"相差{most - least}{UNIT_NAMES[given[0].unit]}"


def _not_everywhere(guides: Sequence[Guide]) -> str:
    """Return the materials that only some ask for."""
    asked = [frozenset(one.name for one in guide.materials) for guide in guides]
    some = sorted(frozenset().union(*asked) - asked[0].intersection(*asked))
    return f"不是都要的{len(some)}件：{'、'.join(some)}" if some else "要的材料一样，必要程度不同"


def _trips_apart(guides: Sequence[Guide]) -> str:
    trips = [guide.basics.trips.online for guide in guides]
    return f"网上相差{max(trips) - min(trips)}次" if max(trips) > min(trips) else ""


_SPREADS: dict[str, Callable[[Sequence[Guide]], str]] = {
    "法定时限": lambda guides: _apart([guide.limits.statutory for guide in guides]),
    "承诺时限": lambda guides: _apart([guide.limits.promised for guide in guides]),
    "到现场次数": _trips_apart,
    SECTIONS["materials"]: _not_everywhere,
}
NAME, TYPE = "事项名称", "事项类型"
MUST = frozenset({NAME, TYPE, SECTIONS["legal"]})
LOCAL = ("决定部门", SECTIONS["windows"], "电话", "复议机关")
_COMPARED: tuple[tuple[str, str, Callable[[Guide], str]], ...] = (
    ("basics", NAME, lambda guide: guide.basics.name),
    ("basics", TYPE, lambda guide: label(guide.basics.type)),
    ("basics", "服务对象", lambda guide: "、".join(map(label, guide.basics.service_objects))),
    ("basics", "办理形式", lambda guide: "、".join(map(label, guide.basics.channels))),
    ("basics", "到现场次数", _trips),
    ("basics", "通办范围", lambda guide: label(guide.basics.scope)),
    ("department", "决定部门", lambda guide: guide.department.decides.name),
    ("windows", SECTIONS["windows"], lambda guide: "、".join(window.name for window in guide.windows)),
    ("criteria", SECTIONS["criteria"], _criteria),
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
TITLES = tuple(title for _, title, _ in _COMPARED)
"""What is compared, in the order of the fourteen elements."""
