"""人生大事和经营活动: a few questions, then the services that apply, in the order in which they are done."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from tongban.catalog import api as catalog
from tongban.web.context import page_of
from tongban.web.guides.situation import Choice, Said
from tongban.web.request import Request


@dataclass(frozen=True, slots=True)
class Stop:
    """One service on the way: the item as it is done for this visitor, why and when, what may be said of it."""

    item: catalog.Item
    text: str
    badges: list[catalog.Badge]
    published: bool


@require_safe
def life(request: Request, code: str) -> HttpResponse:
    """Ask about a matter of life, one question a page; at the end list the services that apply, in order."""
    event = catalog.life_event(code)
    found = catalog.ask(event, {name: request.GET.get(name, "") for name in request.GET})
    names = [one.name for one in found.answered]
    context = {
        "event": event,
        "found": found,
        "said": [_said(query, found, names[:place]) for place, query in enumerate(found.answered)],
        "kept": list(found.answers.items()),
        "number": len(names) + 1,
        "total": len(names) + found.left,
    }
    if found.next:
        asked = [Choice(one.const, one.title, one.description or "") for one in found.next.options]
        return render(request, "web/life/question.html", context | {"ask": found.next, "choices": asked})
    return render(request, "web/life/way.html", context | {"stops": _stops(request, found)})


def _stops(request: Request, found: catalog.Found) -> list[Stop]:
    area = page_of(request).area
    near = area.code if area and not area.organisation else ""
    items = catalog.services([stage.service for stage in found.stages], near=near)
    keys = [item.pk for item in items.values()]
    guided, badges = catalog.published_among(keys, at=timezone.now()), catalog.badges_among(keys)
    return [
        Stop(item, stage.text, [catalog.Badge(one) for one in badges.get(item.pk, ())], item.pk in guided)
        for stage in found.stages
        if (item := items.get(stage.service))
    ]


def _said(query: catalog.Query, found: catalog.Found, before: list[str]) -> Said:
    answer = next(one.title for one in query.options if one.const == found.answers[query.name])
    again = urlencode([(name, found.answers[name]) for name in before])
    return Said(query.ask, answer, f"?{again}")
