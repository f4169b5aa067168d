"""The door of the ledger."""

from __future__ import annotations

from tongban.ledger.errors import (
    DayNotClosed,
    EarlierThanLast,
    EntryNotFound,
    EpochChanged,
    NotSealed,
    NotWithheld,
    ProofTooLong,
    UnfitEntry,
    UnfitReviewDay,
)
from tongban.ledger.models import Batch, Day, Entry, Epoch, Inspection, Review
from tongban.ledger.queries.auditing import Wanted, audited, audited_entry
from tongban.ledger.queries.checking import Fault, verify_chain
from tongban.ledger.queries.disclosing import (
    Asked,
    Outside,
    all_disclosed,
    count_disclosed,
    count_unsealed,
    disclosed,
    disclosed_one,
    outside,
    withheld_for_review,
)
from tongban.ledger.queries.inspecting import Disorder, disorder, last_inspection
from tongban.ledger.queries.order import (
    Backlog,
    Change,
    backlog,
    changes,
    changes_from,
    current_epoch,
    history,
    last_positions,
    since,
)
from tongban.ledger.queries.proving import MOST_BATCHES, consistency, entry_proof, person_proof, public_keys
from tongban.ledger.queries.seals import (
    Sealing,
    batches_of,
    closed_day,
    days,
    next_sealing,
    sealed_in,
    sealed_through,
    sealing,
)
from tongban.ledger.rules.facts import Fact
from tongban.ledger.rules.purposes import (
    ADMINISTRATION,
    AT_ONCE,
    DISCLOSE_NAMES,
    HANDLING,
    OPERATION,
    PURPOSE_NAMES,
    Disclose,
    Disclosure,
    Purpose,
    Why,
    shown_from,
    withheld,
)
from tongban.ledger.rules.reviewing import DECISION_NAMES, Decision
from tongban.ledger.services.closing import close_days, stamp_days
from tongban.ledger.services.exporting import export
from tongban.ledger.services.inspecting import inspect
from tongban.ledger.services.marking import export_id, mark_export, read_serial
from tongban.ledger.services.reviewing import review_disclosure
from tongban.ledger.services.sealing import seal
from tongban.ledger.services.sequencing import begin_epoch, sequence
from tongban.ledger.services.writing import Deed, note_reading, operation, record, record_all

__all__ = [
    "ADMINISTRATION",
    "AT_ONCE",
    "DECISION_NAMES",
    "DISCLOSE_NAMES",
    "HANDLING",
    "MOST_BATCHES",
    "OPERATION",
    "PURPOSE_NAMES",
    "Asked",
    "Backlog",
    "Batch",
    "Change",
    "Day",
    "DayNotClosed",
    "Decision",
    "Deed",
    "Disclose",
    "Disclosure",
    "Disorder",
    "EarlierThanLast",
    "Entry",
    "EntryNotFound",
    "Epoch",
    "EpochChanged",
    "Fact",
    "Fault",
    "Inspection",
    "NotSealed",
    "NotWithheld",
    "Outside",
    "ProofTooLong",
    "Purpose",
    "Review",
    "Sealing",
    "UnfitEntry",
    "UnfitReviewDay",
    "Wanted",
    "Why",
    "all_disclosed",
    "audited",
    "audited_entry",
    "backlog",
    "batches_of",
    "begin_epoch",
    "changes",
    "changes_from",
    "close_days",
    "closed_day",
    "consistency",
    "count_disclosed",
    "count_unsealed",
    "current_epoch",
    "days",
    "disclosed",
    "disclosed_one",
    "disorder",
    "entry_proof",
    "export",
    "export_id",
    "history",
    "inspect",
    "last_inspection",
    "last_positions",
    "mark_export",
    "next_sealing",
    "note_reading",
    "operation",
    "outside",
    "person_proof",
    "public_keys",
    "read_serial",
    "record",
    "record_all",
    "review_disclosure",
    "seal",
    "sealed_in",
    "sealed_through",
    "sealing",
    "sequence",
    "shown_from",
    "since",
    "stamp_days",
    "verify_chain",
    "withheld",
    "withheld_for_review",
]
