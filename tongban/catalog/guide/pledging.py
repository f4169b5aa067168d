"""Conditions that may be promised (告知承诺) in the place of being proved before the decision."""

from __future__ import annotations

from collections.abc import Iterator

from tongban.catalog.guide.comparing import longer
from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.parts import Limit, Pledge
from tongban.catalog.guide.terms import MaterialSource, Need


def faults_of_pledges(guide: Guide) -> Iterator[str]:
    """Yield what keeps conditions from being promised as the guide has it (国办发〔2020〕42号).

    Every after-check ends later than the last time in which any condition has to be met: one clock is for all of them,
    and what is not due yet cannot be found unmet.
    """
    pledged = [(one, one.commitment) for one in guide.criteria if one.commitment]
    times = [one.meet for _, one in pledged if one.meet and one.meet.amount]
    for criterion, pledge in pledged:
        where = f"受理标准 {criterion.id} 的告知承诺"
        yield from (f"{where}{fault}" for fault in _of_times(pledge, times))
    yield from _of_spared(guide, [(one.id, pledge) for one, pledge in pledged])
    checks = [one.commitment for one in guide.materials if one.commitment]
    if any(not _later(check, time) for check in checks for time in times):
        yield "材料的告知承诺的核查期限，要比条件的告知承诺里达到条件的期限长"


def _of_times(pledge: Pledge, times: list[Limit]) -> Iterator[str]:
    if pledge.amount == 0:
        yield "要写明决定以后多久以内核查"
    if pledge.legal is None:
        yield "要写明依据"
    if pledge.meet is not None and pledge.meet.amount == 0:
        yield "达到条件的期限不能是0：申请时就要符合的，不写期限"
    if pledge.amount and any(not _later(pledge, time) for time in times):
        yield "的核查期限，要比达到条件的期限长（单位不同的，要确定更长）"


def _later(check: Limit, time: Limit) -> bool:
    """Tell whether a check surely ends after a time: what the units do not say is not sure."""
    return longer(check, time) is True or (check.unit != time.unit and longer(time, check) is False)


def _of_spared(guide: Guide, pledged: list[tuple[str, Pledge]]) -> Iterator[str]:
    by_id = {one.id: one for one in guide.materials}
    for key, pledge in pledged:
        for spared in pledge.spares:
            material = by_id.get(spared)
            if material is None or material.need == Need.OPTIONAL or material.source == MaterialSource.SYSTEM:
                yield f"受理标准 {key} 的告知承诺，承诺以后不用交的材料 {spared} 不在要交的材料里"
