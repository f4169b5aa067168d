"""The door of the room."""

from __future__ import annotations

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
    search_items,
    themes,
    version,
    versions,
)
from tongban.catalog.services import item_id, load_directory, publish

__all__ = [
    "SECTIONS",
    "Asked",
    "Audience",
    "BadItems",
    "Channel",
    "Element",
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
    "Material",
    "MaterialForm",
    "MaterialSource",
    "Need",
    "NotAfterLastVersion",
    "Page",
    "ProjectType",
    "Result",
    "Step",
    "StepKind",
    "UnknownGuide",
    "UnknownItem",
    "check",
    "check_answers",
    "clean",
    "corrected",
    "counts_by_department",
    "counts_by_type",
    "fields_of",
    "groups",
    "holds",
    "in_words",
    "item",
    "item_id",
    "items",
    "label",
    "load_directory",
    "names",
    "on_offer",
    "only_visible",
    "opened",
    "publish",
    "published",
    "published_among",
    "search_items",
    "strained",
    "themes",
    "version",
    "versions",
    "visible",
]
