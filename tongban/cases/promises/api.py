"""The door of what was promised: who shows an application or a case asks here in what words, and what follows."""

from __future__ import annotations

from tongban.cases.promises.errors import (
    NothingNamed,
    NothingToOrder,
    NothingToReport,
    NotYetToMeet,
    OrderRuns,
    PromiseBroken,
    RectificationRuns,
    UnfitTime,
)
from tongban.cases.promises.reading import Shown, rectifying_time, shown
from tongban.cases.promises.rules import (
    ToRectify,
    element_of,
    is_condition,
    names,
    pledge_words,
    pledges,
    stands,
    until_met,
)
from tongban.cases.promises.states import PROMISES, PromiseState, PromiseVerb
from tongban.cases.queries.promising import (
    asked_words,
    broken_before,
    meet_until,
    names_promised,
    on_promise,
    orderable,
    promised_conditions,
    rectify_until,
    under_order,
    words_to_sign,
)

__all__ = [
    "PROMISES",
    "NotYetToMeet",
    "NothingNamed",
    "NothingToOrder",
    "NothingToReport",
    "OrderRuns",
    "PromiseBroken",
    "PromiseState",
    "PromiseVerb",
    "RectificationRuns",
    "Shown",
    "ToRectify",
    "UnfitTime",
    "asked_words",
    "broken_before",
    "element_of",
    "is_condition",
    "meet_until",
    "names",
    "names_promised",
    "on_promise",
    "orderable",
    "pledge_words",
    "pledges",
    "promised_conditions",
    "rectify_until",
    "rectifying_time",
    "shown",
    "stands",
    "under_order",
    "until_met",
    "words_to_sign",
]
