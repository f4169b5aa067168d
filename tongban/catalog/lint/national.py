"""The ten rules that published guides are held to elsewhere, for our words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.terms import (
    Audience,
    Channel,
    ItemType,
    MaterialKind,
    MaterialSource,
    OnlineDepth,
    ProjectType,
    ResultKind,
    ServiceObject,
)
from tongban.catalog.lint.findings import Code, Finding
from tongban.catalog.lint.surroundings import About

LEAST_STEPS = 5
_HOTLINE = 5  # 12345 and its like are reached without an area code
_ENDINGS = {
    "证": ResultKind.CERTIFICATE,
    "证书": ResultKind.CERTIFICATE,
    "文": ResultKind.DOCUMENT,
    "批复": ResultKind.APPROVAL,
}
_ONLINE = {Channel.WEB, Channel.MOBILE}
_BY_PERSON = {ServiceObject.NATURAL_PERSON: Audience.PERSON}
# Themes that belong to one door of the portal only; a theme that is not here fits both.
_THEMES = {
    Audience.PERSON: {"生育", "婚育", "户籍", "养老", "退休", "身后", "残疾人", "退役军人", "社会救助", "儿童福利"},
    Audience.ORGANISATION: {"注销退出", "变更经营", "用工", "社会组织", "纳税"},
}


def immediate(guide: Guide) -> Iterator[Finding]:
    """即办件 if and only if done on the spot."""
    if (guide.basics.project_type == ProjectType.IMMEDIATE) != (guide.limits.promised.amount == 0):
        yield Finding(Code.IMMEDIATE, "limits.promised", "办件类型与承诺时限不一致：即办件写当场，承诺件写明多长时间。")


def result_kinds(guide: Guide) -> Iterator[Finding]:
    """…证 is a certificate, …文 a document, …批复 an approval."""
    for result in guide.results:
        for ending, kind in _ENDINGS.items():
            if result.name.endswith(ending) and result.kind != kind:
                sentence = f"“{result.name}”以“{ending}”结尾，结果类型与它不一致，请改结果类型或者名称。"
                yield Finding(Code.RESULT_KIND, f"results.{result.id}", sentence)
                break


def trips(guide: Guide) -> Iterator[Finding]:
    """Hold that a trip has a reason and that no trip has none."""
    times = guide.basics.trips
    needed = bool(times.online or times.window)
    if needed and not times.reason:
        yield Finding(Code.TRIPS, "basics", "要到现场，请写明必须到现场的原因。")
    if not needed and times.reason:
        yield Finding(Code.TRIPS, "basics", "不用到现场，请删去“必须到现场的原因”。")


def post(guide: Guide) -> Iterator[Finding]:
    """Without a trip and without the web, only the post is left."""
    basics = guide.basics
    if not basics.trips.online and not _ONLINE & set(basics.channels) and Channel.POST not in basics.channels:
        yield Finding(Code.POST, "basics", "不用到现场，又不能网上办理，请增加邮寄办理，或者写明要到现场。")


def online_depth(guide: Guide) -> Iterator[Finding]:
    """Hold that what is handled online from beginning to end needs no trip."""
    whole = {OnlineDepth.HANDLING, OnlineDepth.ELECTRONIC_LICENCE} <= set(guide.basics.online_depth)
    if whole and guide.basics.trips.online:
        yield Finding(Code.ONLINE_DEPTH, "basics", "写明全程网上办理，网上申请就不应再到现场，请改办理深度或者次数。")


def fees(guide: Guide) -> Iterator[Finding]:
    """Hold that a charge can be paid online, and that where nothing is charged there is nothing to pay."""
    charged = guide.fees.entries
    if charged and not guide.fees.pay_online:
        yield Finding(Code.FEES, "fees", "收费事项没有开通网上支付，申请人要到现场缴费，请开通或者说明缴费方式。")
    if not charged and guide.fees.pay_online:
        yield Finding(Code.FEES, "fees", "不收费的事项不应有网上支付，请删去。")
    doubtful = {law.id for law in guide.legal if not law.law_verified}
    for fee in charged:
        if fee.legal in doubtful:
            yield Finding(Code.FEES, f"fees.{fee.id}", f"“{fee.name}”的收费依据没有核实，请写明收费文件和文号。")


def phones(guide: Guide) -> Iterator[Finding]:
    """Two different telephones, each with its area code; a hotline has none."""
    contacts = {"consultation": guide.contacts.consultation, "complaint": guide.contacts.complaint}
    if set(contacts["consultation"].phones) & set(contacts["complaint"].phones):
        yield Finding(Code.PHONES, "contacts.complaint", "投诉电话与咨询电话相同，请换成另一个部门的电话。")
    for name, contact in contacts.items():
        for phone in contact.phones:
            figures = re.sub(r"\D", "", phone)
            if len(figures) > _HOTLINE and not figures.startswith(("0", "400", "800")):
                yield Finding(Code.PHONES, f"contacts.{name}", f"电话 {phone} 没有区号，请补上。")


def audience(guide: Guide, about: About) -> Iterator[Finding]:
    """Who may apply agrees with the list of items, and with the themes."""
    doors = {_BY_PERSON.get(one, Audience.ORGANISATION) for one in guide.basics.service_objects}
    if doors != set(about.audiences):
        yield Finding(Code.AUDIENCE, "basics", "服务对象与事项清单不一致，请核对个人、企业和其他组织能不能办。")
    for door, other in ((Audience.PERSON, "企业和其他组织"), (Audience.ORGANISATION, "个人")):
        if door not in doors and (odd := sorted(_THEMES[door] & set(about.themes))):
            sentence = f"只有{other}可以办，主题却有“{'、'.join(odd)}”，请改主题或者服务对象。"
            yield Finding(Code.AUDIENCE, "basics", sentence)


def steps(guide: Guide) -> Iterator[Finding]:
    """Hold that a licence shows at least five steps and answers at least one question."""
    if guide.basics.type != ItemType.LICENCE:
        return
    if len(guide.process) < LEAST_STEPS:
        yield Finding(Code.STEPS, "process", "行政许可要写明受理、审查、决定、制证、送达的全部环节，现在少于五个。")
    if not guide.questions:
        yield Finding(Code.STEPS, "questions", "行政许可至少要有一个常见问题。")


def samples(guide: Guide) -> Iterator[Finding]:
    """Hold that what people get in the end can be looked at, and that a form to be filled in can be had."""
    for result in guide.results:
        if result.kind != ResultKind.NONE and result.sample is None:
            sentence = f"“{result.name}”没有样例，请上传一份，或者让系统生成。"
            yield Finding(Code.SAMPLE, f"results.{result.id}", sentence)
    for one in guide.materials:
        to_fill_in = one.kind == MaterialKind.FORM and one.source == MaterialSource.APPLICANT
        if to_fill_in and not (one.blank or one.sample or one.sample_note):
            sentence = f"“{one.name}”要申请人填写，没有空白表，也没有样例，请上传或者说明怎么写。"
            yield Finding(Code.SAMPLE, f"materials.{one.id}", sentence)
