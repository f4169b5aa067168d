"""What only shows with a real case at hand: files that open for one person, and steps that overtake each other."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections, transaction
from django.test import Client
from PIL import Image

from tests.cases.samples import Desk
from tests.web_cases.conftest import As, pdf
from tongban.cases import api as cases
from tongban.kernel.actors import SYSTEM
from tongban.ledger import api as ledger


def draft_of(browser: Client) -> str:
    answer = browser.post("/apply/ZISPJY/", follow=True)
    return str(answer.redirect_chain[0][0]).split("/")[3]


def file_of(browser: Client, desk: Desk, upload: SimpleUploadedFile) -> str:
    """Upload a file and return the address that opens it for a minute."""
    page = f"/apply/draft/{draft_of(browser)}/materials/"
    browser.post(page, {"material": "2", "file": upload})
    (row,) = next(row.files for row in cases.material_list(cases.mine(desk.applicant)[0]) if row.files)
    return browser.get(f"{page}{row.pk}/").headers["Location"]


@pytest.mark.parametrize(("username", "status"), [("citizen", 200), ("elder", 404), ("acceptor", 404), ("", 404)])
def test_an_opened_file_opens_for_who_opened_it_only(as_: As, desk: Desk, username: str, status: int) -> None:
    address = file_of(as_("citizen"), desk, pdf())

    assert as_(username).get(address).status_code == status


def test_a_picture_is_shown_in_a_sandbox(as_: As, desk: Desk) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30)).save(picture, "PNG")
    browser = as_("citizen")

    opened = browser.get(file_of(browser, desk, SimpleUploadedFile("a.png", picture.getvalue(), "image/png")))

    assert opened.headers["Content-Type"] == "image/png"
    assert opened.headers["Content-Security-Policy"].endswith("; sandbox")


@contextmanager
def another_step(draft: str, desk: Desk) -> Iterator[None]:
    """Hold the case as another step does; wait until somebody waits for it, then record the step and let go."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT FROM cases_case WHERE id = %s FOR UPDATE", [draft])
        yield
        until = time.monotonic() + 20
        waiting: Any = (False,)
        while not waiting[0] and time.monotonic() < until:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
            waiting = cursor.fetchone()
        assert waiting[0]
        desk.at = desk.at.replace(microsecond=500)
        ledger.record(at=desk.at, actor=SYSTEM, verb="cases.look", kind="case", subject=UUID(draft))


@pytest.mark.django_db(transaction=True)
def test_an_upload_that_another_step_overtakes_is_kept_all_the_same(as_: As, desk: Desk) -> None:
    browser = as_("citizen")
    draft = draft_of(browser)
    page = f"/apply/draft/{draft}/materials/"

    def upload() -> int:
        try:
            return browser.post(page, {"material": "2", "file": pdf("执照.pdf")}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool, another_step(draft, desk):
        answer = pool.submit(upload)

    assert answer.result(30) == 302
    (row,) = next(row.files for row in cases.material_list(cases.mine(desk.applicant)[0]) if row.files)
    assert row.file.name == "执照.pdf"
