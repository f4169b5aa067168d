"""The lifecycle of a case as one table. Refusals, buttons, the diagram and the tests are derived from it.

A second correction notice is impossible by construction: a corrected case is CORRECTED, which allows none; and one that
was looked through (PRESCREENED) has the one notice only where none was told before (``queries.prescreening``).
"""

from __future__ import annotations

from enum import StrEnum

from tongban.cases.steps.states import DOERS
from tongban.kernel.actors import Role
from tongban.kernel.moves import Moves, move


class State(StrEnum):
    """Where a case stands. Suspension is not a state: it is an interval of a duty."""

    DRAFT = "DRAFT"
    RECEIVED = "RECEIVED"
    CORRECTION = "CORRECTION"
    CORRECTED = "CORRECTED"
    PRESCREENED = "PRESCREENED"
    ACCEPTED = "ACCEPTED"
    EXAMINED = "EXAMINED"
    GRANTED = "GRANTED"
    REFUSED = "REFUSED"
    NOT_ACCEPTED = "NOT_ACCEPTED"
    WITHDRAWN = "WITHDRAWN"
    TERMINATED = "TERMINATED"


DECIDED = frozenset({State.GRANTED, State.REFUSED})
CLOSED = DECIDED | {State.NOT_ACCEPTED, State.WITHDRAWN, State.TERMINATED}
DELIVERABLE = DECIDED | {State.NOT_ACCEPTED, State.TERMINATED}
REAPPLICABLE = CLOSED - {State.GRANTED}
OPEN = frozenset(State) - CLOSED - {State.DRAFT}
UNDER_EXAMINATION = (State.ACCEPTED, State.EXAMINED)


class Verb(StrEnum):
    """What can be done to a case."""

    SUBMIT = "SUBMIT"
    ACCEPT = "ACCEPT"
    ASK_CORRECTION = "ASK_CORRECTION"
    SUPPLEMENT = "SUPPLEMENT"
    ADD = "ADD"
    DEEM_ACCEPTED = "DEEM_ACCEPTED"
    REFUSE_ACCEPTANCE = "REFUSE_ACCEPTANCE"
    FINISH_STEP = "FINISH_STEP"
    EXAMINE = "EXAMINE"
    SEND_BACK = "SEND_BACK"
    GRANT_AT_ONCE = "GRANT_AT_ONCE"
    REFUSE_AT_ONCE = "REFUSE_AT_ONCE"
    GRANT = "GRANT"
    REFUSE = "REFUSE"
    EXTEND = "EXTEND"
    PROPOSE_EXTENSION = "PROPOSE_EXTENSION"
    DECLINE_EXTENSION = "DECLINE_EXTENSION"
    SUSPEND = "SUSPEND"
    RESUME = "RESUME"
    PROPOSE_VERSION = "PROPOSE_VERSION"
    ADOPT_VERSION = "ADOPT_VERSION"
    DELIVER = "DELIVER"
    WITHDRAW = "WITHDRAW"
    REMIND = "REMIND"
    ACCEPT_IN_FULL = "ACCEPT_IN_FULL"
    PRESCREEN_PASS = "PRESCREEN_PASS"  # noqa: S105 - the name of a verb
    SEE_ORIGINALS = "SEE_ORIGINALS"
    SUPPLY_DEFERRED = "SUPPLY_DEFERRED"
    CHECK_COMMITMENT = "CHECK_COMMITMENT"
    ORDER_RECTIFICATION = "ORDER_RECTIFICATION"
    REPORT_RECTIFICATION = "REPORT_RECTIFICATION"
    TERMINATE = "TERMINATE"
    TRANSFER = "TRANSFER"
    ASK_OPINION = "ASK_OPINION"
    GIVE_OPINION = "GIVE_OPINION"
    TELL_INTERESTED = "TELL_INTERESTED"
    STATE_VIEWS = "STATE_VIEWS"
    ASK_HEARING = "ASK_HEARING"
    WAIVE_HEARING = "WAIVE_HEARING"
    CALL_HEARING = "CALL_HEARING"
    POSTPONE_HEARING = "POSTPONE_HEARING"
    RECORD_HEARING = "RECORD_HEARING"
    DEEM_RENEWED = "DEEM_RENEWED"


class Aside(StrEnum):
    """What is said beside a case and answered: it is on its timeline, and no line of the table knows of it."""

    COMPLAIN = "COMPLAIN"
    ANSWER_COMPLAINT = "ANSWER_COMPLAINT"


ASIDE_NAMES = {Aside.COMPLAIN: "提出意见、投诉", Aside.ANSWER_COMPLAINT: "答复意见、投诉"}
AFTER_DELIVERY = frozenset({Verb.CHECK_COMMITMENT, Verb.ORDER_RECTIFICATION, Verb.REPORT_RECTIFICATION})
REFUSALS = (Verb.REFUSE, Verb.REFUSE_AT_ONCE)
AT_ONCE = (Verb.GRANT_AT_ONCE, Verb.REFUSE_AT_ONCE)
STEPPING = (Verb.FINISH_STEP, Verb.EXAMINE)
ABOUT_EXTENDING = (Verb.PROPOSE_EXTENSION, Verb.DECLINE_EXTENSION, Verb.EXTEND)
AMONG_STAFF = frozenset(
    {Verb.TRANSFER, Verb.ASK_OPINION, Verb.GIVE_OPINION, Verb.PROPOSE_VERSION}
    | {Verb.PROPOSE_EXTENSION, Verb.DECLINE_EXTENSION}
)
"""How staff work with each other: it stops no clock, and no applicant is told of it."""


class Ground(StrEnum):
    """Why an application is not accepted: nothing is needed, it is not ours, or it still lacks what was asked for.

    Of what was looked through online: the originals did not come in time, or are not what was handed in.
    """

    NOT_NEEDED = "NOT_NEEDED"
    NOT_COMPETENT = "NOT_COMPETENT"
    NOT_CORRECTED = "NOT_CORRECTED"
    NO_ORIGINALS = "NO_ORIGINALS"
    ORIGINALS_DIFFER = "ORIGINALS_DIFFER"


GROUND_NAMES = {
    Ground.NOT_NEEDED: "申请事项依法不需要办理",
    Ground.NOT_COMPETENT: "不属于本机关职权范围",
    Ground.NOT_CORRECTED: "没有按告知的要求补正，或者补正后仍然不齐全、不符合法定形式",
    Ground.NO_ORIGINALS: "没有在告知的期限内带原件来核验",
    Ground.ORIGINALS_DIFFER: "已经一次性告知过补正，带来的原件与提交的内容仍不一致，或者仍有缺少",
}

LABELS: dict[str, str] = {
    State.DRAFT: "填写中",
    State.RECEIVED: "已收件，待受理",
    State.CORRECTION: "待补正",
    State.CORRECTED: "已补正，待受理",
    State.ACCEPTED: "已受理，审查中",
    State.EXAMINED: "已审查，待决定",
    State.GRANTED: "准予办理",
    State.REFUSED: "不予办理",
    State.NOT_ACCEPTED: "不予受理",
    State.WITHDRAWN: "已撤回",
    State.PRESCREENED: "预审通过，待核验原件",
    State.TERMINATED: "终止办理",
    Verb.SUBMIT: "提交申请",
    Verb.ACCEPT: "受理",
    Verb.ASK_CORRECTION: "一次性告知补正",
    Verb.SUPPLEMENT: "提交补正材料",
    Verb.ADD: "补充说明",
    Verb.DEEM_ACCEPTED: "逾期未告知，依法视为受理",
    Verb.REFUSE_ACCEPTANCE: "不予受理",
    Verb.FINISH_STEP: "办结一个环节",
    Verb.EXAMINE: "提出审查意见",
    Verb.SEND_BACK: "退回重新审查",
    Verb.GRANT_AT_ONCE: "当场准予",
    Verb.REFUSE_AT_ONCE: "当场不予",
    Verb.GRANT: "作出准予决定",
    Verb.REFUSE: "作出不予决定",
    Verb.EXTEND: "延长办理期限",
    Verb.PROPOSE_EXTENSION: "提请延长办理期限",
    Verb.DECLINE_EXTENSION: "不同意延长办理期限",
    Verb.SUSPEND: "进入特别程序",
    Verb.RESUME: "特别程序结束，恢复计时",
    Verb.PROPOSE_VERSION: "提请适用新版办事指南",
    Verb.ADOPT_VERSION: "适用新版办事指南",
    Verb.DELIVER: "送达",
    Verb.WITHDRAW: "撤回申请",
    Verb.REMIND: "提醒补正、补交、带原件",
    Verb.ACCEPT_IN_FULL: "补正齐全，当日受理",
    Verb.PRESCREEN_PASS: "预审通过",
    Verb.SEE_ORIGINALS: "核验原件",
    Verb.SUPPLY_DEFERRED: "补交承诺后补的材料",
    Verb.CHECK_COMMITMENT: "核查告知承诺",
    Verb.ORDER_RECTIFICATION: "责令限期整改",
    Verb.REPORT_RECTIFICATION: "报告整改情况",
    Verb.TERMINATE: "终止办理",
    Verb.TRANSFER: "转办",
    Verb.ASK_OPINION: "征求意见",
    Verb.GIVE_OPINION: "答复征求意见",
    Verb.TELL_INTERESTED: "告知利害关系人",
    Verb.STATE_VIEWS: "利害关系人陈述意见",
    Verb.ASK_HEARING: "要求听证",
    Verb.WAIVE_HEARING: "放弃听证",
    Verb.CALL_HEARING: "通知听证",
    Verb.POSTPONE_HEARING: "听证改期",
    Verb.RECORD_HEARING: "登记听证结果",
    Verb.DEEM_RENEWED: "届满前没有决定，依法视为准予延续",
}

WAITING = (State.RECEIVED, State.CORRECTED)
# 预审通过: what was handed in online is complete, and the originals are to be seen (工作规范22(2)).
BEFORE_ACCEPTANCE = (*WAITING, State.PRESCREENED)
ADJUSTABLE = (*WAITING, *UNDER_EXAMINATION)
RUNNING = (State.RECEIVED, State.CORRECTION, State.CORRECTED, State.PRESCREENED, State.ACCEPTED, State.EXAMINED)
FILLED_IN_BY = (Role.APPLICANT, Role.RECEIVER)
IN_HAND = (*BEFORE_ACCEPTANCE, *UNDER_EXAMINATION)
EXAMINED_BY = (Role.EXAMINER, Role.PARTNER)
STEP_BY = (*DOERS, Role.PARTNER)
ASKING_FOR_ONE = (Role.APPLICANT, Role.INTERESTED, Role.EXAMINER)

MOVES = Moves(
    move(Verb.SUBMIT, [State.DRAFT], State.RECEIVED, by=FILLED_IN_BY, article="GZGF.21,XKF.29"),
    move(Verb.ACCEPT, BEFORE_ACCEPTANCE, State.ACCEPTED, by=[Role.ACCEPTOR], article="XKF.32.1.5"),
    move(
        Verb.ASK_CORRECTION,
        [State.RECEIVED],
        State.CORRECTION,
        by=[Role.ACCEPTOR],
        article="XKF.32.1.4,GZGF.21.3",
    ),
    # What only the originals show is told within five days of them, where nothing was told before: the one notice.
    move(
        Verb.ASK_CORRECTION,
        [State.PRESCREENED],
        State.CORRECTION,
        by=[Role.ACCEPTOR],
        article="XKF.32.1.4,GZGF.21.3,GZGF.22.2",
        note="带来原件以后，而且以前没有告知过补正",
    ),
    move(
        Verb.SUPPLEMENT,
        [State.CORRECTION],
        State.CORRECTED,
        by=FILLED_IN_BY,
        article="XKF.32.1.5",
    ),
    # One notice is a limit on the authority and not on the applicant: what was left unmet may still be handed in.
    move(Verb.SUPPLEMENT, [State.CORRECTED], None, by=FILLED_IN_BY, article="XKF.32.1.5"),
    # What somebody has to say of their own accord, at any time before the decision; it stops and restarts no clock,
    # and answers no point of a correction.
    move(Verb.ADD, RUNNING, None, by=FILLED_IN_BY, article="XKF.7"),
    move(
        Verb.DEEM_ACCEPTED,
        WAITING,
        State.ACCEPTED,
        by=[Role.LAW],
        article="XKF.32.1.4",
    ),
    # Before the originals came there is nothing to be silent about: being told to bring them was the answer.
    move(
        Verb.DEEM_ACCEPTED,
        [State.PRESCREENED],
        State.ACCEPTED,
        by=[Role.LAW],
        article="XKF.32.1.4,GZGF.22.2",
        note="从带来原件之日起计算，没有带原件来的不适用",
    ),
    move(
        Verb.REFUSE_ACCEPTANCE,
        [State.RECEIVED],
        State.NOT_ACCEPTED,
        by=[Role.ACCEPTOR],
        article="XKF.32.1.1,XKF.32.1.2",
    ),
    # The originals did not come in the time that was told, or are not what was asked for once. Never by itself.
    move(
        Verb.REFUSE_ACCEPTANCE,
        [State.PRESCREENED],
        State.NOT_ACCEPTED,
        by=[Role.ACCEPTOR],
        article="XKF.32.1.1,XKF.32.1.2,XKF.32.1.5,GZGF.22.2",
    ),
    move(
        Verb.REFUSE_ACCEPTANCE,
        [State.CORRECTED],
        State.NOT_ACCEPTED,
        by=[Role.ACCEPTOR],
        article="XKF.32.1.1,XKF.32.1.2,XKF.32.1.5",
    ),
    # What was asked for did not come, and the period that the notice gave is over. Never by itself.
    move(
        Verb.REFUSE_ACCEPTANCE,
        [State.CORRECTION],
        State.NOT_ACCEPTED,
        by=[Role.ACCEPTOR],
        article="XKF.32.1.5",
    ),
    # Any but the last step, and the last: within them, each has a lifecycle of its own (steps.states).
    move(Verb.FINISH_STEP, [State.ACCEPTED], None, by=EXAMINED_BY, article="XKF.34"),
    move(Verb.EXAMINE, [State.ACCEPTED], State.EXAMINED, by=EXAMINED_BY, article="XKF.34"),
    # 即办件: what is complete and can be decided on the spot is. Who decides is said by the guide.
    # Where the originals are to be seen, whoever decides has them on the table and says so with the decision.
    move(Verb.GRANT_AT_ONCE, BEFORE_ACCEPTANCE, State.GRANTED, by=DOERS, article="XKF.34.2,XKF.38.1"),
    move(Verb.REFUSE_AT_ONCE, BEFORE_ACCEPTANCE, State.REFUSED, by=DOERS, article="XKF.34.2,XKF.38.2"),
    move(Verb.SEND_BACK, [State.EXAMINED], State.ACCEPTED, by=[Role.DECIDER], article="XKF.34"),
    move(Verb.GRANT, [State.EXAMINED], State.GRANTED, by=[Role.DECIDER], article="XKF.38.1"),
    move(Verb.REFUSE, [State.EXAMINED], State.REFUSED, by=[Role.DECIDER], article="XKF.38.2"),
    move(Verb.EXTEND, UNDER_EXAMINATION, None, by=[Role.DECIDER], article="XKF.42.1"),
    # Whoever examines says that it is needed; whoever decides extends or says why not.
    move(Verb.PROPOSE_EXTENSION, UNDER_EXAMINATION, None, by=[Role.EXAMINER], article="XKF.42.1"),
    move(Verb.DECLINE_EXTENSION, UNDER_EXAMINATION, None, by=[Role.DECIDER], article="XKF.42.1"),
    move(Verb.SUSPEND, UNDER_EXAMINATION, None, by=[Role.EXAMINER, Role.DECIDER], article="XKF.45"),
    move(Verb.RESUME, UNDER_EXAMINATION, None, by=[Role.EXAMINER, Role.DECIDER], article="XKF.45"),
    # Proposed by whoever handles the case, decided by somebody else: a change of its rules is no act of one person.
    move(Verb.PROPOSE_VERSION, ADJUSTABLE, None, by=[Role.ACCEPTOR, Role.EXAMINER], article="GZGF.8"),
    move(Verb.ADOPT_VERSION, ADJUSTABLE, None, by=[Role.DECIDER], article="GZGF.8"),
    move(
        Verb.DELIVER,
        [State.GRANTED, State.REFUSED, State.NOT_ACCEPTED, State.TERMINATED],
        None,
        by=[Role.APPLICANT, Role.HANDOUT, Role.LAW],
        article="XKF.44,GZGF.22",
    ),
    move(
        Verb.WITHDRAW,
        RUNNING,
        State.WITHDRAWN,
        by=FILLED_IN_BY,
        article="BXT.1",
    ),
    # No effect on any clock, and no new points: of the one notice only what it said already.
    move(Verb.REMIND, [State.CORRECTION], None, by=[Role.ACCEPTOR], article="GZGF.21.3"),
    move(Verb.REMIND, [State.PRESCREENED], None, by=[Role.ACCEPTOR], article="GZGF.22.2"),
    # Nor has reminding of what was promised to follow (容缺).
    move(
        Verb.REMIND,
        [*UNDER_EXAMINATION, State.GRANTED],
        None,
        by=[Role.ACCEPTOR, Role.EXAMINER, Role.DECIDER],
        article="GZGF.10",
    ),
    move(Verb.ACCEPT_IN_FULL, [State.CORRECTED], State.ACCEPTED, by=[Role.LAW], article="XKF.32.1.5"),
    move(Verb.PRESCREEN_PASS, WAITING, State.PRESCREENED, by=[Role.ACCEPTOR], article="GZGF.22.2"),
    # Whoever comes before they were told to is not sent away.
    move(
        Verb.SEE_ORIGINALS,
        BEFORE_ACCEPTANCE,
        None,
        by=[Role.RECEIVER, Role.ACCEPTOR],
        article="GZGF.22.2",
    ),
    move(
        Verb.SUPPLY_DEFERRED,
        [*BEFORE_ACCEPTANCE, State.CORRECTION, State.ACCEPTED, State.EXAMINED, State.GRANTED],
        None,
        by=FILLED_IN_BY,
        article="GZGF.10,XKF.31",
    ),
    move(Verb.CHECK_COMMITMENT, [State.GRANTED], None, by=[Role.EXAMINER], article="XKF.61"),
    # What a check found unmet may be put right in a time; the promise has states of its own (promises.states).
    move(Verb.ORDER_RECTIFICATION, [State.GRANTED], None, by=[Role.EXAMINER], article="XKF.61"),
    move(Verb.REPORT_RECTIFICATION, [State.GRANTED], None, by=FILLED_IN_BY, article="XKF.61,XKF.7"),
    move(Verb.TERMINATE, RUNNING, State.TERMINATED, by=[Role.DECIDER], article="XKF.70"),
    # 容缺: granted, not delivered, and what was promised did not come: as the applicant agreed to in writing.
    move(Verb.TERMINATE, [State.GRANTED], State.TERMINATED, by=[Role.DECIDER], article="GZGF.10"),
    move(Verb.DEEM_RENEWED, IN_HAND, State.GRANTED, by=[Role.LAW], article="XKF.50"),
    # Whose important interest the matter bears on is told and heard; what they say binds nobody but is dealt with.
    move(Verb.TELL_INTERESTED, UNDER_EXAMINATION, None, by=[Role.EXAMINER], article="XKF.36,XKF.47.1"),
    move(Verb.STATE_VIEWS, UNDER_EXAMINATION, None, by=[Role.INTERESTED, Role.EXAMINER], article="XKF.36"),
    move(Verb.ASK_HEARING, UNDER_EXAMINATION, None, by=ASKING_FOR_ONE, article="XKF.47.1"),
    move(Verb.WAIVE_HEARING, UNDER_EXAMINATION, None, by=ASKING_FOR_ONE, article="XKF.47.1"),
    move(Verb.CALL_HEARING, UNDER_EXAMINATION, None, by=[Role.EXAMINER], article="XKF.46,XKF.47.1,XKF.48.1"),
    # To another day, told seven days before again, or sooner with the consent of all: never for want of a word.
    move(Verb.POSTPONE_HEARING, UNDER_EXAMINATION, None, by=[Role.EXAMINER], article="XKF.48.1"),
    move(Verb.RECORD_HEARING, UNDER_EXAMINATION, None, by=[Role.EXAMINER], article="XKF.48.1"),
    # Within an authority, and among those that handle a matter together.
    move(Verb.TRANSFER, IN_HAND, None, by=STEP_BY, article="BXT.4"),
    move(Verb.ASK_OPINION, IN_HAND, None, by=STEP_BY, article="BXT.4"),
    move(Verb.GIVE_OPINION, (*IN_HAND, State.CORRECTION), None, by=STEP_BY, article="BXT.4"),
    labels=LABELS,
)
