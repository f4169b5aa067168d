"""How results of a search are shown."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from tongban.catalog import api as catalog
from tongban.web.labels import said
from tongban.web.shelf import Shelf

if TYPE_CHECKING:
    from tongban.web.items import Choice

register = template.Library()
KEPT = 4096
"""Of how many results a process keeps what is said of them whatever was asked, some three kilobytes each."""
_tails: Shelf[SafeString] = Shelf(KEPT)


@register.simple_tag
def found_rows(rows: Iterable[catalog.Row], where: Mapping[UUID, Sequence[Hashable]] | str = "") -> SafeString:
    """Show results, each with the words of it that answer marked; ``where``: the places of each service, if shown.

    Written here and not in a template: a page has twenty of them, and is asked for more often than any other.
    """
    colon = gettext("：")
    shown = []
    for row in rows:
        also = row.also
        why = f'<span class="tb-soft">{escape(said(also.label))}{colon}</span>{_marked(also)}' if also else ""
        why = f'<span class="tb-list__why">{why}</span>' if why else ""
        title = f'<span class="tb-list__title">{_marked(row.name)}</span>'
        link = f'<a class="tb-list__link" href="{item_address(row.item.code)}">'
        shown.append(f"<li>{link}{title}{why}{_tail(row, where)}</li>")
    return mark_safe("".join(shown))  # noqa: S308 - every text in it is escaped


@register.simple_tag
def choices(some: Iterable[Choice]) -> SafeString:
    """Show the choices of a filter, each leading to the list with it chosen."""
    now = ' aria-current="true"'
    shown = (
        f'<a class="tb-chip" href="{escape(one.url)}"{now if one.current else ""}>{escape(one.name)}</a>'
        for one in some
    )
    return mark_safe("".join(shown))  # noqa: S308 - every text in it is escaped


@lru_cache(maxsize=8192)
def item_address(code: str) -> str:
    """Return the address of an item's page."""
    return reverse("item", args=[code])


def _marked(match: catalog.Match) -> str:
    shown = (f"<mark>{escape(one.text)}</mark>" if one.hit else escape(one.text) for one in match.pieces)
    return "".join(shown)


def _tail(row: catalog.Row, where: Mapping[UUID, Sequence[Hashable]] | str) -> SafeString:
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
