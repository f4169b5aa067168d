"""The door of the room."""

from __future__ import annotations

from tongban.catalog.differing import Difference, differences
from tongban.catalog.errors import (
    BadItems,
    GuideFaulty,
    NotAfterLastVersion,
    UnknownGuide,
    UnknownItem,
    UnknownSynonyms,
)
from tongban.catalog.facts import KnownFacts
from tongban.catalog.forms.checking import check
from tongban.catalog.forms.cleaning import clean, only_visible
from tongban.catalog.forms.compiled import Page, groups
from tongban.catalog.forms.conditions import fields_of, holds, visible
from tongban.catalog.forms.correcting import corrected, opened, strained
from tongban.catalog.forms.definition import Form, Kind
from tongban.catalog.forms.definition import Question as FormField
from tongban.catalog.forms.rows import cell, field_of, without
from tongban.catalog.forms.wording import in_words, rows_in_words
from tongban.catalog.guide.document import Asked, Guide
from tongban.catalog.guide.elements import SECTIONS, Element
from tongban.catalog.guide.labels import label
from tongban.catalog.guide.parts import Legal, Limit, Material, Result, Step
from tongban.catalog.guide.terms import (
    Audience,
    Channel,
    ItemState,
    ItemType,
    MaterialForm,
    MaterialSource,
    Need,
    ProjectType,
    StepKind,
)
from tongban.catalog.lint.findings import RULES, SEVERITY_NAMES, Code, Finding, Rule, Severity
from tongban.catalog.lint.rules import FULL, MOST_OF_A_RULE, WEIGHTS
from tongban.catalog.looking import (
    Qualities,
    Standing,
    Together,
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
from tongban.catalog.models import BasicItem, GuideQuality, GuideVersion, Item, LicenceType
from tongban.catalog.queries import (
    check_answers,
    counts_by_department,
    counts_by_type,
    item,
    items,
    names,
    on_offer,
    published,
    published_among,
    themes,
    version,
    versions,
)
from tongban.catalog.search.badges import BADGE_NAMES, Badge, badges_of
from tongban.catalog.search.changing import Change, Feed, changes
from tongban.catalog.search.counting import hot_words, missed, note_hit, note_missed, write_hits
from tongban.catalog.search.entering import enter_missing
from tongban.catalog.search.explaining import FIELD_NAMES, Match, Piece
from tongban.catalog.search.finding import Results, Row, Suggestion, Wanted, find, nearest, search_items, suggest
from tongban.catalog.search.placing import badges_among
from tongban.catalog.search.tables import MissedWords, SynonymGroup
from tongban.catalog.search.verbs import load_synonyms, put_synonyms, synonym_group, synonyms, withdraw_synonyms
from tongban.catalog.search.written import words_in
from tongban.catalog.services import item_id, load_directory, publish, publish_all

__all__ = [
    "BADGE_NAMES",
    "FIELD_NAMES",
    "FULL",
    "MOST_OF_A_RULE",
    "RULES",
    "SECTIONS",
    "SEVERITY_NAMES",
    "WEIGHTS",
    "Asked",
    "Audience",
    "BadItems",
    "Badge",
    "BasicItem",
    "Change",
    "Channel",
    "Code",
    "Difference",
    "Element",
    "Feed",
    "Finding",
    "Form",
    "FormField",
    "Guide",
    "GuideFaulty",
    "GuideQuality",
    "GuideVersion",
    "Item",
    "ItemState",
    "ItemType",
    "Kind",
    "KnownFacts",
    "Legal",
    "LicenceType",
    "Limit",
    "Match",
    "Material",
    "MaterialForm",
    "MaterialSource",
    "MissedWords",
    "Need",
    "NotAfterLastVersion",
    "Page",
    "Piece",
    "ProjectType",
    "Qualities",
    "Result",
    "Results",
    "Row",
    "Rule",
    "Severity",
    "Standing",
    "Step",
    "StepKind",
    "Suggestion",
    "SynonymGroup",
    "Together",
    "UnknownGuide",
    "UnknownItem",
    "UnknownSynonyms",
    "Wanted",
    "badges_among",
    "badges_of",
    "breaches",
    "cell",
    "changes",
    "check",
    "check_answers",
    "clean",
    "corrected",
    "counts_by_department",
    "counts_by_type",
    "differences",
    "enter_missing",
    "field_of",
    "fields_of",
    "find",
    "findings_of",
    "groups",
    "holds",
    "hot_words",
    "in_words",
    "item",
    "item_id",
    "items",
    "label",
    "licence_types",
    "load_directory",
    "load_synonyms",
    "may_keep",
    "mean",
    "missed",
    "names",
    "names_that_differ",
    "nearest",
    "note_hit",
    "note_missed",
    "on_offer",
    "only_visible",
    "opened",
    "publish",
    "publish_all",
    "published",
    "published_among",
    "put_synonyms",
    "qualities",
    "rows_in_words",
    "search_items",
    "siblings",
    "standings",
    "strained",
    "suggest",
    "synonym_group",
    "synonyms",
    "themes",
    "together",
    "total_of",
    "version",
    "versions",
    "visible",
    "withdraw_synonyms",
    "without",
    "words_in",
    "write_hits",
]
