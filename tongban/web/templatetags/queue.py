"""A line of the list at the desk: fifty are on every page there, and as a template they took a quarter of it."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tongban.identity import api as identity
from tongban.web.desk.pages import Line
from tongban.web.templatetags.clocks import ends, light

register = template.Library()

NOTHING = mark_safe("")
HERE, TICKED = mark_safe(' aria-current="true"'), mark_safe(' class="tb-queue__tick"')
LINE = (
    '<li{}>{}<a href="{}"{}><span class="tb-row tb-row--apart"><strong>{}</strong><span class="tb-small">{}{}</span>'
    '</span> <span>{}</span> {}{}<span class="tb-small tb-soft tb-number">{} · {}</span></a></li>'
)
BOX = (
    '<label><input type="checkbox" name="number" value="{}">'
    '<span class="govuk-visually-hidden">勾选 {} {}</span></label>'
)
AGENT, DUE = '<span class="tb-small">{}：{}</span> ', '<span class="tb-due">{}{}</span> '


@register.simple_tag
def queue_line(row: Line, *, shown: str = "", ticked: bool = False) -> SafeString:
    """Write a case of the list. ``shown``: the number of the case beside it; ``ticked``: whether it can be ticked."""
    one = row.case
    return format_html(
        LINE,
        TICKED if ticked else NOTHING,
        format_html(BOX, one.number, one.applicant.name, one.number) if ticked else NOTHING,
        row.address,
        HERE if shown and one.number == shown else NOTHING,
        one.applicant.name,
        one.get_state_display(),
        "，待送达" if one.undelivered else "",
        one.item_name,
        _agent(row),
        format_html(DUE, light(row.clock), ends(row.clock)) if row.clock else NOTHING,
        one.number,
        one.get_channel_display(),
    )


def _agent(row: Line) -> SafeString:
    agent, applicant = row.case.agent, row.case.applicant
    if agent is None:
        return NOTHING
    return format_html(AGENT, "代办" if applicant.kind == identity.PartyKind.NATURAL else "经办", agent.name)
