"""The lint at publication: hard rules only, all faults at once, each in a sentence that says what to change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import groupby

from tongban.catalog.forms.definition import Kind
from tongban.catalog.forms.faults import condition_faults, form_faults
from tongban.catalog.guide.comparing import in_calendar, in_working_days, longer
from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.elements import SECTIONS
from tongban.catalog.guide.ordering import never_beside, too_early
from tongban.catalog.guide.partly import told
from tongban.catalog.guide.parts import Amount, Commitment, Material, Paper
from tongban.catalog.guide.pledging import faults_of_pledges
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
from tongban.kernel.limits import Unit

Rule = Callable[[Guide], Iterable[str]]
# 兜底材料: nobody can know what to bring.
CATCH_ALL = re.compile(
    r"其[他它]材料|其[他它]相关|其[他它]有关|其[他它]需要|等材料|等相关材料|有关材料|相关证明材料|要求的材料|要求提供的"
)

# 行政许可法44, in working days (82).
DELIVERED = Amount(amount=10, unit=Unit.WORKING_DAY)

GENERAL_LAW = "行政许可法"
WITHOUT_GROUND = (
    "法定时限从收到申请之日起算的，要引用这样规定的法律、法规条款；"
    "没有另外规定的从受理之日起算（行政许可法第四十二条第一款）"
)


def faults_of(guide: Guide) -> tuple[str, ...]:
    """Return every reason why this guide cannot be published; none when it can."""
    return tuple(sentence for _, sentence in located(guide, SORTS))


def located(guide: Guide, rules: Iterable[tuple[str, Rule]]) -> tuple[tuple[str, str], ...]:
    """Return what rules find in a guide, each with the section in which it is mended; empty where no one section is.

    Of a guide that can be read only in part (``Partly``), what can be said of that part.
    """
    return tuple((section, sentence) for section, rule in rules for sentence in told(rule, guide))


def _missing(name: str, guide: Guide) -> Iterator[str]:
    if not getattr(guide, name):
        yield f"{SECTIONS[name]}不能为空"


def _of_rights(guide: Guide) -> Iterator[str]:
    if not guide.rights.rights or not guide.rights.duties:
        yield "权利义务：权利和义务都要写明"


def _of_kinds(guide: Guide) -> Iterator[str]:
    kinds = {step.kind for step in guide.process}
    for kind, name in {StepKind.ACCEPTANCE: "受理", StepKind.DECISION: "决定", StepKind.DELIVERY: "送达"}.items():
        if guide.process and kind not in kinds:
            yield f"办理流程缺少“{name}”环节"


def _repeated(guide: Guide) -> Iterator[str]:
    counts = Counter(element.id for element in guide.elements())
    yield from (f"编号 {name} 重复，每一项的编号应当唯一" for name, count in counts.items() if count > 1)


def _immediate(guide: Guide) -> Iterator[str]:
    immediate = guide.basics.project_type == ProjectType.IMMEDIATE
    if immediate != (guide.limits.promised.amount == 0):
        yield "办件类型与承诺时限不一致：即办件当场办结，承诺件要写明承诺时限"


def _of_trips(guide: Guide) -> Iterator[str]:
    trips = guide.basics.trips
    if (trips.window or trips.online) and not trips.reason:
        yield "需要到现场的，要写明必须到现场的原因"


def _entrusted(guide: Guide) -> Iterator[str]:
    if guide.department.nature == Nature.ENTRUSTED and not guide.department.entrusted_by:
        yield "受委托组织办理的，要写明委托部门"


def _of_limits(guide: Guide) -> Iterator[str]:
    statutory = guide.limits.statutory
    # Of what departments handle together the law itself names the limit: 45 days (行政许可法42(2)).
    if statutory is None and guide.basics.type == ItemType.LICENCE and not guide.jointly:
        yield "行政许可事项要写明法定时限（行政许可法第四十二条：没有专门规定的，自受理之日起二十日内作出决定）"
    if statutory is not None and statutory.legal is None:
        yield "法定时限要写明法律依据"
    if receipt_without_ground(guide):
        yield WITHOUT_GROUND
    if guide.limits.extension is not None and guide.limits.extension.legal is None:
        yield "延长时限要写明法律依据"


def receipt_without_ground(guide: Guide) -> bool:
    """Tell whether a limit is counted from receipt though no article is named, or that of the general law is.

    行政许可法42(1) counts from acceptance itself, and leaves another beginning to what other laws and regulations say.
    """
    if not guide.limits.from_receipt or guide.limits.statutory is None:
        return False
    named = {legal.id: legal.law for legal in guide.legal}
    law = named.get(guide.limits.statutory.legal or "", "")
    return guide.limits.statutory.legal is None or law.strip("《》").removeprefix("中华人民共和国") == GENERAL_LAW


def _over_statutory(guide: Guide) -> Iterator[str]:
    """No promise is longer than the law. Working days beside a limit that another law counts by the calendar stand.

    Both clocks run, and the first to end counts; which unit the law counts in is not the department's to choose, while
    that of a promise is: beside working days it has to be one that can be compared.
    """
    statutory, promised = guide.limits.statutory, guide.limits.promised
    if statutory is None or promised.amount == 0:
        return
    compared = longer(promised, statutory)
    if compared is None and not (in_working_days(promised) and in_calendar(statutory)):
        yield "承诺时限与法定时限的单位不同，无法比较，请使用同一单位"
    elif compared:
        yield f"承诺时限（{promised.text}）不能超过法定时限（{statutory.said}）"


def _late_delivery(guide: Guide) -> Iterator[str]:
    """行政许可法44: a licence is delivered within ten days of the decision; no law may say otherwise."""
    if guide.basics.type != ItemType.LICENCE:
        return
    for step in guide.process:
        if step.kind == StepKind.DELIVERY and step.limit and longer(step.limit, DELIVERED) is not False:
            yield (
                f"环节 {step.id}（{step.name}）的时限（{step.limit.text}）要改成不超过10个工作日："
                "准予行政许可的，自作出决定之日起十日内颁发、送达（行政许可法第四十四条）"
            )


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


def _of_conditions(guide: Guide) -> Iterator[str]:
    for material in guide.materials:
        where = f"材料 {material.id}（{material.name}）"
        yield from (f"{where}的条件{fault}" for fault in condition_faults(material.when, dict(guide.form.ordered())))


def _catch_all(guide: Guide) -> Iterator[str]:
    for one in guide.materials:
        if CATCH_ALL.search(one.name):
            yield f"材料 {one.id}（{one.name}）是兜底材料，申请人无法准备，请写明具体材料名称"


def _of_material(material: Material) -> Iterator[str]:
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


def _order(guide: Guide) -> Iterator[str]:
    yield from (f"环节“{step.name}”要排在“{after.name}”后面" for step, after in too_early(guide))
    yield from (f"环节“{step.name}”不是审查，不能与别的环节同时办理" for step in never_beside(guide))


def _of_results(guide: Guide) -> Iterator[str]:
    for result in guide.results:
        where = f"结果 {result.id}（{result.name}）"
        absent = (name for name in result.contents if name not in guide.form.properties)
        yield from (f"{where}要写明的内容 {name} 不在表单里" for name in absent)


def _of_papers(section: str, guide: Guide) -> Iterator[str]:
    """Hold that what was uploaded is named whole, and that what is generated can be drawn from this guide."""
    for place, paper in guide.papers().items():
        if not place.startswith(section):
            continue
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


def _cited(named: Callable[[Guide], Mapping[str, str | None]], guide: Guide) -> Iterator[str]:
    known = {legal.id for legal in guide.legal}
    cited = named(guide).items()
    yield from (f"{where}引用的法律依据 {law} 不存在" for where, law in cited if law and law not in known)


def _laws_of_materials(guide: Guide) -> dict[str, str | None]:
    return {
        **{f"材料 {one.id}": one.legal for one in guide.materials},
        **{f"材料 {one.id} 的纸质要求": one.paper_legal for one in guide.materials},
        **{f"材料 {one.id} 的容缺": one.defer.legal for one in guide.materials if one.defer},
        **{f"材料 {one.id} 的告知承诺": one.commitment.legal for one in guide.materials if one.commitment},
    }


def _laws_of_criteria(guide: Guide) -> dict[str, str | None]:
    pledges = {one.id: one.commitment for one in guide.criteria if one.commitment}
    return {
        **{f"受理标准 {one.id}": one.legal for one in guide.criteria},
        **{f"受理标准 {key} 的告知承诺": one.legal for key, one in pledges.items()},
        **{f"受理标准 {key} 达到条件的期限": one.meet.legal for key, one in pledges.items() if one.meet},
    }


def _laws_of_basics(guide: Guide) -> dict[str, str | None]:
    prescreen, renewal = guide.basics.prescreen, guide.basics.renewal
    return {
        "预审": prescreen.legal if prescreen else None,
        "延续的申请期限": renewal.apply.legal if renewal and renewal.apply else None,
    }


def _laws_of_limits(guide: Guide) -> dict[str, str | None]:
    limits = guide.limits
    return {
        "法定时限": limits.statutory.legal if limits.statutory else None,
        "承诺时限": limits.promised.legal,
        "延长时限": limits.extension.legal if limits.extension else None,
    }


_CITING: dict[str, Callable[[Guide], Mapping[str, str | None]]] = {
    "criteria": _laws_of_criteria,
    "materials": _laws_of_materials,
    "basics": _laws_of_basics,
    "process": lambda guide: {f"环节 {one.id}": one.limit.legal for one in guide.process if one.limit},
    "fees": lambda guide: {f"收费 {one.id}": one.legal for one in guide.fees.entries},
    "results": lambda guide: {f"结果 {one.id}": one.validity.legal for one in guide.results if one.validity},
    "special": lambda guide: {f"特别程序 {one.id}": one.legal for one in guide.special},
    "rights": lambda guide: {f"权利义务 {one.id}": one.legal for one in (*guide.rights.rights, *guide.rights.duties)},
    "remedies": lambda guide: {f"法律救济 {one.id}": one.within.legal for one in guide.remedies},
    "limits": _laws_of_limits,
}


def _not_counted(guide: Guide) -> Iterator[str]:
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


def _without_law(guide: Guide) -> Iterator[str]:
    yield from (f"法律救济 {one.id} 的期限要写明法律依据" for one in guide.remedies if one.within.legal is None)


def _of_criteria_asked(guide: Guide) -> Iterator[str]:
    known = {one.id for one in guide.criteria}
    for question in guide.form.properties.values():
        if question.criterion is not None and question.criterion not in known:
            yield f"问题“{question.label}”问的受理条件 {question.criterion} 不存在，请改成有的条件，或者去掉"


_EMPTY = ("windows", "criteria", "materials", "process", "results", "legal", "questions")
LINTED: tuple[tuple[str, Rule], ...] = (
    ("limits", _immediate),
    ("limits", _over_statutory),
    ("materials", _catch_all),
    ("process", _order),
    ("contacts", _of_contacts),
    ("remedies", _of_remedies),
)
"""What lint finds too, in words of its own."""
ALONE: tuple[tuple[str, Rule], ...] = (
    *((name, partial(_missing, name)) for name in _EMPTY),
    ("rights", _of_rights),
    ("process", _of_kinds),
    ("", _repeated),
    ("basics", _of_trips),
    ("department", _entrusted),
    ("limits", _of_limits),
    ("basics", _of_prescreen),
    ("basics", _of_renewal),
    ("criteria", faults_of_pledges),
    ("materials", _of_materials),
    ("materials", _of_conditions),
    ("process", _of_process),
    ("process", _late_delivery),
    *((section, partial(_cited, named)) for section, named in _CITING.items()),
    ("special", _not_counted),
    ("results", _of_results),
    ("materials", partial(_of_papers, "materials.")),
    ("results", partial(_of_papers, "results.")),
    ("remedies", _without_law),
    ("form", _of_criteria_asked),
    ("form", lambda guide: form_faults(guide.form)),
)
SORTS = (*LINTED, *ALONE)
