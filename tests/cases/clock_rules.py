"""What each verb may do to each clock of a case, written down by hand from the articles and not read off the product.

A clock *begins*, *is met* (by what was owed), *is lifted* (nobody owes it any more), *lapses* (the law concludes from
its end), *stands* and *runs* again (行政许可法45), is made *longer* (42) or *nearer* (a shorter promise, 工作规范8).
Whatever is not here is against the law: a new verb has to be entered with what it may touch.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tongban.cases.api import Verb
from tongban.cases.models import Case
from tongban.duties import api as duties
from tongban.duties.api import Kind, State

ANSWERED = "NOTICE met, PRESCREEN met"
BEGUN = "STATUTORY begins, PROMISED begins, STEP begins, DEFERRED begins"
STOOD = "STATUTORY stands, PROMISED stands, STEP stands"
RAN = "STATUTORY runs, PROMISED runs, STEP runs"
TOLD = "VIEWS lifted, HEARING_ASK lifted"
NO_RESULT = "DEFERRED lifted, PRESCREEN lifted, ORIGINALS lifted"
DECIDED = f"STATUTORY met, PROMISED met, RENEWAL met, DELIVERY begins, {TOLD}"
ALL_LIFTED = ", ".join(f"{kind} lifted" for kind in Kind if kind not in {Kind.DELIVERY, Kind.COMPLAINT})
ON_THE_SPOT = "STATUTORY begins, STATUTORY met, PROMISED begins, PROMISED met, DELIVERY begins"
AT_ONCE = f"{ANSWERED}, ORIGINALS met, RENEWAL met, {ON_THE_SPOT}"

MAY: dict[str, str] = {
    # 32(1)4, 29: 收件 is when it came, and the notice limit runs from then on; a renewal has its own (50).
    Verb.SUBMIT: "NOTICE begins, PRESCREEN begins, RENEWAL begins",
    # 42(1): 自受理行政许可申请之日起.
    Verb.ACCEPT: f"{ANSWERED}, {BEGUN}",
    Verb.ACCEPT_IN_FULL: f"{ANSWERED}, {BEGUN}",
    # 32(1)4: 逾期不告知的，自收到申请材料之日起即为受理.
    Verb.DEEM_ACCEPTED: f"NOTICE lapsed, PRESCREEN lifted, {BEGUN}",
    # The one notice answers what was owed; while the applicant corrects, no licence is renewed by silence.
    Verb.ASK_CORRECTION: f"{ANSWERED}, CORRECTION begins, RENEWAL lifted",
    Verb.SUPPLEMENT: f"CORRECTION met, NOTICE begins, PRESCREEN begins, RENEWAL begins, {ANSWERED}",
    Verb.REFUSE_ACCEPTANCE: f"{ANSWERED}, RENEWAL met, CORRECTION lifted, {NO_RESULT}",
    # 工作规范22(2): the answer is to come; what silence is counted from is the originals.
    Verb.PRESCREEN_PASS: f"{ANSWERED}, ORIGINALS begins",
    Verb.SEE_ORIGINALS: "ORIGINALS met, PRESCREEN lifted, NOTICE begins",
    # 34: the examination is within the limits and moves none of them.
    Verb.FINISH_STEP: "STEP met, STEP begins",
    Verb.EXAMINE: "STEP met",
    Verb.SEND_BACK: "STEP begins",
    # 38, 44: the decision ends the limits to decide, and delivery is owed from it.
    Verb.GRANT: f"{DECIDED}, AFTER_CHECK begins",
    Verb.REFUSE: f"{DECIDED}, {NO_RESULT}",
    Verb.GRANT_AT_ONCE: f"{AT_ONCE}, AFTER_CHECK begins, DEFERRED begins",
    Verb.REFUSE_AT_ONCE: f"{AT_ONCE}, {NO_RESULT}",
    Verb.DEEM_RENEWED: f"RENEWAL lapsed, {ALL_LIFTED}, DELIVERY begins, AFTER_CHECK begins",
    # 42(1): what the head approves makes the limit of the law longer, never what was promised.
    Verb.EXTEND: "STATUTORY longer",
    # 45: 所需时间不计算在本节规定的期限内; both limits and the step that is open.
    Verb.SUSPEND: STOOD,
    Verb.RESUME: RAN,
    Verb.CALL_HEARING: STOOD,
    Verb.POSTPONE_HEARING: "",
    Verb.RECORD_HEARING: f"{RAN}, HEARING met, HEARING lifted",
    # 36, 46, 47.
    Verb.TELL_INTERESTED: "VIEWS begins, HEARING_ASK begins",
    Verb.STATE_VIEWS: "VIEWS met",
    Verb.ASK_HEARING: "HEARING_ASK met, HEARING begins",
    Verb.WAIVE_HEARING: "HEARING_ASK met, HEARING_ASK lifted",
    # 44, and what was promised.
    Verb.DELIVER: "DELIVERY met",
    Verb.SUPPLY_DEFERRED: "DEFERRED met, DELIVERY begins",
    Verb.CHECK_COMMITMENT: "AFTER_CHECK met, RECHECK met, RECTIFICATION met, RECTIFICATION lapsed",
    Verb.ORDER_RECTIFICATION: "AFTER_CHECK met, RECTIFICATION begins",
    Verb.REPORT_RECTIFICATION: "RECTIFICATION met, RECHECK begins",
    # A version that is better for the applicant may promise sooner; no limit becomes longer.
    Verb.PROPOSE_VERSION: "",
    Verb.ADOPT_VERSION: "PROMISED nearer, STEP lifted, STEP begins",
    # Whatever is over without a decision: nobody owes anything any more.
    Verb.WITHDRAW: ALL_LIFTED,
    Verb.TERMINATE: f"{ALL_LIFTED}, DELIVERY begins, DELIVERY lifted",
    # What one says or asks moves no clock.
    Verb.ADD: "",
    Verb.REMIND: "",
    Verb.TRANSFER: "",
    Verb.ASK_OPINION: "",
    Verb.PROPOSE_EXTENSION: "",
    Verb.DECLINE_EXTENSION: "",
    Verb.GIVE_OPINION: "",
}

MUST: dict[str, str] = {
    Verb.SUBMIT: "NOTICE begins",
    Verb.ACCEPT: "NOTICE met, STATUTORY begins, PROMISED begins",
    Verb.DEEM_ACCEPTED: "NOTICE lapsed, STATUTORY begins, PROMISED begins",
    Verb.ACCEPT_IN_FULL: "STATUTORY begins, PROMISED begins",
    Verb.ASK_CORRECTION: "NOTICE met",
    Verb.GRANT: "STATUTORY met, PROMISED met, DELIVERY begins",
    Verb.REFUSE: "STATUTORY met, PROMISED met, DELIVERY begins",
    Verb.GRANT_AT_ONCE: ON_THE_SPOT,
    Verb.REFUSE_AT_ONCE: ON_THE_SPOT,
    Verb.DEEM_RENEWED: "RENEWAL lapsed, DELIVERY begins",
    Verb.EXTEND: "STATUTORY longer",
    Verb.SUSPEND: "STATUTORY stands, PROMISED stands",
    Verb.RESUME: "STATUTORY runs, PROMISED runs",
    Verb.CALL_HEARING: "STATUTORY stands, PROMISED stands",
    Verb.RECORD_HEARING: "STATUTORY runs, PROMISED runs",
    Verb.DELIVER: "DELIVERY met",
}
"""What each does in any case to a matter of which everything is in time and nothing else is waited for."""
ENDS = {State.MET: "met", State.LIFTED: "lifted", State.LAPSED: "lapsed"}
Snapshot = dict[Any, dict[str, Any]]


def listed(text: str) -> set[str]:
    return {one.strip() for one in text.split(",") if one.strip()}


def snapshot(case: Case) -> Snapshot:
    """Return every clock that hangs on a case: its own, those of its steps and of whoever was told."""
    subjects = [case.pk, *case.steps.values_list("pk", flat=True), *case.told.values_list("pk", flat=True)]
    return {row["id"]: dict(row) for row in duties.Duty.objects.filter(subject__in=subjects).values()}


def touched(before: Snapshot, after: Snapshot) -> Iterator[str]:
    """Yield what became of each clock; an ended one never changes, and one that ends keeps the end it had."""
    assert before.keys() <= after.keys(), "a clock is ended, never taken away"
    for key, now in after.items():
        was = before.get(key)
        if was is None:
            yield f"{now['kind']} begins"
            if now["state"] != State.OPEN:
                yield f"{now['kind']} {ENDS[now['state']]}"
        elif was != now:
            assert was["state"] == State.OPEN, f"{was['kind']} was over and is changed"
            yield f"{now['kind']} {_change(was, now)}"


def _change(was: dict[str, Any], now: dict[str, Any]) -> str:
    if now["state"] != State.OPEN:
        # What stood has an end again, by which it is seen as late or in time.
        assert was["paused"] or was["due_at"] == now["due_at"], f"{was['kind']} ends with another end"
        return ENDS[now["state"]]
    if was["paused"] != now["paused"]:
        return "stands" if now["paused"] else "runs"
    if was["extension"] != now["extension"]:
        assert now["extension"] > was["extension"]
        return "longer"
    if was["due_at"] == now["due_at"]:
        return "stands" if len(now["stops"]) > len(was["stops"]) else "runs"
    return "nearer" if now["due_at"] < was["due_at"] else "later"
