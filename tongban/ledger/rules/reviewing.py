"""The review of what is withheld."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class Decision(StrEnum):
    """What a review can decide."""

    CONFIRMED = "CONFIRMED"
    LIFTED = "LIFTED"


DECISION_NAMES = {Decision.CONFIRMED: "继续暂不告知", Decision.LIFTED: "予以告知"}

LONGEST_RESPITE = 366  # days: what is withheld is looked at every year at least


def fit_day(decision: Decision, *, day: date, today: date) -> bool:
    """Tell whether the day of a decision fits: shown from today or later; looked at again later, within a year."""
    days = (day - today).days
    return days >= 0 if decision is Decision.LIFTED else 0 < days <= LONGEST_RESPITE
