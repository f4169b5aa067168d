"""How results of a search are shown."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from uuid import UUID

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from tongban.catalog import api as catalog
from tongban.web.shelf import Shelf

register = template.Library()
KEPT = 4096
"""Of how many results a process keeps what is said of them whatever was asked, some three kilobytes each."""
_tails: Shelf[SafeString] = Shelf(KEPT)


@register.simple_tag
def marked(match: catalog.Match) -> SafeString:
    """Show a text with the words of it that answer marked."""
    shown = (f"<mark>{escape(one.text)}</mark>" if one.hit else escape(one.text) for one in match.pieces)
    return mark_safe("".join(shown))  # noqa: S308 - every piece is escaped


@register.simple_tag
def found_tail(row: catalog.Row, where: Mapping[UUID, Sequence[Hashable]] | str) -> SafeString:
    """Show of a result what is the same whatever was asked: who does it, what may be said of it, where else it is done.

    ``where``: the places of each service on the page; empty where none are shown.
    """
    item, places = row.item, tuple(where.get(row.item.basic_id, ())) if isinstance(where, Mapping) else ()
    key = (
        get_language(),
        item.code,
        item.type,
        item.handled_by,
        item.state,
        row.guided,
        row.badges,
        row.elsewhere,
        places,
    )
    kept = _tails.get(key)
    if kept is None:
        most = catalog.Results.MOST_PLACES
        context = {"row": row, "places": places[:most], "more": len(places) > most}
        kept = _tails.put(key, mark_safe(render_to_string("web/_found_tail.html", context).strip()))  # noqa: S308
    return kept
