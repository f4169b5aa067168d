"""The door of the room."""

from __future__ import annotations

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
from tongban.catalog.forms.wording import in_words
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
from tongban.catalog.models import GuideVersion, Item
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
from tongban.catalog.services import item_id, load_directory, publish

__all__ = [
    "BADGE_NAMES",
    "FIELD_NAMES",
    "SECTIONS",
    "Asked",
    "Audience",
    "BadItems",
    "Badge",
    "Change",
    "Channel",
    "Element",
    "Feed",
    "Form",
    "FormField",
    "Guide",
    "GuideFaulty",
    "GuideVersion",
    "Item",
    "ItemState",
    "ItemType",
    "Kind",
    "KnownFacts",
    "Legal",
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
    "Result",
    "Results",
    "Row",
    "Step",
    "StepKind",
    "Suggestion",
    "SynonymGroup",
    "UnknownGuide",
    "UnknownItem",
    "UnknownSynonyms",
    "Wanted",
    "badges_among",
    "badges_of",
    "changes",
    "check",
    "check_answers",
    "clean",
    "corrected",
    "counts_by_department",
    "counts_by_type",
    "enter_missing",
    "fields_of",
    "find",
    "groups",
    "holds",
    "hot_words",
    "in_words",
    "item",
    "item_id",
    "items",
    "label",
    "load_directory",
    "load_synonyms",
    "missed",
    "names",
    "nearest",
    "note_hit",
    "note_missed",
    "on_offer",
    "only_visible",
    "opened",
    "publish",
    "published",
    "published_among",
    "put_synonyms",
    "search_items",
    "strained",
    "suggest",
    "synonym_group",
    "synonyms",
    "themes",
    "version",
    "versions",
    "visible",
    "withdraw_synonyms",
    "words_in",
    "write_hits",
]
