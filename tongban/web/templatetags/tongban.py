"""How dates, limits, icons and fields are shown, everywhere the same."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tongban.catalog import api as catalog
from tongban.identity import api as identity
from tongban.kernel.actors import MANDATE_DATA_NAMES, MANDATE_NAMES, MandateData, MandateKind
from tongban.kernel.days import SHANGHAI, day_of
from tongban.web import labels
from tongban.web.fields import Field
from tongban.web.lengths import lasting
from tongban.web.months import Month

register = template.Library()
register.filter(lasting)

WEEKDAYS = "一二三四五六日"
ENGLISH_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ENGLISH_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def _english() -> bool:
    return get_language() == "en"


@register.filter
def badge(value: catalog.Badge) -> str:
    """Show what may be said of a guide in a word."""
    return labels.said(catalog.BADGE_NAMES[value])


@register.filter
def sort_name(sort: catalog.Sort) -> str:
    """Show what sort of announcement it is."""
    return labels.said(catalog.SORT_NAMES[sort])


@register.filter
def day(value: date | datetime | None) -> str:
    """Show a day as 2026年11月23日（周一）; nothing for None."""
    if value is None:
        return ""
    at = day_of(value) if isinstance(value, datetime) else value
    if _english():
        return f"{ENGLISH_DAYS[at.weekday()]} {at.day} {ENGLISH_MONTHS[at.month - 1]} {at.year}"
    return f"{at.year}年{at.month}月{at.day}日（周{WEEKDAYS[at.weekday()]}）"


@register.filter
def short_day(value: date | datetime | None) -> str:
    """Show a day as 11月23日, where the year is plain from what stands around it."""
    if value is None:
        return ""
    at = day_of(value) if isinstance(value, datetime) else value
    return f"{at.day} {ENGLISH_MONTHS[at.month - 1]}" if _english() else f"{at.month}月{at.day}日"


@register.filter
def short_weekday(value: date) -> str:
    """Show a day near to today as 11月23日（周一）."""
    at = ENGLISH_DAYS[value.weekday()] if _english() else f"周{WEEKDAYS[value.weekday()]}"
    return f"{at} {short_day(value)}" if _english() else f"{short_day(value)}（{at}）"


@register.filter
def year_month(value: date) -> str:
    """Show a month as 2026年11月."""
    return f"{ENGLISH_MONTHS[value.month - 1]} {value.year}" if _english() else f"{value.year}年{value.month}月"


@register.filter
def moment(value: datetime | None) -> str:
    """Show a moment as 2026年11月23日（周一）09:30, by the clock of Shanghai."""
    if value is None:
        return ""
    return f"{day(value)}{' ' if _english() else ''}{value.astimezone(SHANGHAI):%H:%M}"


@register.filter
def label(word: StrEnum) -> str:
    """Show the name of a word of the guide in the language of the page."""
    return labels.said(catalog.label(word))


@register.simple_tag
def time_left(left: int, due: date) -> str:
    """Show what is left of a limit: “还有 3 个工作日（11月26日前）”.

    ``left``: working days after today, negative when late.
    """
    shown = short_day(due)
    if left < 0:
        late = ngettext("已超过 %(n)s 个工作日（应在 %(day)s前）", "已超过 %(n)s 个工作日（应在 %(day)s前）", -left)
        return late % {"n": -left, "day": shown}
    if left == 0:
        return _("今天是最后一天（%(day)s 24:00 前）") % {"day": shown}
    rest = ngettext("还有 %(n)s 个工作日（%(day)s前）", "还有 %(n)s 个工作日（%(day)s前）", left)
    return rest % {"n": left, "day": shown}


@register.filter
def tel(phone: str) -> str:
    """Return a telephone number as a device dials it: its digits, without what is said beside them."""
    return "".join(one for one in phone if one in "0123456789+")


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """Draw an icon of the sprite; it always stands beside words and says nothing to a screen reader."""
    return format_html(
        '<svg class="tb-icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def page_link(context: template.Context, number: int) -> str:
    """Return the address of another page of the same list, keeping every filter."""
    query = context["request"].GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def before_link(context: template.Context, position: int | str) -> str:
    """Return the address of what is older than a position in the same list; the newest for none."""
    query = context["request"].GET.copy()
    query.pop("before", None)
    if position:
        query["before"] = str(position)
    return f"?{query.urlencode()}"


@register.inclusion_tag("web/_field.html")
def field(shown: Field, *, clears: bool = False) -> dict[str, object]:
    """Draw a form field with its label, hint, error and the source of a prefilled value.

    ``clears``: what was filled in beforehand can be taken out; the page has a form of the id "clear" for that.
    """
    return {"field": shown, "clears": clears}


@register.inclusion_tag("web/_month.html")
def month(shown: Month) -> dict[str, object]:
    """Draw a month: every day with its sort in colour and word, and what it is in a count."""
    return {"month": shown, "weekday_heads": ENGLISH_DAYS if _english() else tuple(WEEKDAYS)}


@register.inclusion_tag("web/_faults.html")
def error_summary(faults: dict[str, str], *, kept: bool = True, files: bool = False) -> dict[str, object]:
    """List every fault at the top of a form, each leading to its field (field id → what to do).

    ``kept``: what was filled in is still there and worth saying so; ``files``: but for the files that were chosen.
    """
    return {"faults": faults, "kept": kept, "files": files}


@register.filter
def acts(person: identity.ActingPerson | None) -> str:
    """Show who acts for an applicant, with the ground."""
    return labels.acts(person)


@register.filter
def mandate_name(kind: MandateKind) -> str:
    """Show on what ground somebody acts for somebody else."""
    return labels.said(MANDATE_NAMES[kind])


@register.filter
def data_name(data: str) -> str:
    """Show what of the principal's data somebody may see."""
    return labels.said(MANDATE_DATA_NAMES[MandateData(data)])


@register.filter
def delegation_verb(verb: str) -> str:
    """Show what can be done with a delegation."""
    return labels.said(identity.DELEGATIONS.label(verb))


@register.filter
def last_day(end: datetime) -> str:
    """Show the last day of a period by its half-open end."""
    return day(end - timedelta(microseconds=1))
