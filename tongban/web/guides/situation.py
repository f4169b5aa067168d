"""情形引导: one question after another, to just the materials that apply. The answers stand in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.catalog import api as catalog
from tongban.web.guides.body import applies, windows
from tongban.web.guides.telling import how_long, spared
from tongban.web.request import Request


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to the question, by the value it has in an address."""

    value: str
    title: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """An answer given, and the address at which the question is asked anew."""

    ask: str
    answer: str
    again: str


@require_safe
def situation(request: Request, code: str) -> HttpResponse:
    """Ask what decides about the materials, one question a page; at the end show what these answers call for."""
    at = timezone.now()
    item = catalog.item(code)
    version = catalog.published(code, at=at)
    if version is None:
        raise catalog.UnknownGuide
    guide = version.guide
    given = {name: request.GET.getlist(name) for name in request.GET}
    led = catalog.lead(guide, given)
    names = [one.name for one in led.answered]
    context = {
        "item": item,
        "guide": guide,
        "digest": version.digest,
        "led": led,
        "said": [_said(guide, led, name, names[:place], given) for place, name in enumerate(names)],
        "kept": [(name, value) for name in names for value in given[name]],
        "number": len(names) + 1,
        "total": len(names) + led.left,
    }
    if led.next:
        context |= {"ask": led.next, "choices": choices(led.next.question), "several": _several(led.next)}
        return render(request, "web/guide/question.html", context)
    own = [one for one in led.materials if not spared(one.material)]
    context |= {
        "own": own,
        "needed": sum(one.required for one in own),
        "optional": sum(not one.required for one in own),
        "made": [one.material for one in led.materials if spared(one.material)],
        "saved": len(guide.materials) - len(own),
        "how_long": how_long(guide.limits),
        "places": windows(guide, at),
        "applies": applies(item, guide),
        "told": urlencode([(name, value) for name in names for value in given[name]]),
    }
    return render(request, "web/guide/situation.html", context)


def choices(question: catalog.FormField) -> list[Choice]:
    """Return the answers that can be chosen."""
    if question.kind == catalog.Kind.BOOLEAN:
        return [Choice("true", _("是")), Choice("false", _("否"))]
    return [Choice(one.const, one.title, one.description or "") for one in question.options]


def _several(asked: catalog.Situation) -> bool:
    return asked.question.kind == catalog.Kind.CHOICES


def _said(
    guide: catalog.Guide, led: catalog.Led, name: str, before: Sequence[str], given: dict[str, list[str]]
) -> Said:
    question = guide.form.properties[name]
    value = led.answers[name]
    chosen = {"true" if value is True else "false" if value is False else one for one in _each(value)}
    titles = [one.title for one in choices(question) if one.value in chosen]
    again = urlencode([(one, text) for one in before for text in given[one]])
    return Said(question.label, _("、").join(titles) or _("都不是"), f"?{again}")


def _each(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
