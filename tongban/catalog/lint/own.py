"""Our own rules: what makes people come twice, guess, or wait in vain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tongban.catalog.guide.comparing import in_calendar, in_working_days, longer
from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.faults import CATCH_ALL
from tongban.catalog.guide.ordering import never_beside, too_early
from tongban.catalog.guide.terms import RemedyKind, StepKind
from tongban.catalog.lint.findings import Code, Finding
from tongban.catalog.lint.surroundings import Surroundings

# 等 at the end of an enumeration leaves open what else; 平等, 等级, 等候 and the like do not.
_VAGUE = re.compile(
    r"(?<![平同对优中初高均相上下头])等(?=$|[，。；、）的])|其[他它][\u4e00-\u9fff]{0,4}(?:材料|证明|文件|资料|情形|条件|要求|规定|手续)|有关(?:材料|规定|证明|情况|部门)|相关(?:材料|规定|证明|情况|部门)"
    r"|必要时|视情况|原则上|酌情|按(?:规定|标准|当地标准|有关规定)(?=$|[，。；、（）])|另行通知"
)


def catch_all(guide: Guide) -> Iterator[Finding]:
    """兜底材料: nobody can know what to bring."""
    for material in guide.materials:
        if CATCH_ALL.search(material.name):
            yield Finding(
                Code.CATCH_ALL, f"materials.{material.id}", f"“{material.name}”是兜底材料，请写明具体要哪一件。"
            )


def vague(guide: Guide) -> Iterator[Finding]:
    """Words that leave open what is meant, wherever an applicant has to act by them."""
    for place, text in _asked(guide):
        if found := _VAGUE.search(text):
            yield Finding(Code.VAGUE, place, f"“{text}”里的“{found[0]}”没有说清楚，请写明具体是什么。")


def _asked(guide: Guide) -> Iterator[tuple[str, str]]:
    for criterion in guide.criteria:
        yield f"criteria.{criterion.id}", criterion.text
    for material in guide.materials:
        for text in (material.name, material.when_text):
            yield f"materials.{material.id}", text
    for fee in guide.fees.entries:
        yield f"fees.{fee.id}", fee.standard


def over_statutory(guide: Guide) -> Iterator[Finding]:
    """No promise beyond the law; where the law sets no limit, there is nothing to go beyond."""
    statutory, promised = guide.limits.statutory, guide.limits.promised
    if statutory is None or not promised.amount:
        return
    compared = longer(promised, statutory)
    if compared:
        sentence = f"承诺时限（{promised.text}）超过法定时限（{statutory.text}），请缩短。"
        yield Finding(Code.OVER_STATUTORY, "limits.promised", sentence)
    both = f"承诺时限（{promised.text}）与法定时限（{statutory.text}）"
    if compared is None and in_working_days(promised) and in_calendar(statutory):
        sentence = f"{both}单位不同，遇上长假可能比法定时限晚：办件按先到的办结。能用同一单位的，请使用同一单位。"
        yield Finding(Code.UNITS, "limits.promised", sentence)
    elif compared is None:
        yield Finding(Code.OVER_STATUTORY, "limits.promised", f"{both}不能比较，请使用同一单位。")


def remedies(guide: Guide) -> Iterator[Finding]:
    """Both ways of objecting are told, each with its time."""
    kinds = {remedy.kind for remedy in guide.remedies}
    for kind, name in {RemedyKind.RECONSIDERATION: "行政复议", RemedyKind.LITIGATION: "行政诉讼"}.items():
        if kind not in kinds:
            yield Finding(Code.REMEDY, "remedies", f"没有写明{name}，请写明向谁提出、多长时间内提出。")


def windows(guide: Guide, around: Surroundings) -> Iterator[Finding]:
    """Hold that a window stands in a place with an address, opening hours and windows."""
    for window in guide.windows:
        if window.place not in around.reachable:
            sentence = f"“{window.name}”没有地址、开放时间或者窗口，办事人找不到，请核对服务场所。"
            yield Finding(Code.WINDOW, f"windows.{window.id}", sentence)


def licences(guide: Guide, around: Surroundings) -> Iterator[Finding]:
    """Hold that a licence has one name everywhere, that of the registry."""
    named = [(f"materials.{one.id}", one.licence) for one in guide.materials if one.licence]
    named += [(f"results.{one.id}", one.licence) for one in guide.results if one.licence]
    for place, name in named:
        if name not in around.licences:
            yield Finding(Code.LICENCE, place, f"证照类型目录里没有“{name}”，请改用目录里的名称，或者先登记这种证照。")


def order(guide: Guide) -> Iterator[Finding]:
    """Hold that the steps stand in the order in which cases go through them, and only the examination side by side."""
    for step, after in too_early(guide):
        sentence = f"“{step.name}”排在“{after.name}”前面，办件不能这样办，请把它移到“{after.name}”后面。"
        yield Finding(Code.ORDER, f"process.{step.id}", sentence)
    for step in never_beside(guide):
        sentence = f"“{step.name}”不能与别的环节同时办理，只有审查的环节可以，请改为依次办理。"
        yield Finding(Code.ORDER, f"process.{step.id}", sentence)


def joined(guide: Guide) -> Iterator[Finding]:
    """行政许可法42(2), 43: another department that examines is said to join in, or to be the one that examines first.

    Without, the guide gives it work to do and the case the limit of one department alone.
    """
    bodies = guide.department
    known = {bodies.decides.code, bodies.examines.code, *(body.code for body in bodies.joint)}
    for step in guide.process:
        if step.kind == StepKind.EXAMINATION and step.by not in known:
            sentence = (
                f"“{step.name}”由别的部门（{step.by}）审查，部门信息里没有写它。几个部门一起办理的，请把它列入联办部门"
                "（行政许可法第四十二条第二款）；由下级机关先审查的，请写成审查部门（第四十三条）。"
            )
            yield Finding(Code.JOINED, f"process.{step.id}", sentence)


def laws(guide: Guide) -> Iterator[Finding]:
    """Whoever reads an article must be able to trust that somebody compared it."""
    for law in guide.legal:
        if not law.article_verified:
            sentence = f"《{law.law}》{law.article}没有与法律文本核对过，请核对后注明。"
            yield Finding(Code.LAW, f"legal.{law.id}", sentence)
