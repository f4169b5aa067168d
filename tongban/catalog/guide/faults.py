"""The lint at publication: hard rules only, all faults at once, each in a sentence that says what to change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, groupby

from tongban.catalog.forms.definition import Kind
from tongban.catalog.forms.faults import condition_faults, form_faults
from tongban.catalog.guide.comparing import longer
from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.elements import SECTIONS
from tongban.catalog.guide.parts import Commitment, Material, Paper
from tongban.catalog.guide.terms import (
    Channel,
    ItemType,
    Nature,
    Need,
    PaperKind,
    ProjectType,
    RemedyKind,
    StepKind,
)

# 兜底材料: nobody can know what to bring.
CATCH_ALL = re.compile(
    r"其[他它]材料|其[他它]相关|其[他它]有关|其[他它]需要|等材料|等相关材料|有关材料|相关证明材料|要求的材料|要求提供的"
)


def faults_of(guide: Guide) -> tuple[str, ...]:
    """Return every reason why this guide cannot be published; none when it can."""
    rules = (
        _missing,
        _repeated,
        _contradictions,
        _of_limits,
        _of_prescreen,
        _of_renewal,
        _of_materials,
        _of_process,
        _of_law,
        _of_results,
        _of_papers,
        _of_contacts,
        _of_remedies,
    )
    return tuple(chain(*(rule(guide) for rule in rules), form_faults(guide.form)))


def _missing(guide: Guide) -> Iterator[str]:
    needed = {
        "windows": guide.windows,
        "criteria": guide.criteria,
        "materials": guide.materials,
        "process": guide.process,
        "results": guide.results,
        "legal": guide.legal,
        "questions": guide.questions,
    }
    yield from (f"{SECTIONS[name]}不能为空" for name, parts in needed.items() if not parts)
    if not guide.rights.rights or not guide.rights.duties:
        yield "权利义务：权利和义务都要写明"
    kinds = {step.kind for step in guide.process}
    for kind, name in {StepKind.ACCEPTANCE: "受理", StepKind.DECISION: "决定", StepKind.DELIVERY: "送达"}.items():
        if guide.process and kind not in kinds:
            yield f"办理流程缺少“{name}”环节"


def _repeated(guide: Guide) -> Iterator[str]:
    counts = Counter(element.id for element in guide.elements())
    yield from (f"编号 {name} 重复，每一项的编号应当唯一" for name, count in counts.items() if count > 1)


def _contradictions(guide: Guide) -> Iterator[str]:
    basics = guide.basics
    immediate = basics.project_type == ProjectType.IMMEDIATE
    if immediate != (guide.limits.promised.amount == 0):
        yield "办件类型与承诺时限不一致：即办件当场办结，承诺件要写明承诺时限"
    if (basics.trips.window or basics.trips.online) and not basics.trips.reason:
        yield "需要到现场的，要写明必须到现场的原因"
    if guide.department.nature == Nature.ENTRUSTED and not guide.department.entrusted_by:
        yield "受委托组织办理的，要写明委托部门"


def _of_limits(guide: Guide) -> Iterator[str]:
    statutory, promised = guide.limits.statutory, guide.limits.promised
    # Of what departments handle together the law itself names the limit: 45 days (行政许可法42(2)).
    if statutory is None and guide.basics.type == ItemType.LICENCE and not guide.jointly:
        yield "行政许可事项要写明法定时限（行政许可法第四十二条：没有专门规定的，自受理之日起二十日内作出决定）"
    if statutory is not None and statutory.legal is None:
        yield "法定时限要写明法律依据"
    if guide.limits.extension is not None and guide.limits.extension.legal is None:
        yield "延长时限要写明法律依据"
    if statutory is None or promised.amount == 0:
        return
    compared = longer(promised, statutory)
    if compared is None:
        yield "承诺时限与法定时限的单位不同，无法比较，请使用同一单位"
    elif compared:
        yield f"承诺时限（{promised.text}）不能超过法定时限（{statutory.text}）"


def _of_prescreen(guide: Guide) -> Iterator[str]:
    """工作规范22(2): 预审 exists only where a law demands paper or a signature in person."""
    basics = guide.basics
    if basics.prescreen is None:
        return
    if basics.prescreen.legal is None:
        yield "有预审的，要写明须由申请人线下提交纸质材料或亲笔签名的法律依据（工作规范第二十二条第二款）"
    if not {Channel.WEB, Channel.MOBILE} & set(basics.channels) or not basics.trips.online:
        yield "有预审的，要可以网上申请，并写明网上申请以后到现场的次数"
    if basics.prescreen.amount == 0:
        yield "预审要写明多长时间内完成"


def _of_renewal(guide: Guide) -> Iterator[str]:
    """行政许可法50: only a licence is renewed in silence, and only where everybody says until when it is valid."""
    renewal = guide.basics.renewal
    if renewal is None:
        return
    if guide.basics.type != ItemType.LICENCE:
        yield "只有行政许可事项可以写延续（行政许可法第五十条）"
    question = guide.form.properties.get(renewal.expiry)
    if question is None or question.kind != Kind.DATE or not guide.form.needed(renewal.expiry) or question.when:
        yield f"延续要写明表单里哪一项是许可有效期届满日：“{renewal.expiry}”不是必填的日期"
    if renewal.apply is not None and renewal.apply.legal is None:
        yield "延续的申请期限与行政许可法第五十条不同的，要写明法律依据"


def _of_materials(guide: Guide) -> Iterator[str]:
    for material in guide.materials:
        where = f"材料 {material.id}（{material.name}）"
        yield from (f"{where}{fault}" for fault in _of_material(material))
        yield from (f"{where}的条件{fault}" for fault in condition_faults(material.when, dict(guide.form.ordered())))


def _of_material(material: Material) -> Iterator[str]:
    if CATCH_ALL.search(material.name):
        yield "是兜底材料，申请人无法准备，请写明具体材料名称"
    if (material.need == Need.WHEN) != (material.when is not None):
        yield "的必要性与条件不一致：只有“符合情形时必要”的材料要写条件"
    if material.when is not None and not material.when_text:
        yield "有条件，要用文字写明什么情形下需要"
    if material.defer is not None and (material.need == Need.OPTIONAL or material.defer.amount == 0):
        yield "可以容缺后补的，要是必须交的材料，并写明多久以内补交"
    if material.commitment is not None:
        yield from _of_commitment(material, material.commitment)
    if material.exempt_if_licence and not material.licence:
        yield "可凭电子证照免交，要写明是哪一种证照"


def _of_commitment(material: Material, commitment: Commitment) -> Iterator[str]:
    if material.need == Need.OPTIONAL or commitment.amount == 0:
        yield "可以告知承诺的，要是必须交的材料，并写明决定以后多久以内核查"
    if commitment.legal is None:
        yield "可以告知承诺的，要写明依据"


def _of_process(guide: Guide) -> Iterator[str]:
    known = {special.id for special in guide.special}
    for step in guide.process:
        yield from (f"环节 {step.id}（{step.name}）的特别程序 {one} 不存在" for one in step.special if one not in known)
    runs = [(word, len(list(steps))) for word, steps in groupby(guide.process, key=lambda step: step.parallel) if word]
    counts = Counter(word for word, _ in runs)
    yield from (f"同时办理的环节（{word}）要排在一起" for word, count in counts.items() if count > 1)
    yield from (f"同时办理的环节（{word}）至少有两个" for word, n in runs if n == 1 and counts[word] == 1)


def _of_results(guide: Guide) -> Iterator[str]:
    for result in guide.results:
        where = f"结果 {result.id}（{result.name}）"
        absent = (name for name in result.contents if name not in guide.form.properties)
        yield from (f"{where}要写明的内容 {name} 不在表单里" for name in absent)


def _of_papers(guide: Guide) -> Iterator[str]:
    """Hold that what was uploaded is named whole, and that what is generated can be drawn from this guide."""
    for place, paper in guide.papers().items():
        whole = (paper.mime, paper.size, paper.sm3)
        if paper.kind == PaperKind.UPLOADED and None in whole:
            yield f"{_paper(place, paper)}缺少格式、大小或者摘要，请重新上传"
        if paper.kind == PaperKind.GENERATED and any(whole):
            yield f"{_paper(place, paper)}由系统生成，不写格式、大小和摘要"
        if paper.kind == PaperKind.GENERATED and place.startswith("materials.") and place.endswith(".sample"):
            yield f"{_paper(place, paper)}不能由系统生成：材料的样子只有部门知道，请上传"


def _paper(place: str, paper: Paper) -> str:
    section, key, what = place.split(".")
    whose = "材料" if section == "materials" else "结果"
    return f"{whose} {key} 的{'样例' if what == 'sample' else '空白表'}（{paper.name}）"


def _of_law(guide: Guide) -> Iterator[str]:
    known = {legal.id for legal in guide.legal}
    used = {
        **{f"受理标准 {one.id}": one.legal for one in guide.criteria},
        **{f"材料 {one.id}": one.legal for one in guide.materials},
        **{f"材料 {one.id} 的纸质要求": one.paper_legal for one in guide.materials},
        **{f"材料 {one.id} 的容缺": one.defer.legal for one in guide.materials if one.defer},
        **{f"材料 {one.id} 的告知承诺": one.commitment.legal for one in guide.materials if one.commitment},
        "延续的申请期限": (renewal := guide.basics.renewal) and renewal.apply and renewal.apply.legal,
        "预审": guide.basics.prescreen.legal if guide.basics.prescreen else None,
        **{f"环节 {one.id}": one.limit.legal if one.limit else None for one in guide.process},
        **{f"收费 {one.id}": one.legal for one in guide.fees.entries},
        **{f"结果 {one.id}": one.validity.legal if one.validity else None for one in guide.results},
        **{f"特别程序 {one.id}": one.legal for one in guide.special},
        **{f"权利义务 {one.id}": one.legal for one in (*guide.rights.rights, *guide.rights.duties)},
        **{f"法律救济 {one.id}": one.within.legal for one in guide.remedies},
        "法定时限": guide.limits.statutory.legal if guide.limits.statutory else None,
        "承诺时限": guide.limits.promised.legal,
        "延长时限": guide.limits.extension.legal if guide.limits.extension else None,
    }
    yield from (f"{where}引用的法律依据 {law} 不存在" for where, law in used.items() if law and law not in known)
    for special in guide.special:
        if special.stops_clock and not special.legal:
            yield f"特别程序 {special.id}（{special.name}）不计入时限，要写明法律依据"


def _of_contacts(guide: Guide) -> Iterator[str]:
    shared = set(guide.contacts.consultation.phones) & set(guide.contacts.complaint.phones)
    if shared:
        yield f"咨询电话与投诉电话不能相同（{'、'.join(sorted(shared))}）"


def _of_remedies(guide: Guide) -> Iterator[str]:
    kinds = {remedy.kind for remedy in guide.remedies}
    for kind, name in {RemedyKind.RECONSIDERATION: "行政复议", RemedyKind.LITIGATION: "行政诉讼"}.items():
        if kind not in kinds:
            yield f"法律救济缺少“{name}”途径"
    yield from (f"法律救济 {one.id} 的期限要写明法律依据" for one in guide.remedies if one.within.legal is None)
