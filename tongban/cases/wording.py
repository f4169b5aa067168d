"""How a decision is called, by the sort of item: only a licence is 许可; and what a newer promise does to a clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tongban.duties import api as duties
from tongban.kernel.wording import day_text

LICENCE: Final = "LICENCE"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a decision: the title of its paper, what is decided, and the first word of its number.

    ``this``: how the paper speaks of itself; ``matter`` and ``holder``: of what and to whom something is granted.
    """

    title: str
    outcome: str
    mark: str
    this: str
    matter: str
    holder: str


_OF_A_LICENCE: Final = {
    "grant": Wording("准予行政许可决定书", "准予行政许可", "许", "本决定", "许可事项", "被许可人"),
    "refusal": Wording("不予行政许可决定书", "不予行政许可", "许", "本决定", "许可事项", "被许可人"),
}
# 行政确认、给付、公共服务等：没有统一的法定文书名称。行政行为的结果要书面告知, 本市默认，待核定。
_OF_ANYTHING_ELSE: Final = {
    "grant": Wording("办理结果通知书", "予以办理", "办", "本通知书", "办理事项", "申请人"),
    "refusal": Wording("不予办理决定书", "不予办理", "办", "本决定", "办理事项", "申请人"),
}


def of_decision(kind: str, *, item_type: str) -> Wording:
    """Return how a decision (``grant`` or ``refusal``) on this type of item is called.

    行政许可法38 knows 准予 and 不予行政许可 and speaks of licences only (2); a confirmation, a payment or a public
    service that was called one would say that something was forbidden before. What no law names is the city's own
    default, to be confirmed (待核定).
    """
    return (_OF_A_LICENCE if item_type == LICENCE else _OF_ANYTHING_ELSE)[kind]


PROMISE: Final = duties.KIND_NAMES[duties.Kind.PROMISED]
_KEPT: Final = {
    duties.Kept.OVER: "{name}在{was}已经到期，不因新版改变。",
    duties.Kept.STANDS: "{name}现在停止计时，不因新版改变。",
    duties.Kept.OVER_AT_ONCE: "{name}不变，仍到{was}为止：按新版从受理之日起算，在{end}就已经到期。",
    duties.Kept.NO_SOONER: "{name}不变，仍到{was}为止：按新版算，不会更早到期。",
}


def of_promise(found: duties.Nearer | None, length: str, *, begun: bool) -> str:
    """Return what another promise means for a case: from when to when its clock moves, or why it does not.

    ``length``: the new promise in words, which counts from the acceptance that is still to come (not ``begun``).
    Nothing where no such clock runs any more.
    """
    if found is None:
        return "" if begun else f"受理以后，{PROMISE}按新版计算：{length}。"
    was, end = (day_text(day) if day else "" for day in (found.was, found.end.due))
    if found.kept:
        return _KEPT[found.kept].format(name=PROMISE, was=was, end=end)
    return f"{PROMISE}按新版从受理之日起重新计算，由{was}改到{end}为止。"
