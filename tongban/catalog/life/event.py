"""人生事件: a matter of life or business as a city writes it down, and which of its services apply. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from tongban.catalog.forms.conditions import holds, tests_of
from tongban.catalog.forms.definition import Condition, Key, Option, Strict, Words
from tongban.catalog.guide.terms import Audience
from tongban.kernel.codes.local import LocalBasicItemCode
from tongban.kernel.errors import Broken

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,39}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class Query(Strict):
    """One question with its choices. It is asked only ``when`` an earlier answer makes it one."""

    name: Key
    ask: Text
    help: Annotated[str, StringConstraints(max_length=300)] = ""
    options: tuple[Option, ...] = Field(min_length=2, max_length=12)
    when: Condition | None = None


class Stage(Strict):
    """One service that may be needed: ``service`` is its code in the basic directory, ``text`` why and when."""

    service: Annotated[str, StringConstraints(pattern=r"^ZB[0-9A-Z]{2,28}$")]
    text: Text
    when: Condition | None = None


class Event(Strict):
    """One matter of life: its questions, and its services in the order in which they are done.

    ``theme`` lends it a picture and is what one looks through where the questions do not help.
    """

    code: Slug
    name: Words
    audiences: tuple[Audience, ...] = Field(min_length=1)
    theme: Words
    summary: Text
    questions: tuple[Query, ...] = ()
    stages: tuple[Stage, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        """Refuse a condition on what is not asked before, or on an answer that cannot be given."""
        known: dict[str, set[str]] = {}
        for query in self.questions:
            _require(query.when, known)
            if query.name in known:
                raise ValueError(f"问题 {query.name} 写了两次")
            known[query.name] = {option.const for option in query.options}
        for stage in self.stages:
            _require(stage.when, known)
            try:
                LocalBasicItemCode.parse(stage.service)
            except Broken as fault:
                raise ValueError(fault.message) from None
        return self


@dataclass(frozen=True, slots=True)
class Found:
    """Where somebody stands who is asked about a matter of life.

    ``answered``: the questions behind them with their answers; ``next``: the one to ask now, None at the end;
    ``left``: how many there still are as things stand; ``stages``: the services that apply by now, in order.
    """

    answers: Mapping[str, str]
    answered: tuple[Query, ...]
    next: Query | None
    left: int
    stages: tuple[Stage, ...]


def ask(event: Event, given: Mapping[str, str]) -> Found:
    """Return what to ask next, and which services these answers call for; what is no answer is asked again."""
    answers: dict[str, str] = {}
    answered, open_ = [], []
    for query in event.questions:
        if not holds(query.when, answers):
            continue
        if given.get(query.name) in {option.const for option in query.options}:
            answers[query.name] = given[query.name]
            answered.append(query)
        else:
            open_.append(query)
    stages = tuple(stage for stage in event.stages if holds(stage.when, answers))
    return Found(answers, tuple(answered), open_[0] if open_ else None, len(open_), stages)


def _require(condition: Condition | None, known: Mapping[str, set[str]]) -> None:
    for test in tests_of(condition):
        if not {*test.one_of} <= known.get(test.field, set()):
            raise ValueError(f"条件里的 {test.field} 前面没有问到，或者没有这个选项")
