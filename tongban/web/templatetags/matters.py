"""The lines of one's own cases that were handed in: as a template fifty of them took most of their page."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tongban.duties import api as duties
from tongban.web import labels
from tongban.web.lists import Row
from tongban.web.templatetags.clocks import ends, light, state_tag
from tongban.web.templatetags.tongban import day, icon

register = template.Library()

NUMBER = "NUMBER"  # stands in the address, which is worked out once for all lines


@register.simple_tag
def case_lines(rows: Sequence[Row]) -> SafeString:
    """Write cases that were handed in, each leading to its page; what lines have in common is worked out once."""
    before, after = reverse("my:case", args=[NUMBER]).split(NUMBER)
    states: dict[str, str] = {}
    dues: dict[object, str] = {}
    tail, handed_in = icon("chevron-right"), _("%(at)s提交")
    shown = []
    for row in rows:
        case = row.case
        number, at = escape(case.number), day(case.received_at)
        state = states.get(case.state) or states.setdefault(case.state, state_tag(case))
        shown.append(
            f'<li><a class="tb-list__link" href="{before}{number}{after}"><span class="tb-row tb-row--apart">'
            f'<span class="tb-list__title">{escape(case.item_name)}</span>{state}</span>{_due(row.clock, dues)}'
            f'<span class="tb-list__facts"><span class="tb-number">{number}</span>'
            f"<span>{handed_in % {'at': at}}</span></span>{tail}</a></li>"
        )
    return mark_safe("\n".join(shown))  # noqa: S308 - every text in it is escaped


def _due(clock: duties.Clock | None, known: dict[object, str]) -> str:
    if clock is None:
        return ""
    key = (clock.kind, clock.light, clock.due_date, clock.left)
    if key not in known:
        words = f"{labels.said(clock.name)}：{ends(clock)}"
        known[key] = f'<span class="tb-due">{light(clock)}<span>{escape(words)}</span></span>'
    return known[key]
