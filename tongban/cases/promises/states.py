"""How a promise stands, as a table of its own: it hangs on the case and is no state of it (ADR 21)."""

from __future__ import annotations

from enum import StrEnum

from tongban.kernel.actors import Role
from tongban.kernel.moves import Moves, move


class PromiseState(StrEnum):
    """Where a promise stands. Whether its clock is late is no state."""

    FOLLOWING = "FOLLOWING"
    TO_CHECK = "TO_CHECK"
    ORDERED = "ORDERED"
    REPORTED = "REPORTED"
    SUPPLIED = "SUPPLIED"
    KEPT = "KEPT"
    NOT_KEPT = "NOT_KEPT"
    LIFTED = "LIFTED"


class PromiseVerb(StrEnum):
    """What happens to a promise, always within a verb of its case."""

    SUPPLY = "SUPPLY"
    FIND_KEPT = "FIND_KEPT"
    FIND_NOT_KEPT = "FIND_NOT_KEPT"
    ORDER = "ORDER"
    REPORT = "REPORT"
    LIFT = "LIFT"


UNDER_ORDER = (PromiseState.ORDERED, PromiseState.REPORTED)
UNJUDGED = (PromiseState.TO_CHECK, *UNDER_ORDER)
MADE = {"DEFERRED": PromiseState.FOLLOWING, "COMMITMENT": PromiseState.TO_CHECK}
"""How each kind of promise stands before anything happened to it."""
LABELS: dict[str, str] = {
    PromiseState.FOLLOWING: "待补交",
    PromiseState.TO_CHECK: "待核查",
    PromiseState.ORDERED: "责令整改中",
    PromiseState.REPORTED: "已报告整改，待复查",
    PromiseState.SUPPLIED: "已补交",
    PromiseState.KEPT: "核查属实",
    PromiseState.NOT_KEPT: "核查不属实",
    PromiseState.LIFTED: "不再需要",
    PromiseVerb.SUPPLY: "补交",
    PromiseVerb.FIND_KEPT: "核查认定属实，或者整改后符合",
    PromiseVerb.FIND_NOT_KEPT: "核查认定不属实，或者整改后仍不符合",
    PromiseVerb.ORDER: "责令限期整改",
    PromiseVerb.REPORT: "报告整改情况",
    PromiseVerb.LIFT: "办件没有结果，不再需要",
}

PROMISES = Moves(
    move(
        PromiseVerb.SUPPLY,
        [PromiseState.FOLLOWING],
        PromiseState.SUPPLIED,
        by=[Role.APPLICANT, Role.RECEIVER],
        article="GZGF.10,XKF.31",
    ),
    move(PromiseVerb.FIND_KEPT, UNJUDGED, PromiseState.KEPT, by=[Role.EXAMINER], article="XKF.61"),
    # What was false from the beginning is found so at once. What was ordered to be put right has its time: before its
    # end only after the report (rules.refuse_while_ordered).
    move(PromiseVerb.FIND_NOT_KEPT, UNJUDGED, PromiseState.NOT_KEPT, by=[Role.EXAMINER], article="XKF.61"),
    # Once: no line leads back, so that nobody is kept in suspense by one order after another.
    move(PromiseVerb.ORDER, [PromiseState.TO_CHECK], PromiseState.ORDERED, by=[Role.EXAMINER], article="XKF.61"),
    move(
        PromiseVerb.REPORT,
        UNDER_ORDER,
        PromiseState.REPORTED,
        by=[Role.APPLICANT, Role.RECEIVER],
        article="XKF.61,XKF.7",
    ),
    move(
        PromiseVerb.LIFT,
        [PromiseState.FOLLOWING, *UNJUDGED],
        PromiseState.LIFTED,
        by=[Role.LAW],
        article="BXT.1",
    ),
    labels=LABELS,
)
