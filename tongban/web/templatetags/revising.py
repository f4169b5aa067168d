"""What the steps of a revision are called on a page."""

from __future__ import annotations

from django import template

from tongban.catalog import api as catalog
from tongban.kernel import law
from tongban.web.audit.words import verb_name
from tongban.web.revising.labels import name_of

register = template.Library()


@register.filter
def revision_verb(verb: str) -> str:
    """Return the Chinese name of what was done to a revision."""
    return verb_name(f"revision.{verb.lower()}")


@register.filter
def section_name(section: str) -> str:
    """Return the Chinese name of a section of a guide."""
    return catalog.SECTION_NAMES.get(section, section)


@register.filter
def element_name(element: str) -> str:
    """Return an element of a guide in words: its section, and what it is called or numbered there."""
    section, _, rest = element.partition(".")
    return f"{section_name(section)} · {name_of(section, [rest])}" if rest else section_name(section)


@register.filter
def cited(basis: str) -> str:
    """Return provisions in words."""
    return law.cite(basis)
