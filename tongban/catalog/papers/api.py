"""The door of samples and blank forms: what goes with a guide as a file."""

from __future__ import annotations

from tongban.catalog.guide.parts import Paper
from tongban.catalog.guide.terms import PaperKind
from tongban.catalog.papers.errors import NoPlaceForPaper, UnknownPaper
from tongban.catalog.papers.keeping import attach, detach, let_generate
from tongban.catalog.papers.showing import paper_at, published_with, uploaded, uploaded_for

__all__ = [
    "NoPlaceForPaper",
    "Paper",
    "PaperKind",
    "UnknownPaper",
    "attach",
    "detach",
    "let_generate",
    "paper_at",
    "published_with",
    "uploaded",
    "uploaded_for",
]
