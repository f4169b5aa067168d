from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django import app

from tongban.identity.models import Session
from tongban.web.tasks import clear_sessions


@pytest.mark.django_db
def test_sessions_that_have_ended_are_removed_and_no_others() -> None:
    now = timezone.now()
    for name, left in (("ended", -1), ("open", 1)):
        end = now + timedelta(hours=left)
        Session.objects.create(name=name, data="", begun_at=now, seen_at=now, expire_at=end)

    clear_sessions(timestamp=0)

    assert [one.name for one in Session.objects.all()] == ["open"]


def test_it_is_done_every_night() -> None:
    assert "web.clear_sessions" in {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
