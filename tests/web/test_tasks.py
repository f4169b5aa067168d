from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from procrastinate.contrib.django import app

from tongban.web.tasks import clear_sessions


@pytest.mark.django_db
def test_sessions_that_have_ended_are_removed_and_no_others() -> None:
    for key, left in (("ended", -1), ("open", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=timezone.now() + timedelta(hours=left))

    clear_sessions(timestamp=0)

    assert [one.session_key for one in Session.objects.all()] == ["open"]


def test_it_is_done_every_night() -> None:
    assert "web.clear_sessions" in {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
