"""What a promise is of, and the words in which a condition of the guide is promised (国办发〔2020〕42号)."""

from __future__ import annotations

from datetime import date

from tongban.catalog import api as catalog

CRITERIA = "criteria."


def element_of(key: str) -> str:
    """Return the element of the guide that a promise is of: a material by its own id, a condition by its element."""
    return key if is_condition(key) else f"materials.{key}"


def is_condition(key: str) -> bool:
    """Tell whether a promise is of a condition (``criteria.2``), and not of a material (``4``)."""
    return key.startswith(CRITERIA)


def pledges(guide: catalog.Guide) -> dict[str, catalog.Pledge]:
    """Return what the guide lets be promised of its conditions, by the element."""
    return {f"{CRITERIA}{one.id}": one.commitment for one in guide.criteria if one.commitment}


def commitments(guide: catalog.Guide) -> dict[str, catalog.Commitment]:
    """Return everything that may be committed to, of materials and conditions, by what a promise calls it."""
    of_materials = {one.id: one.commitment for one in guide.materials if one.commitment}
    return {**of_materials, **pledges(guide)}


def names(guide: catalog.Guide) -> dict[str, str]:
    """Return what everything that may be promised is called, by what a promise calls it; conditions by their place."""
    conditions = {f"{CRITERIA}{one.id}": f"受理标准第{n}项" for n, one in enumerate(guide.criteria, start=1)}
    return {one.id: one.name for one in guide.materials} | conditions


def pledge_words(criterion: catalog.Criterion) -> str:
    """Return the one text in which the authority tells and the applicant promises; nothing where that is not allowed.

    It says the condition, what it asks, until when it has to be met, when that is checked, and the promise.
    """
    pledge = criterion.commitment
    if pledge is None:
        return ""
    lines = (
        f"许可条件：{criterion.text}",
        f"行政机关告知：{pledge.told}",
        until_met(pledge),
        f"作出决定以后{pledge.legal_text}内，行政机关核查是否符合。",
        f"申请人承诺：{pledge.wording}",
    )
    return "\n".join(lines)


def until_met(pledge: catalog.Pledge) -> str:
    """Return in a sentence until when a condition has to be met."""
    if pledge.meet is None:
        return "达到条件的时间：提出申请时就要符合。"
    return f"达到条件的期限：自作出决定之日起{pledge.meet.legal_text}内。"


def ends_soon(until: date | None, today: date, last: date) -> bool:
    """Tell whether a time ends between today and the last day about which somebody is reminded, both included."""
    return until is not None and today <= until <= last
