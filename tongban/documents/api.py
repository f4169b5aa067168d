"""The door of the room."""

from __future__ import annotations

from tongban.documents.errors import DocumentAltered, DocumentNotFound, FontMissing, TemplateChanged
from tongban.documents.facts import (
    Acceptance,
    Correction,
    Extension,
    Grant,
    NonAcceptance,
    Receipt,
    Refusal,
    SpecialProcedure,
    Template,
)
from tongban.documents.foreseeing import Foreseen, draw_foreseen, foreseen
from tongban.documents.models import IssuedDocument
from tongban.documents.parts import Issuer, Line, Notice, Point, Remedy
from tongban.documents.ports import Numbering
from tongban.documents.services import Draft, available, freeze, freeze_all, render, said, use
from tongban.documents.sheets import Sheet, sheet
from tongban.documents.typesetting import font_dir

__all__ = [
    "Acceptance",
    "Correction",
    "DocumentAltered",
    "DocumentNotFound",
    "Draft",
    "Extension",
    "FontMissing",
    "Foreseen",
    "Grant",
    "IssuedDocument",
    "Issuer",
    "Line",
    "NonAcceptance",
    "Notice",
    "Numbering",
    "Point",
    "Receipt",
    "Refusal",
    "Remedy",
    "Sheet",
    "SpecialProcedure",
    "Template",
    "TemplateChanged",
    "available",
    "draw_foreseen",
    "font_dir",
    "foreseen",
    "freeze",
    "freeze_all",
    "render",
    "said",
    "sheet",
    "use",
]
