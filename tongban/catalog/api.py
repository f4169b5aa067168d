"""The door of the room."""

from __future__ import annotations

from tongban.catalog.altering import Alteration, alterations
from tongban.catalog.differing import Difference, differences
from tongban.catalog.errors import (
    BadItems,
    GuideFaulty,
    GuideRecalled,
    NotAfterLastVersion,
    UnknownGuide,
    UnknownItem,
    UnknownLifeEvent,
    UnknownSynonyms,
)
from tongban.catalog.facts import KnownFacts
from tongban.catalog.forms.checking import check
from tongban.catalog.forms.cleaning import clean, only_visible
from tongban.catalog.forms.compiled import Page, groups
from tongban.catalog.forms.conditions import fields_of, visible
from tongban.catalog.forms.correcting import corrected, opened, strained
from tongban.catalog.forms.definition import Form, Kind, Relation
from tongban.catalog.forms.definition import Question as FormField
from tongban.catalog.forms.rows import cell, field_of, without
from tongban.catalog.forms.sentences import expected, hint
from tongban.catalog.forms.wording import in_words, rows_in_words
from tongban.catalog.guide.comparing import longer, longer_by_law
from tongban.catalog.guide.document import Asked, Guide
from tongban.catalog.guide.elements import SECTIONS, Element
from tongban.catalog.guide.labels import label
from tongban.catalog.guide.limits import Limits, Statutory
from tongban.catalog.guide.parts import Commitment, Criterion, Legal, Limit, Material, Pledge, Result, Step
from tongban.catalog.guide.terms import (
    Approver,
    Audience,
    Channel,
    CountedFrom,
    ItemState,
    ItemType,
    Level,
    MaterialForm,
    MaterialSource,
    Need,
    ProjectType,
    SpecialKind,
    StepKind,
)
from tongban.catalog.imprint import imprint
from tongban.catalog.life.event import Event, Found, Query, Stage, ask
from tongban.catalog.life.loading import life_event, life_events, load_life_events
from tongban.catalog.lint.findings import RULES, SEVERITY_NAMES, Code, Finding, Rule, Severity
from tongban.catalog.lint.rules import FULL, MOST_OF_A_RULE, WEIGHTS
from tongban.catalog.looking import (
    Qualities,
    Standing,
    Together,
    bodies_in,
    breaches,
    findings_of,
    licence_types,
    may_keep,
    mean,
    names_that_differ,
    qualities,
    siblings,
    standings,
    together,
    total_of,
)
from tongban.catalog.models import BasicItem, GuideQuality, GuideVersion, Item, LicenceType, LifeEvent
from tongban.catalog.noticing import SORT_NAMES, Notice, Notices, Sort, notices
from tongban.catalog.queries import (
    called_in_guides,
    check_answers,
    check_form,
    counts_by_department,
    counts_by_type,
    earlier_materials,
    in_force,
    item,
    items,
    most_read,
    names,
    on_offer,
    published,
    published_among,
    recalled_versions,
    services,
    themes,
    version,
    version_of,
    versions,
)
from tongban.catalog.reading import canonical
from tongban.catalog.revising.assessing import NAMES as SECTION_NAMES
from tongban.catalog.revising.assessing import Assessed, Part, assess, section_faults
from tongban.catalog.revising.changed import Changed, changes_between
from tongban.catalog.revising.editing import abandon, begin, ground, propose, save_document, save_section
from tongban.catalog.revising.errors import (
    BadGuideFile,
    BasisNeeded,
    FourEyes,
    InEffectAlready,
    Inherited,
    InThePast,
    NotAsked,
    NothingChanged,
    NotNow,
    OpinionsOpen,
    Overtaken,
    ReasonNeeded,
    RemarksOpen,
    RevisingAlready,
    TooLong,
    UnfitContent,
    UnknownRemark,
    UnknownRevision,
    UnknownSection,
    WrongItemState,
)
from tongban.catalog.revising.filing import LARGEST_FILE, read_file, to_toml
from tongban.catalog.revising.judging import (
    approve,
    ask_opinion,
    give_back,
    give_opinion,
    hand_up,
    pass_check,
    pass_review,
    submit,
)
from tongban.catalog.revising.policy import Clock
from tongban.catalog.revising.publishing import coming, last_change, publish_revision, recall, take_effect
from tongban.catalog.revising.reading import (
    Adjustment,
    Present,
    Waiting,
    adoptable,
    kept_apart,
    look,
    may_write,
    open_among,
    open_verbs,
    opinion_wanted,
    opinions,
    remarks,
    revision,
    revisions,
    steps,
    todo,
    with_clocks,
)
from tongban.catalog.revising.remarking import answer_remark, remark, resolve_remark
from tongban.catalog.revising.rules import may_revise
from tongban.catalog.revising.states import KIND_NAMES as REVISION_KINDS
from tongban.catalog.revising.states import LONG as REVISIONS_BY_APPROVAL
from tongban.catalog.revising.states import SHORT as REVISIONS
from tongban.catalog.revising.states import Kind as RevisionKind
from tongban.catalog.revising.states import State as RevisionState
from tongban.catalog.revising.states import Verb as RevisionVerb
from tongban.catalog.revising.tables import AskedOpinion, Remark, Revision, RevisionStep
from tongban.catalog.search.badges import BADGE_NAMES, Badge, badges_of
from tongban.catalog.search.badges import holding as badges_holding
from tongban.catalog.search.changing import Change, Feed, changes
from tongban.catalog.search.counting import hot_words, missed, note_hit, note_missed, write_hits
from tongban.catalog.search.dictionaries import read as read_dictionaries
from tongban.catalog.search.entering import enter_missing
from tongban.catalog.search.explaining import Match, Piece
from tongban.catalog.search.finding import Results, Row, Suggestion, Wanted, find, nearest, search_items, suggest
from tongban.catalog.search.placing import Done, badges_among
from tongban.catalog.search.tables import SynonymGroup
from tongban.catalog.search.verbs import load_synonyms, put_synonyms, synonym_group, synonyms, withdraw_synonyms
from tongban.catalog.search.written import words_in
from tongban.catalog.services import item_id, load_directory, publish, publish_all
from tongban.catalog.situations import Led, Situation, deciding, lead, preset
from tongban.catalog.viewing import COUNTED_DAYS, note_view, write_views

# A name a line would make the door longer than a file may be.
# fmt: off
__all__ = [
    "BADGE_NAMES", "COUNTED_DAYS", "FULL", "LARGEST_FILE", "MOST_OF_A_RULE", "REVISIONS", "REVISIONS_BY_APPROVAL",
    "REVISION_KINDS", "RULES", "SECTIONS", "SECTION_NAMES", "SEVERITY_NAMES", "SORT_NAMES", "WEIGHTS", "Adjustment",
    "Alteration", "Approver", "Asked", "AskedOpinion", "Assessed",
    "Audience", "BadGuideFile", "BadItems", "Badge", "BasicItem",
    "BasisNeeded", "Change", "Changed", "Channel", "Clock", "Code", "Commitment", "CountedFrom", "Criterion",
    "Difference", "Done", "Element",
    "Event", "Feed", "Finding", "Form", "FormField", "Found", "FourEyes", "Guide", "GuideFaulty", "GuideQuality",
    "GuideRecalled", "GuideVersion", "InEffectAlready", "InThePast", "Inherited", "Item", "ItemState", "ItemType",
    "Kind", "KnownFacts", "Led", "Legal", "Level", "LicenceType", "LifeEvent", "Limit", "Limits", "Match", "Material",
    "MaterialForm", "MaterialSource", "Need", "NotAfterLastVersion", "NotAsked", "NotNow", "NothingChanged", "Notice",
    "Notices", "OpinionsOpen", "Overtaken", "Page", "Part", "Piece", "Pledge", "Present",
    "ProjectType", "Qualities", "Query", "ReasonNeeded",
    "Relation", "Remark", "RemarksOpen", "Result", "Results", "RevisingAlready", "Revision", "RevisionKind",
    "RevisionState", "RevisionStep", "RevisionVerb", "Row", "Rule", "Severity", "Situation", "Sort", "SpecialKind",
    "Stage", "Standing", "Statutory", "Step", "StepKind", "Suggestion", "SynonymGroup", "Together", "TooLong",
    "UnfitContent", "UnknownGuide",
    "UnknownItem", "UnknownLifeEvent", "UnknownRemark", "UnknownRevision", "UnknownSection", "UnknownSynonyms",
    "Waiting", "Wanted", "WrongItemState", "abandon", "adoptable", "alterations", "answer_remark", "approve", "ask",
    "ask_opinion", "assess", "badges_among", "badges_holding", "badges_of", "begin", "bodies_in",
    "breaches", "called_in_guides", "canonical", "cell", "changes", "changes_between", "check", "check_answers",
    "check_form", "clean", "coming", "corrected", "counts_by_department", "counts_by_type", "deciding", "differences",
    "earlier_materials", "enter_missing", "expected", "field_of", "fields_of", "find", "findings_of", "give_back",
    "give_opinion", "ground", "groups", "hand_up", "hint", "hot_words", "imprint", "in_force", "in_words", "item",
    "item_id", "items", "kept_apart", "label", "last_change", "lead", "licence_types", "life_event", "life_events",
    "load_directory", "load_life_events", "load_synonyms", "longer", "longer_by_law", "look", "may_keep", "may_revise",
    "may_write",
    "mean", "missed", "most_read", "names", "names_that_differ", "nearest", "note_hit", "note_missed", "note_view",
    "notices", "on_offer", "only_visible", "open_among", "open_verbs", "opened", "opinion_wanted", "opinions",
    "pass_check", "pass_review", "preset", "propose", "publish", "publish_all", "publish_revision", "published",
    "published_among", "put_synonyms", "qualities", "read_dictionaries", "read_file", "recall", "recalled_versions",
    "remark", "remarks", "resolve_remark", "revision", "revisions", "rows_in_words", "save_document", "save_section",
    "search_items", "section_faults", "services", "siblings", "standings", "steps", "strained", "submit", "suggest",
    "synonym_group", "synonyms", "take_effect", "themes", "to_toml", "todo", "together", "total_of", "version",
    "version_of", "versions", "visible", "with_clocks", "withdraw_synonyms", "without", "words_in", "write_hits",
    "write_views",
]
# fmt: on
