"""The sample city has a revision at every stage, made by the verbs, on whatever day it starts."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest

from tests.city import City
from tongban.catalog import api as catalog
from tongban.catalog.models import Revision
from tongban.config.revisions import load_revisions
from tongban.kernel.actors import SYSTEM
from tongban.kernel.days import SHANGHAI
from tongban.ledger.models import Entry

State = catalog.RevisionState


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 9, 1, 10, tzinfo=SHANGHAI),
        datetime(2026, 2, 22, 23, 50, tzinfo=SHANGHAI),  # 春节, a Sunday
    ],
)
def test_the_sample_city_has_a_revision_at_every_stage(city: City, at: datetime) -> None:
    assert city

    made = load_revisions(at=at)

    assert made == 8
    assert Counter(Revision.objects.values_list("state", flat=True)) == {
        State.DEPARTMENT_REVIEW: 1,
        State.RETURNED: 1,
        State.SCHEDULED: 1,
        State.LEGAL_CHECK: 1,
        State.OPINION: 1,
        State.APPROVAL: 1,
        State.APPROVED: 1,
        State.DRAFT: 1,
    }
    assert Entry.objects.filter(kind="revision", at__gt=at).count() == 0
    assert load_revisions(at=at) == 0
    food = catalog.revisions(by=SYSTEM, item="ZISPJY").get()
    assert [one.element for one in catalog.remarks(food)] == ["limits.promised"]
    overdue = [row.clock for row in catalog.with_clocks(catalog.revisions(by=SYSTEM), at=at) if row.clock]
    assert {clock.overdue for clock in overdue} == {True, False}
