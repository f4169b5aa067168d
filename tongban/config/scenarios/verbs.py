"""Which verbs a scenario may use: every verb of the room of cases, found by its name and its signature.

A verb that is added there can be used here the same day; nothing in this folder names one that has no need of it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, get_type_hints

from tongban.cases import api as cases
from tongban.cases.complaints import api as complaints
from tongban.cases.window import api as window
from tongban.config.scenarios.reading import Unreadable, plain

# What the play itself knows: which case, who, when, and the token of an attempt.
GIVEN_BY_PLAY = frozenset({"number", "draft", "case", "by", "at", "token", "item", "applicant", "place", "complaint"})
CASE = frozenset({"number", "draft", "case"})
BEGINS = "open_draft"
# What is done with a case by other doors than that of the room.
BESIDE: dict[str, Callable[..., Any]] = {
    "choose_delivery": window.choose_delivery,
    "hand_out_at_window": window.hand_out,
    "send_by_post": window.send_by_post,
    "complain": complaints.complain,
    "answer_complaint": complaints.answer_complaint,
}
BESIDE_NAMES = {
    "choose_delivery": "选择送达方式",
    "hand_out_at_window": "窗口发放",
    "send_by_post": "交邮政寄送",
    "complain": "提出意见、投诉",
    "answer_complaint": "答复意见、投诉",
}
OTHER_WORDS = {
    "apply": "submit",
    "receive": "submit",
    "收件": "submit",
    "correct": "supplement",
    "补正": "supplement",
    "request_correction": "ask_correction",
    "not_accept": "refuse_acceptance",
    "reject_acceptance": "refuse_acceptance",
    "approve": "grant",
    "deny": "refuse",
    "reject": "refuse",
    "pause": "suspend",
    "hand_out": "deliver",
    "look_at": "look",
    "nothing": "look",
    "time_passes": "look",
    "begin": "open_draft",
    "签收": "deliver",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that a verb wants to know."""

    name: str
    kind: Any
    needed: bool
    usual: Any


@dataclass(frozen=True, slots=True)
class CaseVerb:
    """A verb of the room of cases: what it is called, what it wants to know besides the case, who and when."""

    name: str
    run: Callable[..., Any]
    parameters: tuple[Parameter, ...]

    @property
    def wanted(self) -> tuple[Parameter, ...]:
        """Return what a scenario says of it (``with``)."""
        return tuple(one for one in self.parameters if one.name not in GIVEN_BY_PLAY)

    @property
    def sentence(self) -> str:
        """Return its first sentence, which says what the law means by it."""
        return (inspect.getdoc(self.run) or "").partition("\n")[0]


@cache
def case_verbs() -> dict[str, CaseVerb]:
    """Return every verb on a case by its name: what takes only named arguments, among them a case and a moment."""
    found = {}
    for name in cases.__all__:
        thing = getattr(cases, name)
        if inspect.isfunction(thing) and _on_a_case(thing, name):
            found[name] = CaseVerb(name, thing, _parameters(thing))
    return found | {name: CaseVerb(name, thing, _parameters(thing)) for name, thing in BESIDE.items()}


def verb_called(word: str, others: frozenset[str]) -> str:
    """Return the name of a verb as it is meant: by its code, another English word, or its Chinese name.

    ``others``: what the play knows besides the verbs of cases.
    """
    asked = plain(word)
    names = case_verbs().keys() | others
    chinese = {cases.LABELS[verb]: verb.lower() for verb in cases.Verb}
    chinese |= {label: name for name, label in BESIDE_NAMES.items()}
    for one in (asked, OTHER_WORDS.get(asked, ""), chinese.get(word.strip(), "")):
        if one in names:
            return one
    raise Unreadable(f"没有“{word}”这个动作，有的是：{'、'.join(sorted(names))}")


def _on_a_case(thing: Callable[..., Any], name: str) -> bool:
    parameters = inspect.signature(thing).parameters
    named = all(one.kind is inspect.Parameter.KEYWORD_ONLY for one in parameters.values())
    return named and "at" in parameters and (name == BEGINS or not CASE.isdisjoint(parameters))


def _parameters(thing: Callable[..., Any]) -> tuple[Parameter, ...]:
    kinds = get_type_hints(thing)
    return tuple(
        Parameter(name, kinds[name], one.default is inspect.Parameter.empty, one.default)
        for name, one in inspect.signature(thing).parameters.items()
    )
