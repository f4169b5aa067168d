"""Lights of limits, and look-ups by a key that only the page knows."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from pydantic import BaseModel

from tongban.cases import api as cases
from tongban.catalog import api as catalog
from tongban.duties import api as duties
from tongban.files import api as files
from tongban.kernel.wording import without_remarks
from tongban.web import flash, labels
from tongban.web.templatetags.tongban import time_left

register = template.Library()

SHAPES = {
    duties.Light.GREEN: "good",
    duties.Light.MET: "good",
    duties.Light.YELLOW: "soon",
    duties.Light.RED: "bad",
    duties.Light.OVERDUE: "bad",
    duties.Light.MET_LATE: "bad",
    duties.Light.LAPSED: "bad",
    duties.Light.LIFTED: "off",
    duties.Light.PAUSED: "off",
    duties.Light.NO_LIMIT: "off",
}


@register.simple_tag
def light(clock: duties.Clock) -> SafeString:
    """Draw the light of a clock; its meaning stands beside it for those who do not see colours."""
    return format_html(
        '<span class="tb-light tb-light--{}" aria-hidden="true"></span><span class="govuk-visually-hidden">{}</span>',
        SHAPES[clock.light],
        labels.said(clock.light_name),
    )


@register.simple_tag
def ends(clock: duties.Clock) -> str:
    """Show what is left of a running clock, or why it has no end: “计时已暂停”, “没有法定期限”."""
    return labels.said(clock.light_name) if clock.due_date is None else time_left(clock.left, clock.due_date)


@register.filter
def at(mapping: Mapping[str, str], key: str) -> str:
    """Return what stands under a key, nothing when there is none."""
    return mapping.get(key, "")


@register.simple_tag(takes_context=True)
def take_flash(context: template.Context) -> list[dict[str, str]]:
    """Return what was just done, once; nothing on a page without a request."""
    request = context.get("request")
    return flash.take(request) if request is not None else []


@register.filter
def as_json(model: BaseModel) -> str:
    """Return a published condition as JSON, for the script that shows and hides fields."""
    return model.model_dump_json(by_alias=True)


@register.simple_tag
def room(row: cases.MaterialRow) -> int:
    """Return how many more files a material takes, for the script that takes several at once."""
    return max(row.material.accepted.max_files - len(row.files), 0)


@register.simple_tag
def basis_of(case: cases.Case, material: catalog.Material) -> str:
    """Return on what ground of its guide a material is asked for; nothing where the guide names none."""
    grounds = {one.id: one for one in case.guide.guide.legal}
    found = grounds.get(material.legal or "")
    return f"《{found.law.strip('《》')}》{found.article}" if found else ""


@register.filter
def plain(basis: str) -> str:
    """Return what something rests on without the remarks for whoever keeps the rules (待核定)."""
    return without_remarks(basis)


@register.filter
def said(word: str) -> str:
    """Say a word of the rooms below in the language of the page."""
    return labels.said(word)


@register.simple_tag
def state_tag(case: cases.Case | cases.Progress) -> SafeString:
    """Draw the state of a case as a tag."""
    tone = labels.tone(case.state)
    kind = f" govuk-tag--{tone}" if tone else ""
    return format_html('<strong class="govuk-tag{}">{}</strong>', kind, labels.said(case.get_state_display()))


@register.simple_tag
def max_bytes() -> int:
    """Return how large a file may be, for the script that tells it before anything is sent."""
    return files.MAX_BYTES
