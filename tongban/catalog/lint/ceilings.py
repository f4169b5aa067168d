"""How long the law of licensing lets things take at most, where a guide says longer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tongban.catalog.guide.comparing import longer
from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.faults import WITHOUT_GROUND, receipt_without_ground
from tongban.catalog.guide.parts import Amount, Limit
from tongban.catalog.guide.terms import ItemType, StepKind
from tongban.catalog.lint.findings import Code, Finding
from tongban.catalog.lint.surroundings import Surroundings
from tongban.kernel.codes.region import below
from tongban.kernel.limits import Unit

_ALONE = (20, 10)
_JOINTLY = (45, 15)
_BELOW = 20
_NOTICE = Amount(amount=5, unit=Unit.WORKING_DAY)
_YEAR = re.compile(r"（[^（）]*）$")


def ceilings(guide: Guide) -> Iterator[Finding]:
    """行政许可法42: twenty days and ten more, jointly forty-five and fifteen more.

    Of what one department handles alone, 法律、法规 may say otherwise (42(1)), a rule of a ministry (规章) may not; of
    what departments handle together nothing may (42(2)).
    """
    if guide.basics.type != ItemType.LICENCE:
        return
    most = _JOINTLY if guide.jointly else _ALONE
    found = {"statutory": guide.limits.statutory, "extension": guide.limits.extension}
    names = {"statutory": "法定时限", "extension": "延长时限"}
    for (key, limit), days in zip(found.items(), most, strict=True):
        if limit is None or longer(limit, _working(days)) is not True:
            continue
        told = f"{names[key]}（{limit.text}）超过{days}个工作日"
        if guide.jointly:
            sentence = f"{told}：几个部门一起办理的，行政许可法第四十二条第二款没有允许更长，请改短。"
        elif _rests_on_act(guide, limit):
            continue
        else:
            sentence = (
                f"{told}，引用的不是法律、法规：规章不能规定更长（行政许可法第四十二条第一款），请核对依据或者改短。"
            )
        yield Finding(Code.CEILING, f"limits.{key}", sentence)


def counted_from(guide: Guide) -> Iterator[Finding]:
    """行政许可法42(1): the limit runs from acceptance, unless 法律、法规 say otherwise: then the article is named."""
    if receipt_without_ground(guide):
        yield Finding(Code.COUNTED_FROM, "limits.statutory", f"{WITHOUT_GROUND}。")


def notices(guide: Guide) -> Iterator[Finding]:
    """行政许可法32(1)4: what is to be put right is told within five days, whatever the guide says of 受理 and 预审."""
    if guide.basics.type != ItemType.LICENCE:
        return
    end = "要在五日内一次告知，逾期就是受理（行政许可法第三十二条第一款第四项），请改短，不要让人以为要等这么久。"
    if _late(guide.basics.prescreen):
        yield Finding(Code.NOTICE, "basics", f"预审期限超过5个工作日：{end}")
    for step in guide.process:
        if step.kind == StepKind.ACCEPTANCE and _late(step.limit):
            yield Finding(Code.NOTICE, f"process.{step.id}", f"环节“{step.name}”的时限超过5个工作日：{end}")


def lower(guide: Guide, around: Surroundings) -> Iterator[Finding]:
    """行政许可法43: an authority below the one that decides has looked through within twenty days from acceptance."""
    if guide.basics.type != ItemType.LICENCE:
        return
    for step in guide.process:
        where = around.regions.get(step.by, "")
        if step.kind != StepKind.EXAMINATION or not below(where, guide.department.region):
            continue
        if step.limit and longer(step.limit, _working(_BELOW)) is not False:
            sentence = (
                f"环节“{step.name}”由下级机关先审查，时限（{step.limit.text}）超过20个工作日："
                "下级机关自受理之日起二十日内审查完毕（行政许可法第四十三条），请改短；办件按二十日计算。"
            )
            yield Finding(Code.LOWER, f"process.{step.id}", sentence)


def is_act(law: str) -> bool:
    """Tell by its name whether something is a law or a regulation (法律、法规), which a 办法, 规定 or 细则 is not."""
    name = _YEAR.sub("", law.strip("《》 "))
    return name.endswith(("法", "法典", "条例")) and not name.endswith("办法")


def _rests_on_act(guide: Guide, limit: Limit) -> bool:
    return any(one.id == limit.legal and is_act(one.law) for one in guide.legal)


def _late(limit: Limit | None) -> bool:
    return limit is not None and longer(limit, _NOTICE) is True


def _working(days: int) -> Amount:
    return Amount(amount=days, unit=Unit.WORKING_DAY)
