"""The desk where guides are written: what one sees, what one may do, and that nothing of anybody's is lost."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tongban.catalog import api as catalog
from tongban.catalog.models import Revision
from tongban.identity import api as identity

pytestmark = pytest.mark.usefixtures("cast")
CODE = "ZISPJY"


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(identity.User.objects.get(username=username))
    return client


def page(client: Client, path: str, status: int = 200, **post: object) -> str:
    answer = client.post(path, post) if post else client.get(path)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return str(answer.content.decode())


def begun() -> Revision:
    page(signed_in("guide-writer"), f"/desk/items/{CODE}/revise/", 302, what="force")
    return Revision.objects.get(item__code=CODE)


def posted_form(html: str) -> dict[str, Any]:
    """Return what a browser would post of the form of a section."""
    form = html[html.index('name="seen"') - 40 :]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and (("checkbox" not in tag and "radio" not in tag) or " checked" in tag):
            found.setdefault(name[1], []).append(unescape(value[1]) if value else "")
    for name, body in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found.setdefault(name, []).append(unescape(body))
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body)
        found.setdefault(name, []).append(chosen[1] if chosen else "")
    return found


def test_every_section_has_a_page_whose_form_gives_back_what_it_was_given() -> None:
    held, client = begun(), signed_in("guide-writer")

    wrong = {}
    for section in catalog.SECTION_NAMES:
        path = f"/desk/revisions/{held.pk}/{section}/"
        answer = client.post(path, posted_form(page(client, path)))
        if answer.status_code != 302:
            wrong[section] = re.findall(r'class="govuk-error-[^>]*>(?:<[^>]*>)*([^<]+)', answer.content.decode())
    kept = Revision.objects.get(pk=held.pk)

    assert wrong == {}
    assert catalog.changes_between(held.document, kept.document) == ()
