"""How results of a search are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from tongban.catalog import api as catalog
from tongban.web.labels import said
from tongban.web.shelf import Shelf
from tongban.web.templatetags.tongban import icon

if TYPE_CHECKING:
    from tongban.web.items import Choice, Filter

register = template.Library()
KEPT = 4096
"""Of how many results a process keeps what is said of them whatever was asked, some three kilobytes each."""
_CODE = "ZICODE"
THERE = _("在%(region)s办")
_tails: Shelf[str] = Shelf(KEPT)


@register.simple_tag
def found_rows(rows: Iterable[catalog.Row], where: Mapping[UUID, Sequence[catalog.Done]] | str = "") -> SafeString:
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
def filter_groups(some: Iterable[Filter]) -> SafeString:
    """Show filters, each choice leading to the list with it chosen; a long filter is folded and says what is chosen."""
    return mark_safe("".join(map(_group, some)))  # noqa: S308 - every text in it is escaped


def _group(group: Filter) -> str:
    before, after = "", ""
    if group.folded:
        said_of_it = escape(group.chosen or gettext("展开选择"))
        opened = " open" if group.chosen else ""
        before = f'<details{opened}><summary class="tb-more">{said_of_it}{icon("chevron-right")}</summary>'
        after = "</details>"
    title = f'<h2 id="by-{group.key}">{escape(group.title)}</h2>'
    chips = f'<div class="tb-chips" role="group" aria-labelledby="by-{group.key}">{_choices(group.choices)}</div>'
    return f'<div class="tb-filter__group">{title}{before}{chips}{after}</div>'


def _choices(some: Iterable[Choice]) -> str:
    now = ' aria-current="true"'
    return "".join(
        f'<a class="tb-chip" href="{escape(one.url)}"{now if one.current else ""}>{escape(one.name)}</a>'
        for one in some
    )


def item_address(code: str) -> str:
    """Return the address of an item's page, put together: there are more items than addresses worth keeping."""
    before, after = _around_code()
    return f"{before}{code if code.isalnum() and code.isascii() else quote(code, safe='')}{after}"


@cache
def _around_code() -> tuple[str, str]:
    """Return what stands before and behind the code in the address of an item's page."""
    before, _code, after = reverse("item", args=[_CODE]).partition(_CODE)
    return before, after


def _marked(match: catalog.Match) -> str:
    shown = (f"<mark>{escape(one.text)}</mark>" if one.hit else escape(one.text) for one in match.pieces)
    return "".join(shown)


def _tail(row: catalog.Row, where: Mapping[UUID, Sequence[catalog.Done]] | str) -> str:
    """Show of a result what is the same whatever was asked: who does it, what may be said of it, where else it is done.

    ``where``: the places of each service on the page; empty where none are shown.
    """
    item, places = row.item, where.get(row.item.basic_id, ()) if isinstance(where, Mapping) else ()
    key = (
        get_language(),
        item.code,
        item.type,
        item.handled_by,
        item.state,
        row.guided,
        row.badges,
        row.elsewhere,
        tuple(places),
    )
    return _tails.get(key) or _tails.put(key, f"{_facts(row)}{icon('chevron-right')}</a>{_places(item, places)}")


def _facts(row: catalog.Row) -> str:
    item = row.item
    there = f"<strong>{escape(gettext(THERE) % {'region': row.elsewhere})}</strong>" if row.elsewhere else ""
    said_of_it = (item.type_name, item.handled_by, *(catalog.BADGE_NAMES[one] for one in row.badges))
    shown = "".join(f"<span>{escape(said(text))}</span>" for text in said_of_it)
    return f'<span class="tb-list__facts">{there}{shown}{_state(row)}</span>'


def _state(row: catalog.Row) -> str:
    if row.item.state == catalog.ItemState.SUSPENDED:
        return f'<span class="tb-state tb-state--off">{icon("circle-x")}{escape(gettext("暂停办理"))}</span>'
    if row.guided:
        return f'<span class="tb-state tb-state--good">{icon("circle-check")}{escape(gettext("可在线申请"))}</span>'
    return ""


def _places(item: catalog.Item, places: Sequence[catalog.Done]) -> str:
    if not places:
        return ""
    now, most = ' aria-current="true"', catalog.Results.MOST_PLACES
    closed = f' <span class="tb-state tb-state--off">{icon("circle-x")}{escape(gettext("暂停办理"))}</span>'
    shown = [
        f'<a href="{item_address(one.code)}"{now if one.item == item.pk else ""}>{escape(one.region)}'
        f"{closed if one.suspended else ''}</a>"
        for one in places[:most]
    ]
    if len(places) > most:
        shown.append(f'<a href="{item_address(item.code)}">{escape(gettext("还有别的地区"))}</a>')
    title = f'<span class="tb-small tb-soft">{escape(gettext("在哪里办："))}</span>'
    return f'<p class="tb-list__where">{title}{"".join(shown)}</p>'
