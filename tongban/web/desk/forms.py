"""What a verb asks a member of staff for, before it is done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.http import QueryDict

from tongban.cases import api as cases
from tongban.cases.api import Verb
from tongban.kernel.actors import NEVER_GRANTED, ROLE_NAMES, Actor, Role
from tongban.web.desk import ending, extending, hearing, rectifying, ticking, timing, working
from tongban.web.desk.asking import Ask
from tongban.web.desk.seeing import seen_of
from tongban.web.fields import Choice, Field, FieldKind

APPLICANT, AGENT = "applicant", "agent"
RECEIVERS = {APPLICANT: False, AGENT: True}


def _accept(number: str, _: QueryDict, by: Actor, at: datetime) -> object:
    return cases.accept(number=number, by=by, at=at)


def _ask_correction(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    return cases.ask_correction(number=number, points=points(post), by=by, at=at)


def _refuse_acceptance(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    return cases.refuse_acceptance(
        number=number,
        ground=post.get("ground", ""),
        competent=post.get("competent", ""),
        reason=post.get("reason", ""),
        by=by,
        at=at,
        seen=seen_of(post),
    )


def _grant(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    return cases.grant(
        number=number,
        opinion=post.get("reason", ""),
        considered=post.get("considered", ""),
        departing=post.get("departing", ""),
        checked=post.get("checked", ""),
        out_of_turn=post.get("out_of_turn", ""),
        by=by,
        at=at,
        seen=seen_of(post),
    )


def _granting_fields(page: timing.Page, post: QueryDict, faults: timing.Faults) -> list[Field]:
    return [
        *ticking.resting_fields(page, post, faults),
        *working.departing_fields(page, post, faults),
        *working.turn_fields(page, post, faults),
        *hearing.weighing_fields(page, post, faults),
    ]


def _refuse(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    return cases.refuse(
        number=number,
        reason=post.get("reason", ""),
        considered=post.get("considered", ""),
        by=by,
        at=at,
        seen=seen_of(post),
    )


def _deliver(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    return cases.deliver(number=number, by=by, at=at, to_agent=RECEIVERS.get(post.get("to", "")))


def _withdraw(number: str, _: QueryDict, by: Actor, at: datetime) -> object:
    return cases.withdraw(number=number, by=by, at=at)


def _adopt_version(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    return cases.adopt_version(number=number, reason=post.get("reason", ""), by=by, at=at)


def _propose_version(number: str, post: QueryDict, by: Actor, at: datetime) -> object:
    return cases.propose_version(number=number, reason=post.get("reason", ""), by=by, at=at)


def _receiver(page: timing.Page, post: QueryDict, faults: timing.Faults) -> list[Field]:
    """Ask who signs for the result, where somebody applied for the applicant and may still act for them."""
    if page["agent"] is None:
        return []
    choices = [Choice(APPLICANT, f"申请人：{page['case'].applicant.name}"), Choice(AGENT, page["agent"].words)]
    return [Field("to", "领取人", FieldKind.RADIOS, post.get("to", ""), choices=choices, error=faults.get("to", ""))]


ASKS = {
    ask.slug: ask
    for ask in (
        Ask(
            Verb.ACCEPT,
            _accept,
            key="1",
            hint="材料齐全、符合法定形式，予以受理。办理时限从受理之日起算，法律规定从收到申请之日起算的，从那天算。系统生成受理通知书并告知申请人。",
            submit="确认受理",
        ),
        Ask(
            Verb.ASK_CORRECTION,
            _ask_correction,
            key="2",
            hint="勾选办事指南中的具体项目，逐项写明缺什么、怎么补。补正只能告知一次，请一次写全。",
            submit="发出补正告知书",
            corrects=True,
        ),
        Ask(
            Verb.REFUSE_ACCEPTANCE,
            _refuse_acceptance,
            key="3",
            label="不予受理的理由",
            hint="选择法定情形，写明事实和理由；不属于本机关职权的，写明应向哪个机关申请。",
            submit="作出不予受理决定",
            grounds=True,
            danger=True,
        ),
        Ask(
            Verb.PRESCREEN_PASS,
            ending.prescreen_pass,
            key="6",
            hint="网上提交的内容齐全、符合法定形式。系统生成预审结果告知书，告知申请人最晚哪天、带原件到哪个窗口；核验原件以后才能受理。",
            submit="预审通过",
        ),
        Ask(
            Verb.SEE_ORIGINALS,
            ending.see_originals,
            key="o",
            hint="逐份核对原件和网上提交的内容。都一致的，直接确认；有不一致、缺少的，逐项写明。带来原件的次日起，计算告知是否受理的期限。"
            "以前没有告知过补正的，在这个期限内可以一次性告知；告知过的，不能再告知。当场能决定的即办件，核对和决定可以在“当场准予”里一次办完。",
            submit="确认核验结果",
            fields=ending.differing_fields,
        ),
        Ask(
            Verb.REMIND,
            ending.remind,
            key="d",
            hint="发消息提醒申请人补正告知书里的内容，承诺后补、还没有交的材料，或者预审通过以后要带来的原件。提醒不影响任何期限，也不能增加新的补正要求；可以多次提醒。",
            submit="发出提醒",
        ),
        Ask(
            Verb.EXAMINE,
            working.finish_step,
            key="1",
            label="审查意见",
            hint="对照受理标准逐项审查材料，写明审查经过和结论；需要现场核查的，写明核查的时间和结果。",
            submit="提交审查意见",
            examines=True,
            told=False,
            fields=working.examining_fields,
        ),
        Ask(
            Verb.FINISH_STEP,
            working.finish_step,
            key="1",
            label="本环节的意见",
            hint="对照受理标准办理本环节，写明经过和结论。还有别的环节没有办完，办结后由下一个环节接着办。",
            submit="办结本环节",
            examines=True,
            told=False,
            fields=working.examining_fields,
        ),
        Ask(
            Verb.GRANT_AT_ONCE,
            working.grant_at_once,
            key="4",
            label="决定意见",
            hint="即办件材料齐全，或者可以承诺的条件都由申请人书面承诺，能够当场决定的，受理和准予一次办完。系统生成受理通知书和结果文书并告知申请人。",
            submit="当场准予",
            fields=working.granting_at_once_fields,
        ),
        Ask(
            Verb.REFUSE_AT_ONCE,
            working.refuse_at_once,
            key="5",
            label="不予的理由",
            hint="当场作出不予决定，写明事实、理由和法律依据。决定书会载明行政复议和行政诉讼的途径。",
            submit="当场作出不予决定",
            danger=True,
            fields=working.refusing_at_once_fields,
        ),
        Ask(
            Verb.GRANT,
            _grant,
            key="1",
            label="决定意见",
            hint="准予决定作出后，系统生成结果文书并告知申请人，送达期限开始计算。",
            submit="作出准予决定",
            decides=True,
            fields=_granting_fields,
        ),
        Ask(
            Verb.REFUSE,
            _refuse,
            key="2",
            label="不予的理由",
            hint="写明事实、理由和法律依据。决定书会载明行政复议和行政诉讼的途径。",
            submit="作出不予决定",
            danger=True,
            decides=True,
            fields=hearing.refusing_fields,
        ),
        Ask(
            Verb.SEND_BACK,
            working.send_back,
            key="3",
            decides=True,
            label="退回的理由",
            hint="退回后由审查人员重新审查，办理时限继续计算。",
            submit="退回重新审查",
            told=False,
            fields=working.back_fields,
        ),
        Ask(
            Verb.EXTEND,
            timing.extend,
            key="4",
            label="延长的理由",
            hint="写明为什么在原期限内不能作出决定，申请人会收到书面通知。延长的是法定期限，承诺的期限不变。",
            submit="延长办理期限",
            terms=timing.extension_terms,
            fields=timing.approval_fields,
        ),
        Ask(
            Verb.SUSPEND,
            timing.suspend,
            key="5",
            label="需要进行这项程序的原因",
            hint="只有依法不计入期限的程序才能停止计时。系统生成告知书，把原因和所需时间书面告知申请人。",
            submit="发出特别程序告知书",
            fields=timing.procedure_fields,
        ),
        Ask(
            Verb.RESUME,
            timing.resume,
            key="u",
            hint="程序结束的当天办理。办理时限从今天起继续计算，系统发消息告知申请人。",
            submit="恢复计时",
            fields=timing.lasting_fields,
        ),
        Ask(
            Verb.PROPOSE_VERSION,
            _propose_version,
            key="7",
            label="为什么适用新版",
            hint="核对新版对这位申请人没有不利，提请“决定”岗位的同事决定。决定以前，办件照原来的版本办，申请人不会收到消息。",
            submit="提请适用",
            adopts=True,
            told=False,
        ),
        Ask(
            Verb.ADOPT_VERSION,
            _adopt_version,
            key="a",
            label="适用新版的理由",
            hint="由同事提请，在对这位申请人没有不利时适用。承诺时限变短的，从受理之日起按新的重新计算；别的时限不变。"
            "系统生成告知书，书面告知申请人。",
            submit="按新版办理",
            adopts=True,
        ),
        Ask(
            Verb.TERMINATE,
            ending.terminate,
            key="z",
            label="终止办理的理由",
            hint="没有实体决定而结束办理的，选择情形，写明事实和理由。系统生成终止办理告知书，载明救济途径；所有时限停止计算。",
            submit="终止办理",
            danger=True,
            fields=ending.ending_fields,
        ),
        Ask(
            Verb.CHECK_COMMITMENT,
            ending.check_commitment,
            key="2",
            label="核查的经过和结果",
            hint="写明怎样核查、查到什么。没有达到、能够整改的，可以先责令限期整改。不属实的，系统生成核查结果告知书告知申请人；是否撤销原决定，由本部门另行决定。",
            submit="提交核查结果",
            fields=ending.commitment_fields,
        ),
        Ask(
            Verb.DELIVER,
            _deliver,
            key="1",
            hint="核对领取人身份后交付结果，并请领取人签收。",
            submit="确认已交付",
            told=False,
            fields=_receiver,
        ),
        Ask(
            Verb.WITHDRAW,
            _withdraw,
            key="c",
            hint="由申请人或者其代理人当面提出，请核对身份。撤回后不再办理，时限停止计算；需要时可以重新申请。",
            submit="确认撤回",
            danger=True,
        ),
        Ask(
            Verb.TRANSFER,
            working.transfer,
            key="8",
            hint="转给同岗位的同事接着办，列表里的“等我办”会提醒对方。其他有岗位的同事仍然可以办理，时限照常计算。",
            submit="转给这位同事",
            told=False,
            fields=working.transfer_fields,
            team=True,
        ),
        Ask(
            Verb.ASK_OPINION,
            working.ask_opinion,
            key="9",
            label="要征求意见的问题",
            hint="问题和答复只有工作人员看得到。征求意见不停止计时；依法需要专家评审、检验等程序的，请办理“进入特别程序”。",
            submit="征求意见",
            told=False,
            fields=working.ask_fields,
            team=True,
        ),
        Ask(
            Verb.GIVE_OPINION,
            working.give_opinion,
            key="0",
            label="答复",
            hint="答复只有工作人员看得到，供作决定的人参考。每个问题答复一次。",
            submit="提交答复",
            told=False,
            fields=working.answer_fields,
        ),
        *extending.ASKS,
        *rectifying.ASKS,
        *hearing.ASKS,
    )
}


def grounds_for(actor: Actor, number: str, *, at: datetime) -> list[tuple[str, str]]:
    """Return the grounds for not accepting that this case allows, each with its name."""
    found = cases.open_grounds(cases.case_for(actor, number), at=at)
    return [(ground, cases.GROUND_NAMES[ground]) for ground in found]


def points(post: QueryDict) -> list[cases.Point]:
    """Read the ticked elements and what is written beside each."""
    return [cases.Point(element=key, text=post.get(f"text.{key}", "")) for key in post.getlist("element")]


def stale(ask: Ask, open_now: Collection[Verb]) -> str:
    """Return in words why a step is done by another verb now: a colleague did theirs meanwhile; else nothing."""
    if ask.verb not in cases.STEPPING:
        return ""
    instead = next((verb for verb in cases.STEPPING if verb in open_now), None)
    if instead is None:
        return ""
    return f"同事刚刚办结了别的环节，您这个环节现在要用“{cases.LABELS[instead]}”办理。请返回办件，再打开一次。"


def reason_missing(ask: Ask, case: cases.Case, barred: Mapping[Verb, str], held: Collection[str]) -> str:
    """Return in words why a verb is not open to someone now.

    ``barred``: what the clocks stand against; ``held``: the roles that they have towards the case.
    """
    if case.delivered_at is not None and ask.verb not in cases.AFTER_DELIVERY:
        return "结果已经送达，这个办件没有后续操作。"
    sources = cases.MOVES.sources(ask.verb)
    if case.state not in sources:
        # Where no law asks for the originals, nothing is said of a state that there never is.
        known = (s for s in sorted(sources) if s != cases.State.PRESCREENED or cases.prescreens(case))
        states = "、".join(cases.LABELS[cases.State(s)] for s in known)
        return f"只有在“{states}”时才能办理。"
    if ask.verb in barred:
        return barred[ask.verb]
    roles = set(cases.MOVES.by(ask.verb, case.state))
    if roles & set(held):
        return "这个办件现在的情形，不适用这项操作。"
    names = "、".join(ROLE_NAMES[Role(role)] for role in sorted(roles - NEVER_GRANTED))
    return f"由“{names}”岗位办理。"
