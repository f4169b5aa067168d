"""The door of what was promised: who shows an application or a case asks here in what words, and what follows."""

from __future__ import annotations

from tongban.cases.promises.errors import NotYetToMeet, PromiseBroken
from tongban.cases.promises.reading import Shown, shown
from tongban.cases.promises.rules import element_of, is_condition, names, pledge_words, pledges, until_met
from tongban.cases.queries.promising import (
    broken_before,
    meet_until,
    names_promised,
    on_promise,
    promised_conditions,
    words_to_sign,
)

__all__ = [
    "NotYetToMeet",
    "PromiseBroken",
    "Shown",
    "broken_before",
    "element_of",
    "is_condition",
    "meet_until",
    "names",
    "names_promised",
    "on_promise",
    "pledge_words",
    "pledges",
    "promised_conditions",
    "shown",
    "until_met",
    "words_to_sign",
]
