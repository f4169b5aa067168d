"""What is wrong with the comparisons of a form: what cannot be compared, and what nobody could ever answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tongban.catalog.forms.comparing import NAMES, ORDER
from tongban.catalog.forms.definition import Comparison, Kind, Question, Relation

TODAY = ""
"""The name of the day of submission among the names of questions."""
_COMPARABLE = frozenset({Kind.TEXT, Kind.INTEGER, Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.REGION})
_LATER = frozenset({Relation.AFTER, Relation.NOT_BEFORE})


class Compared:
    """The comparisons of the questions so far, in the order of the form.

    A question is compared with earlier ones only, so that no two wait for each other. What is left to find are days
    that nobody could give: each day has those that it cannot come before, and none may come before itself.
    """

    def __init__(self) -> None:
        """Begin with no comparison."""
        self._after: dict[str, set[str]] = {}

    def faults(self, name: str, question: Question, earlier: Mapping[str, Question]) -> Iterator[str]:
        """Yield what is wrong with the comparisons of the next question."""
        rules = question.compare or ()
        wrong = [fault for one in rules if (fault := _of(one, question, earlier))]
        yield from wrong
        targets = [one.field or TODAY for one in rules if one.relation != Relation.WORKING_DAY]
        if len(targets) != len(set(targets)) or len(rules) - len(targets) > 1:
            yield "与同一个问题（或者同一天）比较了两次，请只留一条"
        elif not wrong and self._circle(name, rules):
            yield "的比较与前面的互相矛盾，没有一天能填，请核对"

    def _circle(self, name: str, rules: tuple[Comparison, ...]) -> bool:
        """Take in what comes after what, and tell whether something now comes after itself."""
        for one in rules:
            if one.relation in ORDER:
                first, second = (one.field or TODAY, name) if one.relation in _LATER else (name, one.field or TODAY)
                self._after.setdefault(first, set()).add(second)
        return name in self._reached(name)

    def _reached(self, name: str) -> set[str]:
        reached: set[str] = set()
        ways = list(self._after.get(name, ()))
        while ways:
            if (one := ways.pop()) not in reached:
                reached.add(one)
                ways += self._after.get(one, ())
        return reached


def kinds_of(question: Question) -> tuple[Relation, ...]:
    """Return how the answer to a question can be compared at all."""
    if question.kind == Kind.DATE:
        return tuple(Relation)
    return (Relation.OTHER_THAN,) if question.kind in _COMPARABLE else ()


def alike(question: Question, other: Question) -> bool:
    """Tell whether two questions ask for the same sort of answer, so that one can be held against the other."""
    return (other.kind, other.format) == (question.kind, question.format)


def _of(one: Comparison, question: Question, earlier: Mapping[str, Question]) -> str | None:
    what = f"“{NAMES[one.relation]}”（{one.relation}）"
    if not kinds_of(question):
        return "不能比较（x-compare），只有文字、数字、金额、日期和区划可以"
    if one.relation not in kinds_of(question):
        return f"不是日期，不能比较{what}"
    if one.relation == Relation.WORKING_DAY and (one.field or one.today):
        return f"的比较{what}不用写与什么比"
    if one.relation == Relation.OTHER_THAN and (one.field is None or one.today):
        return f"的比较{what}要写明与哪个问题比，不能与提交的当天比"
    if one.relation in ORDER and (one.field is None) == (one.today is None):
        return f"的比较{what}要写明与什么比：一个问题，或者提交的当天"
    return _of_other(one, question, earlier) if one.field else None


def _of_other(one: Comparison, question: Question, earlier: Mapping[str, Question]) -> str | None:
    other = earlier.get(one.field or "")
    if other is None:
        return f"与 {one.field} 比较，它不存在或排在后面"
    if not alike(question, other):
        return f"与 {one.field}（{other.label}）比较，它们填的不是同一种内容"
    return None
