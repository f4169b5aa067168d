"""The door of the directory: files brought, claiming, and what follows from published guides."""

from __future__ import annotations

from tongban.catalog.differing import MUST
from tongban.catalog.differing import TITLES as COMPARED
from tongban.catalog.directory.answering import (
    ANSWER_NAMES,
    Adjusting,
    Answer,
    adjusting,
    answer_of,
    claimed_items,
    department_watched,
    entries_for,
    entry,
    lines_of,
    may_claim,
    reasons_declined,
    standings_of,
    to_adjust,
    unanswered,
    unclaimed_anywhere,
    upload_of,
    uploads,
)
from tongban.catalog.directory.answering import Standing as AnswerStanding
from tongban.catalog.directory.claiming import claim, decline, reconsider, unclaim
from tongban.catalog.directory.comparing import TITLES as COLUMN_TITLES
from tongban.catalog.directory.errors import (
    AlreadyClaimed,
    AlreadyDeclined,
    DirectoryMoved,
    EntryGone,
    FaultyLines,
    NothingToTakeBack,
    NotWhatWasShown,
    OtherLevel,
    UnknownEntry,
    UnknownUpload,
    UnreadableFile,
    UploadWaiting,
)
from tongban.catalog.directory.reading import LARGEST as LARGEST_UPLOAD
from tongban.catalog.directory.reading import MOST_LINES
from tongban.catalog.directory.states import CHANGE_NAMES, UPLOADS, UploadKind, UploadState, UploadVerb
from tongban.catalog.directory.states import Change as LineChange
from tongban.catalog.directory.tables import Declined, DirectoryLine, DirectoryUpload
from tongban.catalog.directory.uploading import confirm_upload, upload_file, withdraw_upload
from tongban.catalog.directory.who import departments_of, keeps_directory, may_bring
from tongban.catalog.directory.writing import carry_out_upload
from tongban.catalog.features.keeping import renew as renew_traits
from tongban.catalog.features.listing import (
    Rate,
    Traits,
    feature_counts,
    feature_named,
    handled_in,
    on_list,
    outside_reasons,
    places_of,
    rates,
    traits,
    why_of,
)
from tongban.catalog.features.rules import RULES as FEATURES
from tongban.catalog.features.rules import Feature
from tongban.catalog.features.rules import Rule as FeatureRule
from tongban.catalog.features.tables import GuideTraits
from tongban.catalog.unity import (
    Differing,
    compare_services,
    differing_by_element,
    services_in_breach,
    services_that_differ,
)

__all__ = [
    "ANSWER_NAMES",
    "CHANGE_NAMES",
    "COLUMN_TITLES",
    "COMPARED",
    "FEATURES",
    "LARGEST_UPLOAD",
    "MOST_LINES",
    "MUST",
    "UPLOADS",
    "Adjusting",
    "AlreadyClaimed",
    "AlreadyDeclined",
    "Answer",
    "AnswerStanding",
    "Declined",
    "Differing",
    "DirectoryLine",
    "DirectoryMoved",
    "DirectoryUpload",
    "EntryGone",
    "FaultyLines",
    "Feature",
    "FeatureRule",
    "GuideTraits",
    "LineChange",
    "NotWhatWasShown",
    "NothingToTakeBack",
    "OtherLevel",
    "Rate",
    "Traits",
    "UnknownEntry",
    "UnknownUpload",
    "UnreadableFile",
    "UploadKind",
    "UploadState",
    "UploadVerb",
    "UploadWaiting",
    "adjusting",
    "answer_of",
    "carry_out_upload",
    "claim",
    "claimed_items",
    "compare_services",
    "confirm_upload",
    "decline",
    "department_watched",
    "departments_of",
    "differing_by_element",
    "entries_for",
    "entry",
    "feature_counts",
    "feature_named",
    "handled_in",
    "keeps_directory",
    "lines_of",
    "may_bring",
    "may_claim",
    "on_list",
    "outside_reasons",
    "places_of",
    "rates",
    "reasons_declined",
    "reconsider",
    "renew_traits",
    "services_in_breach",
    "services_that_differ",
    "standings_of",
    "to_adjust",
    "traits",
    "unanswered",
    "unclaim",
    "unclaimed_anywhere",
    "upload_file",
    "upload_of",
    "uploads",
    "why_of",
    "withdraw_upload",
]
