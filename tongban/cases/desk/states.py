"""What can be found of a criterion, and for which verbs texts are kept."""

from __future__ import annotations

from enum import StrEnum

from tongban.cases.states import LABELS, Verb


class Found(StrEnum):
    """What an examiner found of a criterion; what was not looked at has no row."""

    MET = "MET"
    NOT_MET = "NOT_MET"


FOUND_NAMES = {Found.MET: "符合", Found.NOT_MET: "不符合"}

BLOCK_VERBS = {
    verb: LABELS[verb]
    for verb in (
        Verb.EXAMINE,
        Verb.GRANT,
        Verb.REFUSE,
        Verb.SEND_BACK,
        Verb.REFUSE_ACCEPTANCE,
        Verb.EXTEND,
    )
}
SAME = {Verb.FINISH_STEP: Verb.EXAMINE, Verb.GRANT_AT_ONCE: Verb.GRANT, Verb.REFUSE_AT_ONCE: Verb.REFUSE}
"""Verbs that are written with the texts of another."""

BATCHED = (Verb.ACCEPT, Verb.EXAMINE, Verb.GRANT)
"""What may be done to several cases in one go: nothing that refuses anybody anything."""
