"""The parts of a guide's page that say nothing but what the guide says: written once for each version and language."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from tongban.catalog import api as catalog
from tongban.web.guides.telling import bringing, how_long
from tongban.web.labels import said

KEPT = 256
"""How many versions a process keeps written, some thirty kilobytes each."""


@dataclass(frozen=True, slots=True)
class Written:
    """The strip of facts, the sections before the windows, and those after them."""

    strip: SafeString
    before: SafeString
    after: SafeString


@dataclass(frozen=True, slots=True)
class _Version:
    """A published version, told from others by its digest alone: what was published never changes."""

    digest: str
    version: catalog.GuideVersion = field(compare=False)


def written(version: catalog.GuideVersion) -> Written:
    """Return the parts of a version in the language of the page."""
    return _written(_Version(version.digest, version), get_language() or "")


@lru_cache(maxsize=KEPT)
def _written(published: _Version, language: str) -> Written:  # noqa: ARG001 - the templates speak it
    guide = published.version.guide
    context = {
        "guide": guide,
        "digest": published.digest,
        "sections": {key: said(title) for key, title in catalog.SECTIONS.items()},
        "bringing": bringing(guide),
        "how_long": how_long(guide.limits),
    }
    return Written(*(render_to_string(f"web/guide/_{name}.html", context) for name in ("strip", "before", "after")))
