"""What is done to a case in a story: each by the verb of the room of cases, by whoever does it in the office."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from tongban.cases import api as cases
from tongban.cases.complaints import api as complaints
from tongban.cases.promises import api as promising
from tongban.cases.window import api as window
from tongban.config.moving import companions
from tongban.config.moving.stage import NAME, Stage
from tongban.config.specimen import specimen
from tongban.identity import api as identity
from tongban.kernel.days import day_of

Step = Mapping[str, Any]
Deed = Callable[[Stage, Step, datetime], object]
POSTED, SIGNED = timedelta(hours=3), timedelta(days=2)  # how long until the post has a parcel, and until it is there


def _accept(stage: Stage, _: Step, at: datetime) -> None:
    """Accept what the law did not accept already: a full supplement is acceptance where the regime says so."""
    if stage.now().state != cases.State.ACCEPTED:
        cases.accept(number=stage.now().number, by=stage.post("acceptor"), at=at)


def _ask_correction(stage: Stage, step: Step, at: datetime) -> None:
    element = next(one.id for one in cases.correctable(stage.now()) if not one.id.startswith("criteria."))
    points = [cases.Point(element=element, text=step["text"])]
    cases.ask_correction(number=stage.now().number, points=points, by=stage.post("acceptor"), at=at)


def _supplement(stage: Stage, step: Step, at: datetime) -> None:
    """Correct what was asked for; with ``unmet``, leave all of it unmet and say why."""
    told = cases.correction_of(stage.now())
    points = told.points if told else []
    if why := step.get("unmet"):
        left = {point.element: why for point in points}
        by = stage.applicant(at)
        cases.supplement(number=stage.now().number, uploads=[], replies={}, unmet=left, by=by, at=at)
        return
    cases.supplement(
        number=stage.now().number,
        uploads=[cases.Upload(point.upload, specimen(point.name), NAME) for point in points if point.upload],
        stands_by=[point.field for point in points if point.field],
        replies={point.element: "已经按照告知补正。" for point in points if point.in_words},
        by=stage.applicant(at),
        at=at,
    )


def _examine(stage: Stage, step: Step, at: datetime) -> None:
    """Do the steps that are in hand, each by whose it is; ``own``: only those of the office itself."""
    partners = [] if step.get("own") else stage.play.office.get("partners", [])
    for by in [stage.post("examiner"), *(stage.staff[name] for name in partners)]:
        for row in [one for one in cases.step_list(by, stage.now(), at=at) if one.mine]:
            cases.finish_step(
                number=stage.now().number,
                passed=step.get("passed", True),
                opinion=step["text"],
                by=by,
                at=at,
                step=row.step,
                **companions.verifying(stage.now(), [row.step], by=by, at=at, but=[stage.post("decider").id]),
            )


def _suspend(stage: Stage, step: Step, at: datetime) -> None:
    cases.suspend(
        number=stage.now().number,
        ground=step["ground"],
        expected_until=day_of(at) + timedelta(days=step["days"]),
        reason=step["text"],
        by=stage.post("examiner"),
        at=at,
        **companions.dispatched(stage.now(), step["ground"], by=stage.post("examiner"), at=at),
    )


def _ask_opinion(stage: Stage, step: Step, at: datetime) -> None:
    cases.ask_opinion(
        number=stage.now().number,
        question=step["text"],
        due_on=day_of(at) + timedelta(days=step["days"]),
        colleagues=[stage.post("decider").id],
        by=stage.post("examiner"),
        at=at,
    )


def _supply(stage: Stage, _: Step, at: datetime) -> None:
    case = stage.now()
    names = {one.id: one.name for one in case.guide.guide.materials}
    owed = [one.material for one in cases.deferred(case)]
    uploads = [cases.Upload(key, specimen(names[key]), NAME) for key in owed]
    cases.supply_deferred(number=case.number, uploads=uploads, by=stage.applicant(at), at=at)


def _order(stage: Stage, step: Step, at: datetime) -> None:
    cases.order_rectification(
        number=stage.now().number,
        points=[promising.ToRectify(step["material"], step["do"])],
        days=step["days"],
        reason=step["text"],
        by=stage.post("examiner"),
        at=at,
    )


def _report(stage: Stage, step: Step, at: datetime) -> None:
    upload = cases.Upload("", specimen("整改后的照片"), NAME)
    cases.report_rectification(
        number=stage.now().number, words=step["text"], uploads=[upload], by=stage.applicant(at), at=at
    )


def _hand_out(stage: Stage, _: Step, at: datetime) -> None:
    one = stage.own
    window.hand_out(
        number=stage.now().number,
        receiver=window.Receiver(identity.Card(one.name, one.number), window.Proof.DOCUMENT),
        acknowledged=window.Acknowledged(window.Signature.ON_PAPER),
        by=stage.post("handout"),
        at=at,
    )


def _sign(stage: Stage, step: Step, at: datetime) -> None:
    """Sign for the result online; who came to the counter fetches it there."""
    if stage.user is None:
        _hand_out(stage, step, at)
    else:
        cases.deliver(number=stage.now().number, by=stage.applicant(at), at=at)


def _choose_post(stage: Stage, _: Step, at: datetime) -> None:
    """Ask for the result by post, where the guide offers it."""
    case, one = stage.now(), stage.own
    if window.Way.POST in window.offered(case):
        wish = window.Wish(
            window.Way.POST, paper=True, name=one.name, mobile=one.mobile, place="样例路 8 号 1 幢 101 室"
        )
        window.choose_delivery(number=case.number, wish=wish, by=stage.applicant(at), at=at, standing=stage.party)


def _send(stage: Stage, step: Step, at: datetime) -> None:
    """Send the result by post, which reports that it was signed for; at the window where there is no post."""
    case = stage.now()
    if window.post() is None or window.wish_of(case, whole=False) is None:
        _hand_out(stage, step, at)
        return
    window.send_by_post(number=case.number, by=stage.post("handout"), at=at)
    parcel = window.Shipment.objects.get(case=case)
    window.note_sent(parcel=parcel.pk, tracking=f"SAMPLE{stage.play.place:06}", at=at + POSTED)
    window.note_signed(parcel=parcel.pk, at=at + SIGNED)


def _said(verb: Callable[..., object], role: str, word: str = "") -> Deed:
    """Return the deed of a verb that takes the words of the story, or none, and is done by a post or the applicant."""

    def do(stage: Stage, step: Step, at: datetime) -> None:
        by = stage.post(role) if role else stage.applicant(at)
        verb(number=stage.now().number, by=by, at=at, **({word: step["text"]} if word else {}))

    return do


def _grounded(verb: Callable[..., object], role: str) -> Deed:
    """Return the deed of a verb that names a ground and gives a reason."""

    def do(stage: Stage, step: Step, at: datetime) -> None:
        more = {key: step[key] for key in ("competent",) if key in step}
        number, by = stage.now().number, stage.post(role)
        verb(number=number, ground=step["ground"], reason=step["text"], by=by, at=at, **more)

    return do


def _tell_interested(stage: Stage, step: Step, at: datetime) -> None:
    told = {key: step[key] for key in ("name", "document", "mobile") if key in step}
    cases.tell_interested(number=stage.now().number, matter=step["text"], by=stage.post("examiner"), at=at, **told)


def _call_hearing(stage: Stage, step: Step, at: datetime) -> None:
    cases.call_hearing(
        number=stage.now().number,
        begins_at=at + timedelta(days=step["days"]),
        venue=step["text"],
        presider=identity.staff_id(step["presider"]) or step["presider"],
        by=stage.post("examiner"),
        at=at,
    )


def _postpone_hearing(stage: Stage, step: Step, at: datetime) -> None:
    cases.postpone_hearing(
        number=stage.now().number,
        begins_at=at + timedelta(days=step["days"]),
        reason=step["text"],
        consent=step["consent"],
        by=stage.post("examiner"),
        at=at,
    )


def _complain(stage: Stage, step: Step, at: datetime) -> None:
    by = stage.applicant(at)
    complaints.complain(number=stage.now().number, about=step["about"], words=step["text"], by=by, at=at)


def _answer_complaint(stage: Stage, step: Step, at: datetime) -> None:
    """Answer what the applicant said last, by somebody who supervises."""
    key = stage.now().complaints.latest("at").pk
    complaints.answer_complaint(complaint=key, answer=step["text"], by=stage.post("supervisor"), at=at)


def _record_hearing(stage: Stage, step: Step, at: datetime) -> None:
    cases.record_hearing(
        number=stage.now().number,
        minutes=step["text"],
        attended=step["attended"],
        by=stage.post("examiner"),
        at=at,
    )


def _grant(stage: Stage, step: Step, at: datetime) -> None:
    """Grant; ``considered``: how what others said counts."""
    cases.grant(
        number=stage.now().number,
        opinion=step["text"],
        considered=step.get("considered", ""),
        by=stage.post("decider"),
        at=at,
    )


def _see_originals(stage: Stage, step: Step, at: datetime) -> None:
    """Look at the originals; ``text``: what of them does not agree."""
    by = stage.post("receiver")
    cases.see_originals(number=stage.now().number, differs=step.get("text", ""), by=by, at=at)


def _grant_at_once(stage: Stage, step: Step, at: datetime) -> None:
    """Grant on the spot, with the originals on the table where nobody saw them before."""
    number, by, seen = stage.now().number, stage.post("decider"), cases.originals_due(stage.now())
    cases.grant_at_once(number=number, opinion=step["text"], originals=seen, by=by, at=at)


DEEDS: dict[str, Deed] = {
    "accept": _accept,
    "ask_correction": _ask_correction,
    "supplement": _supplement,
    "prescreen_pass": _said(cases.prescreen_pass, "acceptor"),
    "see_originals": _see_originals,
    "remind": _said(cases.remind, "acceptor"),
    "refuse_acceptance": _grounded(cases.refuse_acceptance, "acceptor"),
    "law": lambda stage, _, at: cases.sweep(case=stage.now().pk, at=at),
    "examine": _examine,
    "send_back": _said(cases.send_back, "decider", "reason"),
    "grant": _grant,
    "tell_interested": _tell_interested,
    "ask_hearing": _said(cases.ask_hearing, ""),
    "call_hearing": _call_hearing,
    "postpone_hearing": _postpone_hearing,
    "record_hearing": _record_hearing,
    "complain": _complain,
    "answer_complaint": _answer_complaint,
    "refuse": _said(cases.refuse, "decider", "reason"),
    "grant_at_once": _grant_at_once,
    "refuse_at_once": _said(cases.refuse_at_once, "decider", "reason"),
    "extend": _said(cases.extend, "decider", "reason"),
    "suspend": _suspend,
    "resume": lambda stage, step, at: cases.resume(
        number=stage.now().number, ground=step["ground"], by=stage.post("examiner"), at=at
    ),
    "ask_opinion": _ask_opinion,
    "supply_deferred": _supply,
    "check_commitment": lambda stage, step, at: cases.check_commitment(
        number=stage.now().number,
        material=step["material"],
        kept=True,
        reason=step["text"],
        by=stage.post("examiner"),
        at=at,
    ),
    "order_rectification": _order,
    "report_rectification": _report,
    "withdraw": _said(cases.withdraw, ""),
    "terminate": _grounded(cases.terminate, "decider"),
    "hand_out": _hand_out,
    "sign_online": _sign,
    "choose_post": _choose_post,
    "send": _send,
}
"""Verb of a story → how it is done."""
