"""Two people at the same revision at the same time: one of them is told, nobody's text is lost."""

from __future__ import annotations

from functools import partial

import pytest

from tests.catalog.conftest import NOW
from tests.catalog.test_revising import CODE, MANAGER, OTHER_MANAGER, later
from tests.city import City
from tests.conftest import in_threads
from tongban.catalog import api as catalog
from tongban.catalog.models import Revision
from tongban.kernel.actors import Actor
from tongban.kernel.errors import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def begin(by: Actor) -> str:
    try:
        catalog.begin(item=CODE, by=by, at=NOW)
    except Refused as refusal:
        return refusal.code
    return "begun"


def save(held: Revision, by: Actor, text: str) -> str:
    content = [{"id": "1", "question": "多久？", "answer": text}]
    try:
        catalog.save_section(
            revision=held.pk, section="questions", content=content, seen=held.digest, by=by, at=later(1)
        )
    except Refused as refusal:
        return refusal.code
    return text


def test_of_two_who_begin_and_of_two_who_save_at_once_one_is_told(city: City) -> None:
    assert city
    assert sorted(in_threads(partial(begin, MANAGER), partial(begin, OTHER_MANAGER))) == ["begun", "revising_already"]
    held = Revision.objects.get()

    said = in_threads(partial(save, held, MANAGER, "甲"), partial(save, held, OTHER_MANAGER, "乙"))

    (kept,) = {*said} - {"revision_overtaken"}
    assert "revision_overtaken" in said
    assert Revision.objects.get().document["questions"][0]["answer"] == kept
