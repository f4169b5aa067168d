"""When a hearing may take place, and who may preside over it: values and predicates only."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from uuid import UUID

from tongban.cases.errors import NeedsReason
from tongban.cases.hearing.errors import (
    HeldTooLate,
    NoSuchPresider,
    NotReachable,
    OddMoment,
    PresiderExamined,
    PresiderInWords,
    SameDay,
    ToldTooShort,
)
from tongban.duties import api as duties
from tongban.kernel.codes import credit_code, mobile, resident_id
from tongban.kernel.days import SHANGHAI, day_of
from tongban.kernel.errors import Broken
from tongban.kernel.wording import day_text
from tongban.kernel.workdays import WorkCalendar

LONGEST_NAME = 100
LONGEST_PLACE = 200
LONGEST_CONSENT = 500
HOURS = (time(8), time(18))
"""Between which hours a hearing usually begins: the house's own choice, 待核定."""


def refuse_unfit_day(
    begins: datetime, *, hold: date | None, tell: duties.Limit, at: datetime, calendar: WorkCalendar
) -> None:
    """Refuse a day that is told too late (ToldTooShort), or that lies after the limit to hold the hearing.

    ``hold``: the last day for it (47(1): 二十日内组织听证). HeldTooLate only while a day within it can still be told in
    time (48(1)1: 举行听证的七日前): a hearing that was asked for is held, late or not.
    """
    today, day = day_of(at), day_of(begins)
    if begins <= at or today > duties.last_day(tell, day, calendar):
        raise ToldTooShort(field="begins_at")
    if hold is not None and day > hold and today <= duties.last_day(tell, hold, calendar):
        sentence = f"听证要在收到申请之日起二十个工作日内举行，最晚{day_text(hold)}，请把日期定得早一些。"
        raise HeldTooLate(sentence, field="begins_at")


def refuse_unfit_move(
    begins: datetime,
    *,
    before: datetime,
    agreed: bool,
    hold: date | None,
    tell: duties.Limit,
    at: datetime,
    calendar: WorkCalendar,
) -> None:
    """Refuse a moment to which a hearing cannot be put off: SameDay, one that is over, or one unfit for calling.

    ``agreed``: all who take part agreed to it; the days are there for them, so that they may do without (48(1)1).
    """
    if begins == before:
        raise SameDay(field="begins_at")
    if not agreed:
        refuse_unfit_day(begins, hold=hold, tell=tell, at=at, calendar=calendar)
    elif begins <= at:
        raise ToldTooShort("请填写以后的日期和时间。", field="begins_at")


def refuse_odd_moment(begins: datetime, *, calendar: WorkCalendar, meant: bool) -> None:
    """Refuse (OddMoment) a rest day, or an hour outside of HOURS, unless somebody says that it is ``meant``.

    No law forbids it; but it is more often a slip, and whoever is heard may be unable to come.
    """
    local = begins.astimezone(SHANGHAI)
    odd = []
    if not calendar.is_workday(local.date()):
        odd.append(f"{day_text(local.date())}是休息日")
    if not HOURS[0] <= local.time() < HOURS[1]:
        odd.append(f"{local:%H:%M}不在{HOURS[0]:%H:%M}到{HOURS[1]:%H:%M}之间")
    if odd and not meant:
        ask = "参加人可能到不了场。请核对；确实要这样定的，勾选下面的确认后再办理。"
        raise OddMoment(f"{'，'.join(odd)}，{ask}", field="begins_at")


def colleague(account: UUID, *, colleagues: Mapping[UUID, str], examining: Collection[UUID]) -> str:
    """Return the name of the colleague who presides (行政许可法48(1)3: 审查该行政许可申请的工作人员以外的人员).

    PresiderExamined for whoever examines the case, NoSuchPresider for who holds no post in the department or keeps out
    of the matter.
    """
    if account in examining:
        raise PresiderExamined(field="presider")
    if account not in colleagues:
        raise NoSuchPresider(field="presider")
    return colleagues[account]


def in_words(words: str, *, colleagues: Collection[str], examining: Collection[str]) -> str:
    """Return who of another office presides, as it is printed; what ends with the name of a colleague is no such.

    A colleague is chosen and not written, so that they examine nothing of the case afterwards: PresiderInWords. For
    whoever examines it: PresiderExamined.
    """
    kept = written(words, field="presider", longest=LONGEST_NAME, what="请选择听证主持人，或者写明其单位和姓名。")
    if is_named(kept, examining):
        raise PresiderExamined(field="presider")
    if is_named(kept, colleagues):
        raise PresiderInWords(field="presider")
    return kept


def is_named(words: str, names: Collection[str]) -> bool:
    """Tell whether words that name a person name one of these: by the name alone, or by office or post before it."""
    return any(name and words.endswith(name) for name in names)


def written(text: str, *, field: str, longest: int, what: str) -> str:
    """Return a short text as it will be kept; NeedsReason with ``what`` to write where there is nothing in it."""
    kept = " ".join(text.split())[:longest]
    if not kept:
        raise NeedsReason(what, field=field)
    return kept


def whole_number(number: str, *, on: date) -> str:
    """Return a number as it is kept; Broken for what is neither an identity number nor a credit code that can be right.

    Under a mistyped number whoever is told would find nothing, or somebody else would.
    """
    try:
        return resident_id.parse(number, on=on).code
    except Broken as of_a_person:
        try:
            return credit_code.parse(number).code
        except Broken as of_a_firm:
            refusal = of_a_person if number[:-1].isdecimal() else of_a_firm
            raise Broken(refusal.message, field="document") from refusal


def telephone(text: str, *, known: bool) -> str:
    """Return the telephone as it will be kept; who is known here needs none, anybody else does (NotReachable)."""
    if not text.strip():
        if known:
            return ""
        raise NotReachable(field="mobile")
    try:
        return mobile.parse(text).code
    except Broken as refusal:
        raise type(refusal)(refusal.message, field="mobile") from refusal
