"""Of two acts on one case the one that waited for the row is done at the moment that it is then, not refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.cases.samples import Desk
from tests.city import City
from tests.conftest import in_threads
from tests.launch.running import eventually
from tests.web_cases.conftest import BACKEND
from tongban.cases import api as cases
from tongban.cases.models import Case
from tongban.ledger import api as ledger

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction keeps what it saw at its first look
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("several", [False, True])
def test_who_waited_for_another_step_need_not_press_again(city: City, settings: Settings, *, several: bool) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    desk = Desk(city=city, at=datetime.now(tz=UTC) - timedelta(hours=1), applicant=city.owner_for_company)
    case = desk.submitted()
    held = Event()
    acceptor = Client()
    acceptor.force_login(city.user("acceptor"), backend=BACKEND)

    def first() -> None:
        with transaction.atomic():
            Case.objects.select_for_update().get(pk=case.pk)
            held.set()
            assert eventually(somebody_waits)
            cases.add(number=case.number, words="补一句。", uploads=[], by=desk.applicant, at=timezone.now())

    def second() -> int:
        held.wait(20)
        if several:
            sent = {"verb": "ACCEPT", "number": [case.number]}
            return acceptor.post("/desk/several/", sent).status_code
        return acceptor.post(f"/desk/{case.number}/do/accept/").status_code

    _, status = in_threads(first, second)

    assert status == (200 if several else 302)
    assert Case.objects.get(pk=case.pk).state == cases.State.ACCEPTED
    moves = [one for one in ledger.history(kind="case", subject=case.pk) if one.verb in {"case.add", "case.accept"}]
    assert [one.verb for one in moves] == ["case.add", "case.accept"]
    assert moves[0].at < moves[1].at
