"""The people of the sample city: who they are, how to sign in as them, what to try first. Only in sample mode."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.identity import api as identity
from tongban.orgs import api as orgs
from tongban.web.outside.shown import doors
from tongban.web.request import Request


@require_safe
def people(request: Request) -> HttpResponse:
    """List everybody of the cast, each with a link to the sign-in page with the name filled in; 404 in earnest.

    First the few with whom one begins, then everybody else, staff by their office.
    """
    if not settings.SAMPLE_MODE:
        raise Http404
    everybody = identity.cast()
    rest = [one for one in everybody if not one.begins]
    names = orgs.department_names()
    context = {
        "beginners": [one for one in everybody if one.begins],
        "citizens": [one for one in rest if not one.is_staff],
        "offices": _by_office([one for one in rest if one.is_staff], names),
        "others": identity.without_account(),
        "newcomers": identity.newcomers(),
        "password": everybody[0].password if everybody else "",
        "doors": doors(request),
    }
    return render(request, "web/sample.html", context)


def _by_office(
    staff: Sequence[identity.CastMember], names: Mapping[str, str]
) -> list[tuple[str, list[identity.CastMember]]]:
    """Put staff together by their office, in the order in which the cast names it first."""
    codes = dict.fromkeys(one.department for one in staff)
    return [(names.get(code, code), [one for one in staff if one.department == code]) for code in codes]
