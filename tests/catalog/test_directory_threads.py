"""Two who answer to the directory at the same moment."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.catalog.conftest import NOW, staff
from tests.conftest import in_threads
from tongban.catalog.directory import api as directory
from tongban.catalog.models import Item
from tongban.kernel.actors import Role
from tongban.kernel.errors import Refused

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sample")]
FILE = "本地编码,事项名称,事项类型\nZBXINSHI,新事项,公共服务\n".encode()


def told(work: Callable[[], object]) -> Callable[[], str]:
    def tried() -> str:
        try:
            work()
        except Refused as refusal:
            return refusal.code
        return "done"

    return tried


def claim(department: str) -> Callable[[], str]:
    by = staff(Role.ITEM_MANAGER)
    return told(lambda: directory.claim(entry="ZBGSZX", department=department, by=by, at=NOW))


def test_of_two_files_brought_at_once_one_waits() -> None:
    keeper = staff(Role.ITEM_APPROVER)
    bring = told(
        lambda: directory.upload_file(
            kind=directory.UploadKind.ENTRIES, data=FILE, file_name="目录.csv", by=keeper, at=NOW
        )
    )

    assert sorted(in_threads(bring, bring)) == ["done", "upload_waiting"]


def test_two_departments_that_claim_at_once_both_get_an_item_of_their_own() -> None:
    assert in_threads(claim("ZD320213ADM"), claim("ZD320211ADM")) == ["done", "done"]

    codes = Item.objects.filter(basic__code="ZBGSZX", state="DRAFT").values_list("code", flat=True)
    assert len(set(codes)) == 2


def test_a_department_that_claims_twice_at_once_gets_one_item() -> None:
    again = claim("ZD320213ADM")

    assert sorted(in_threads(again, again)) == ["already_claimed", "done"]
