"""工作日计算: when a limit ends, counted before everybody's eyes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tongban.kernel import limits
from tongban.kernel.days import SHANGHAI, day_of, end_of
from tongban.kernel.errors import Broken
from tongban.kernel.limits import Direction, Question, Roll, Unit
from tongban.kernel.workdays import WorkCalendar
from tongban.orgs import api as orgs
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.months import Mark, Month, month, months
from tongban.web.request import Request

MOST = 3660
SHOWN_MONTHS = 6
NUMBER_LENGTH = 5
MORNING = "09:00"
ASKED = ("start", "at", "amount", "unit", "way", "first", "roll")


@dataclass(frozen=True, slots=True)
class Answer:
    """When the limit ends, the working days left until then, and the months in which it was counted.

    ``left``: after today, negative when over, None where no calendar tells. ``more``: not all months are drawn.
    """

    due: limits.Due
    left: int | None
    months: list[Month]
    more: bool
    numbered: bool

    @property
    def away(self) -> str:
        """Say how far from today the end is; nothing where no calendar tells."""
        if self.left is None:
            return ""
        if self.left == 0:
            return _("就是今天，或者今天之后没有工作日了")
        if self.left > 0:
            return ngettext("从今天算还有 %(n)s 个工作日", "从今天算还有 %(n)s 个工作日", self.left) % {"n": self.left}
        return ngettext("已经过去 %(n)s 个工作日", "已经过去 %(n)s 个工作日", -self.left) % {"n": -self.left}

    @property
    def to_the_minute(self) -> bool:
        """Tell whether the limit ends at another time than the end of a day."""
        return self.due.at is not None and self.due.due is not None and self.due.at != end_of(self.due.due)


@require_safe
def workdays(request: Request) -> HttpResponse:
    """Ask for an event and an amount; answer with the day, the way it was counted, and the months it runs through."""
    at = timezone.now()
    asked = {name: request.GET.get(name, "").strip() for name in ASKED}
    faults: dict[str, str] = {}
    answer = None
    if asked["start"] or asked["amount"]:
        faults = _faults(asked)
        try:
            answer = None if faults else _answer(_question(asked), orgs.work_calendar(), today=day_of(at))
        except Broken as refusal:
            faults = {refusal.field or "amount": refusal.message}
    context = {
        "fields": _fields(asked, faults, today=day_of(at)),
        "finer": _finer(asked, faults),
        "finer_open": any(asked[name] for name in ("at", "first", "roll")),
        "faults": faults,
        "answer": answer,
    }
    return render(request, "web/workdays.html", context, status=422 if faults else 200)


def _faults(asked: Mapping[str, str]) -> dict[str, str]:
    """Return everything that cannot be understood, so that it is said at once."""
    readers: dict[str, Callable[[str], object]] = {"start": _day, "at": _clock, "amount": _amount, "unit": _unit}
    faults: dict[str, str] = {}
    for name, read in readers.items():
        try:
            read(asked[name])
        except Broken as refusal:
            faults[name] = refusal.message
    return faults


def _question(asked: Mapping[str, str]) -> Question:
    """Read what was asked; Broken with the field where it cannot be understood."""
    backward = asked["way"] == Direction.BACKWARD
    rolls = Roll.NONE if asked["roll"] or backward else Roll.NEXT_WORKDAY
    return Question(
        event=datetime.combine(_day(asked["start"]), _clock(asked["at"]), tzinfo=SHANGHAI),
        amount=_amount(asked["amount"]),
        unit=_unit(asked["unit"]),
        direction=Direction.BACKWARD if backward else Direction.FORWARD,
        inclusive=bool(asked["first"]),
        roll=rolls,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Broken(_("请选择日期，例如2026年9月29日写成 2026-09-29。"), field="start") from None


def _clock(text: str) -> time:
    try:
        return time.fromisoformat(text or MORNING).replace(tzinfo=None)
    except ValueError:
        raise Broken(_("时间请写成 09:30 这样，按半个工作日或小时计算时才需要。"), field="at") from None


def _amount(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= NUMBER_LENGTH and 1 <= int(text) <= MOST):
        raise Broken(_("请填写 1 到 3660 的整数。"), field="amount")
    return int(text)


def _unit(text: str) -> Unit:
    if text not in _units():
        raise Broken(_("请选择按什么计算。"), field="unit")
    return Unit(text)


def _answer(question: Question, calendar: WorkCalendar, *, today: date) -> Answer:
    found = limits.due(question, calendar)
    if found.due is None:
        raise Broken(_("请选择按什么计算。"), field="unit")
    begin, end = sorted((day_of(question.event), found.due))
    shown = list(islice(months(begin, end), SHOWN_MONTHS + 1))
    marks = _marks(question, found.due, calendar)
    drawn = [month(first, calendar, marks) for first in shown[:SHOWN_MONTHS] if first.year in calendar.years]
    numbered = any(mark.style == "counted" for mark in marks.values())
    return Answer(found, _left(calendar, today, found.due), drawn, len(shown) > len(drawn), numbered)


def _left(calendar: WorkCalendar, today: date, due: date) -> int | None:
    try:
        left = calendar.count(today, due)
    except Broken:  # the day lies where no calendar is loaded; the answer itself did not need one
        return None
    return left if today <= due else min(-1, left)


def _marks(question: Question, due: date, calendar: WorkCalendar) -> dict[date, Mark]:
    """Return what every day of the count is: the event, the first, second … working day, the last."""
    event = day_of(question.event)
    marks = _numbers(question, event, due, calendar) if question.unit == Unit.WORKING_DAY else {}
    marks.setdefault(event, Mark(_("起算"), "event"))
    word = marks[due].word if due in marks and due != event else ""
    return marks | {due: Mark(word or _("届满"), "due")}


def _numbers(question: Question, event: date, due: date, calendar: WorkCalendar) -> dict[date, Mark]:
    step = timedelta(days=-1 if question.direction == Direction.BACKWARD else 1)
    at, number, marks = event if question.inclusive else event + step, 0, {}
    while (at - due) * step.days <= timedelta(0) and number < question.amount:
        if calendar.is_workday(at):
            number += 1
            marks[at] = Mark(str(number), "counted")
        at += step
    return marks


def _fields(asked: Mapping[str, str], faults: Mapping[str, str], *, today: date) -> list[Field]:
    """Return the form as it was filled in, or ready to be filled in."""
    fresh = not asked["start"] and not asked["amount"]
    wrong = faults.get
    return [
        Field(
            "start",
            _("事情发生的日子"),
            FieldKind.DATE,
            value=today.isoformat() if fresh else asked["start"],
            hint=_("比如提交材料、受理、收到通知那天；要往前推算的，填届满的日子。"),
            error=wrong("start", ""),
        ),
        Field(
            "amount",
            _("期限"),
            FieldKind.NUMBER,
            value="5" if fresh else asked["amount"],
            width="4",
            error=wrong("amount", ""),
        ),
        Field(
            "unit",
            _("按什么计算"),
            FieldKind.SELECT,
            value=Unit.WORKING_DAY if fresh else asked["unit"],
            choices=[Choice(unit, word) for unit, word in _units().items()],
            error=wrong("unit", ""),
        ),
        Field(
            "way",
            _("往哪边算"),
            FieldKind.RADIOS,
            value=asked["way"] or Direction.FORWARD,
            choices=[
                Choice(Direction.FORWARD, _("往后算"), hint=_("例如：受理后 20 个工作日内作出决定")),
                Choice(Direction.BACKWARD, _("往前推"), hint=_("例如：许可届满 30 日前提出延续申请")),
            ],
        ),
    ]


def _finer(asked: Mapping[str, str], faults: Mapping[str, str]) -> list[Field]:
    """Return what is seldom asked: a time of day, whether the first day counts, whether the last one rolls."""
    return [
        Field(
            "at",
            _("发生的时间"),
            value=asked["at"],
            width="5",
            hint=_("按半个工作日或小时计算时填写，例如 09:30。"),
            error=faults.get("at", ""),
            required=False,
        ),
        Field(
            "first",
            _("当天"),
            FieldKind.CHECKBOXES,
            values=(asked["first"],),
            choices=[Choice("1", _("当天也算一天"), hint=_("法律写明“自公示之日起”等情形"))],
            required=False,
        ),
        Field(
            "roll",
            _("最后一天"),
            FieldKind.CHECKBOXES,
            values=(asked["roll"],),
            choices=[Choice("1", _("最后一天是休息日也不顺延"), hint=_("往前推算的期限不顺延"))],
            required=False,
        ),
    ]


def _units() -> dict[str, str]:
    return {
        Unit.WORKING_DAY: _("工作日"),
        Unit.HALF_WORKING_DAY: _("半个工作日"),
        Unit.NATURAL_DAY: _("自然日（周末和节假日都算）"),
        Unit.HOUR: _("小时"),
        Unit.MONTH: _("月"),
        Unit.YEAR: _("年"),
    }
