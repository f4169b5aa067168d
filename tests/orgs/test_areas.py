"""What can be chosen as “where”, and the stamp that says whether what was read of the room still holds."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import F, Model
from django.test.utils import CaptureQueriesContext

from tests.city import City
from tests.conftest import in_threads
from tongban.orgs import api as orgs

TRIGGER = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'orgs_touch'"
NOT_READ_BY_PAGES = {"orgs_orgmark", "orgs_calendarproposal"}


def test_every_table_that_pages_read_writes_the_marks(db: None) -> None:  # noqa: ARG001 - it reads the database
    with connection.cursor() as cursor:
        cursor.execute(TRIGGER)
        marked = {table for (table,) in cursor.fetchall()}

    tables = {model._meta.db_table for model in apps.get_app_config("orgs").get_models()}
    assert marked == tables - NOT_READ_BY_PAGES


@pytest.mark.parametrize(
    "model",
    [orgs.Region, orgs.Department, orgs.ServicePlace, orgs.Window, orgs.CalendarYear],
    ids=lambda one: one.__name__,
)
def test_a_change_is_seen_in_the_stamp_and_gone_with_its_transaction(model: type[Model], city: City) -> None:  # noqa: ARG001
    before = orgs.stamp()

    with transaction.atomic():
        model._default_manager.update(**{model._meta.pk.name: F(model._meta.pk.name)})
        changed = orgs.stamp()
        transaction.set_rollback(True)

    assert changed != before
    assert orgs.stamp() == before


def test_an_area_has_its_new_name_at_once(city: City) -> None:  # noqa: ARG001 - it reads in it
    known = orgs.areas()

    orgs.Region.objects.filter(pk=known[1].code).update(name="改名区")

    assert orgs.areas()[1].name == "改名区"
    assert orgs.area(known[1].code).name == "改名区"
    assert orgs.areas()[0] == known[0]


@pytest.mark.django_db(transaction=True)
def test_two_who_change_places_at_once_do_not_wait_for_each_other(city: City) -> None:  # noqa: ARG001 - it writes in it
    some = [orgs.ServicePlace.objects.order_by("code")[place].pk for place in range(2)]
    before = orgs.stamp()

    def change(first: str, second: str) -> None:
        with transaction.atomic():
            orgs.ServicePlace.objects.filter(pk=first).update(phone="0510-1")
            in_threads(lambda: orgs.ServicePlace.objects.filter(pk=second).update(phone="0510-2"), timeout=20)

    change(*some)

    assert len(set(orgs.stamp()) - set(before)) == 2


def test_who_only_reads_asks_for_the_stamp_once_and_whoever_comes_after_sees_the_change(city: City) -> None:  # noqa: ARG001
    with orgs.one_stamp():
        before = orgs.stamp()
        orgs.Region.objects.filter(code="320211").update(name="改名区")
        with CaptureQueriesContext(connection) as seen:
            assert orgs.stamp() == before

    assert not seen.captured_queries
    assert orgs.stamp() != before
