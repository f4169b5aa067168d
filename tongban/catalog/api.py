"""The door of the room."""

from __future__ import annotations

from tongban.catalog.differing import Difference, differences
from tongban.catalog.errors import BadItems, GuideFaulty, NotAfterLastVersion, UnknownGuide, UnknownItem
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
    search_items,
    themes,
    version,
    versions,
)
from tongban.catalog.services import item_id, load_directory, publish, publish_all

__all__ = [
    "FULL",
    "MOST_OF_A_RULE",
    "RULES",
    "SECTIONS",
    "SEVERITY_NAMES",
    "WEIGHTS",
    "Asked",
    "Audience",
    "BadItems",
    "BasicItem",
    "Channel",
    "Code",
    "Difference",
    "Element",
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
    "Material",
    "MaterialForm",
    "MaterialSource",
    "Need",
    "NotAfterLastVersion",
    "Page",
    "ProjectType",
    "Qualities",
    "Result",
    "Rule",
    "Severity",
    "Standing",
    "Step",
    "StepKind",
    "Together",
    "UnknownGuide",
    "UnknownItem",
    "breaches",
    "check",
    "check_answers",
    "clean",
    "corrected",
    "counts_by_department",
    "counts_by_type",
    "differences",
    "fields_of",
    "findings_of",
    "groups",
    "holds",
    "in_words",
    "item",
    "item_id",
    "items",
    "label",
    "licence_types",
    "load_directory",
    "may_keep",
    "mean",
    "names",
    "names_that_differ",
    "on_offer",
    "only_visible",
    "opened",
    "publish",
    "publish_all",
    "published",
    "published_among",
    "qualities",
    "search_items",
    "siblings",
    "standings",
    "strained",
    "themes",
    "together",
    "total_of",
    "version",
    "versions",
    "visible",
]
