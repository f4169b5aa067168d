"""What a guide means in plain words: how long, how much to bring. Nothing that the guide does not say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongban.catalog import api as catalog
from tongban.kernel.limits import Unit
from tongban.web.lengths import lasting

_DAYS = frozenset({Unit.WORKING_DAY, Unit.NATURAL_DAY})
ORDER = (
    "criteria",
    "materials",
    "limits",
    "fees",
    "process",
    "windows",
    "results",
    "questions",
    "contacts",
    "rights",
    "remedies",
    "legal",
    "basics",
    "department",
)
"""The fourteen elements of article 7 as people ask for them: who may, what to bring, how long, how much, where."""


@dataclass(frozen=True, slots=True)
class Bringing:
    """How many materials a guide asks for: of everybody, in some situations only, if one likes, and of nobody."""

    always: int
    sometimes: int
    optional: int
    spared: int


def bringing(guide: catalog.Guide) -> Bringing:
    """Count what an applicant has to bring, as the guide says it."""
    own = [one for one in guide.materials if not spared(one)]
    return Bringing(
        always=sum(one.need == catalog.Need.ALWAYS for one in own),
        sometimes=sum(one.need == catalog.Need.WHEN for one in own),
        optional=sum(one.need == catalog.Need.OPTIONAL for one in own),
        spared=len(guide.materials) - len(own),
    )


def spared(material: catalog.Material) -> bool:
    """Tell whether nobody has to hand this in: the system makes it, or staff take it on the spot."""
    return material.source in (catalog.MaterialSource.SYSTEM, catalog.MaterialSource.ON_SITE)


def how_long(limits: catalog.Limits) -> str:
    """Say how long it takes, in a sentence."""
    law, promised = limits.statutory, limits.promised
    if promised.amount == 0:
        return _("材料齐全的，当场办好。")
    text = _("受理以后 %(limit)s内办好。") % {"limit": lasting(promised)}
    if law and limits.from_receipt:
        return text + _("法律规定最长%(law)s，自收到申请之日起算；先到的为准。") % {"law": lasting(law)}
    if law and law.unit == promised.unit and law.unit in _DAYS and law.amount > promised.amount:
        fewer = law.amount - promised.amount
        return text + _fewer(fewer, law.unit) % {"law": lasting(law), "n": fewer}
    return text + _("法律规定最长%(law)s。") % {"law": lasting(law)} if law else text


def _fewer(number: int, unit: Unit) -> str:
    """Return the words for how much shorter it is, in the unit of both limits."""
    if unit == Unit.WORKING_DAY:
        return ngettext(
            "法律规定最长%(law)s，少用 %(n)d 个工作日。", "法律规定最长%(law)s，少用 %(n)d 个工作日。", number
        )
    return ngettext("法律规定最长%(law)s，少用 %(n)d 天。", "法律规定最长%(law)s，少用 %(n)d 天。", number)


def ordered(sections: dict[str, str]) -> Sequence[tuple[str, str]]:
    """Return the elements with their titles, in the order in which people ask."""
    return [(key, sections[key]) for key in ORDER]
