"""The door of the room."""

from __future__ import annotations

from tongban.catalog.forms.checking import check
from tongban.catalog.forms.cleaning import clean, only_visible
from tongban.catalog.forms.compiled import Page, groups
from tongban.catalog.forms.conditions import holds, visible
from tongban.catalog.forms.definition import Form, Kind
from tongban.catalog.forms.definition import Question as FormField
from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.elements import SECTIONS, Element
from tongban.catalog.guide.labels import label

__all__ = [
    "SECTIONS",
    "Element",
    "Form",
    "FormField",
    "Guide",
    "Kind",
    "Page",
    "check",
    "clean",
    "groups",
    "holds",
    "label",
    "only_visible",
    "visible",
]
