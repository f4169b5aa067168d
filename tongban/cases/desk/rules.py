"""What may be ticked, what stands in a text, and what may be done in one go: values and predicates only."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tongban.cases import rules
from tongban.cases.desk.errors import (
    BlockIncomplete,
    NotACriterion,
    NothingChecked,
    NothingChosen,
    NotInOneGo,
    UnknownPlaceholder,
)
from tongban.cases.desk.states import BATCHED, BLOCK_VERBS, Found
from tongban.cases.errors import NeedsReason
from tongban.kernel.actors import Actor, Role

LONGEST_NOTE = 500
LONGEST_TITLE = 40
AT_MOST = 50
"""How many cases are handled in one go, a page of the list; the house's own choice, 待核定."""

WRITERS = (Role.EXAMINER, Role.DECIDER)
PLACEHOLDERS = ("事项", "申请人", "办件编号", "依据")
_PLACE = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True, slots=True)
class Check:
    """What was found of one criterion (its id in the guide); ``found`` empty: it was not looked at, or no longer."""

    criterion: str
    found: str
    note: str = ""


def checks(given: Sequence[Check], known: Collection[str]) -> list[Check]:
    """Return what is kept of what was ticked; NotACriterion for anything outside the guide, NothingChecked for none.

    What was found is one of Found or nothing. A note without a finding says nothing and is not kept.
    """
    if any(one.criterion not in known or one.found not in {"", *Found} for one in given):
        raise NotACriterion
    if not any(one.found for one in given):
        raise NothingChecked
    return [Check(one.criterion, one.found, one.note.strip()[:LONGEST_NOTE] if one.found else "") for one in given]


def places_text(places: Sequence[int]) -> str:
    """Return criteria by their places in the guide, as people count them: 第2项、第4项."""
    return "、".join(f"第{place}项" for place in places)


def resting_on(places: Sequence[int], words: str | None) -> str:
    """Return on what a grant rests for the criteria (by their ``places``) that nobody ticked as met (行政许可法38(1)).

    NeedsReason where there are such and nothing is said of them; nothing where all were ticked, and where nobody was
    asked (None).
    """
    if not places or words is None:
        return ""
    if not words.strip():
        message = f"受理标准{places_text(places)}没有核对为符合。请写明依据什么认定符合，或者退回重新审查。"
        raise NeedsReason(message, field="checked")
    return f"受理标准{places_text(places)}没有逐项核对为符合，认定符合的依据：{rules.reason(words, field='checked')}"


def in_turn(ahead: int, why: str) -> str:
    """Return the law by which one is granted before those accepted earlier (行政许可法57: 法律、行政法规另有规定的).

    NeedsReason where somebody's turn comes first and no such law is named; nothing where nobody's does.
    """
    if not ahead:
        return ""
    if not why.strip():
        message = (
            f"这个事项有数量限制，要按受理的先后作出准予决定：还有{ahead}件先受理的没有决定，请先办。"
            "法律、行政法规另有规定的，请写明是哪一条。"
        )
        raise NeedsReason(message, field="out_of_turn")
    return f"没有按受理的先后，依据：{rules.reason(why, field='out_of_turn')}"


def departments_of(actor: Actor) -> frozenset[str]:
    """Return for which departments an actor keeps texts: of their posts that examine or decide, "*" for all."""
    return frozenset(code for grant in actor.grants if grant.role in WRITERS for code in grant.departments)


def block(verb: str, title: str, text: str) -> tuple[str, str]:
    """Return title and text as they are kept; BlockIncomplete without one of them or for a verb that has no text.

    UnknownPlaceholder where something in braces is none of PLACEHOLDERS: it would stand in a paper as it is.
    """
    name = title.strip()
    if verb not in BLOCK_VERBS or not name or not text.strip():
        raise BlockIncomplete(field="text" if name else "title")
    if len(name) > LONGEST_TITLE:
        raise BlockIncomplete(f"名称最多 {LONGEST_TITLE} 个字。", field="title")
    kept = rules.reason(text, field="text")
    if any(place not in PLACEHOLDERS for place in _PLACE.findall(kept)):
        raise UnknownPlaceholder(field="text")
    return name, kept


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with what stands for its placeholders; what there is no value for stays to be seen and mended."""
    return _PLACE.sub(lambda place: values.get(place[1]) or place[0], text)


def in_one_go(verb: str, numbers: Sequence[str]) -> list[str]:
    """Return the cases of one go, each once; NothingChosen without any, NotInOneGo for other verbs or too many."""
    chosen = list(dict.fromkeys(number.strip().upper() for number in numbers if number.strip()))
    if not chosen:
        raise NothingChosen(field="numbers")
    if not verb:
        raise NotInOneGo("请选择要批量办理什么。", field="verb")
    if verb not in BATCHED or len(chosen) > AT_MOST:
        raise NotInOneGo(field="verb")
    return chosen
