"""The lines of the list at the desk: fifty are on every page there, and as a template they took a quarter of it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tongban.cases import api as cases
from tongban.duties import api as duties
from tongban.identity import api as identity
from tongban.web.desk.pages import Line
from tongban.web.desk.seeing import mark_of
from tongban.web.templatetags.clocks import ends, light

register = template.Library()

# Each place is filled with what was escaped, or with what was put together of such.
LINE = (
    '<li{ticked}>{box}<a href="{address}"{here}><span class="tb-row tb-row--apart"><strong>{name}</strong>'
    '<span class="tb-small">{state}</span></span> <span>{item}</span> {agent}{due}'
    '<span class="tb-small tb-soft tb-number">{number} · {channel}</span></a></li>\n'
)
BOX = (
    '<label><input type="checkbox" name="number" value="{mark}">'
    '<span class="govuk-visually-hidden">勾选 {name} {number}</span></label>'
)
AGENT, DUE = '<span class="tb-small">{}：{}</span> ', '<span class="tb-due">{}{}</span> '
STATES: dict[str, str] = {state: escape(cases.LABELS[state]) for state in cases.State}
CHANNELS = {value: escape(str(name)) for value, name in cases.Channel.choices}


@register.simple_tag
def queue_lines(rows: Sequence[Line], *, shown: str = "", ticked: bool = False) -> SafeString:
    """Write the cases of the list. ``shown``: the number of the case beside it; ``ticked``: they can be ticked."""
    ends_so: dict[object, str] = {}  # most of a page ends on a few days: the words for each are found once
    lines = (_line(row, _due(row.clock, ends_so), here=row.case.number == shown, ticked=ticked) for row in rows)
    return mark_safe("".join(lines))  # noqa: S308 - every value in it is escaped


def _line(row: Line, due: str, *, here: bool, ticked: bool) -> str:
    one = row.case
    name, number = escape(one.applicant.name), escape(one.number)
    return LINE.format(
        ticked=' class="tb-queue__tick"' if ticked else "",
        box=BOX.format(name=name, number=number, mark=escape(mark_of(one))) if ticked else "",
        address=escape(row.address),
        here=' aria-current="true"' if here else "",
        name=name,
        state=STATES[one.state] + ("，待送达" if one.undelivered else ""),
        item=escape(one.item_name),
        agent=_agent(one),
        due=due,
        number=number,
        channel=CHANNELS[one.channel],
    )


def _due(clock: duties.Clock | None, known: dict[object, str]) -> str:
    if clock is None:
        return ""
    key = (clock.light, clock.due_date, clock.left)
    if key not in known:
        known[key] = format_html(DUE, light(clock), ends(clock))
    return known[key]


def _agent(case: cases.Case) -> str:
    agent, applicant = case.agent, case.applicant
    if agent is None:
        return ""
    role = "代办" if applicant.kind == identity.PartyKind.NATURAL else "经办"
    return AGENT.format(role, escape(agent.name))
