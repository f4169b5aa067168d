from __future__ import annotations

import resource
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from tests.files.conftest import AT, CITIZEN, PDF, kept, picture
from tongban.crypto import api as crypto
from tongban.files import api as files
from tongban.kernel.errors import Unavailable

Store = Callable[..., files.StoredFile]


@contextmanager
def a_disk_that_takes_only(size: int) -> Iterator[None]:
    """Let the system itself refuse to write more, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_row_says_what_was_handed_in_by_whom_and_when(stored: Store) -> None:
    file = files.StoredFile.objects.get(id=stored().id)

    assert (file.name, file.mime, file.size) == ("租赁合同.pdf", "application/pdf", len(PDF))
    assert (file.sm3, file.owner_kind) == (crypto.sm3(PDF), "case.material")
    assert (file.stored_by, file.stored_at) == (CITIZEN.id, AT)


def test_the_bytes_lie_encrypted_where_only_the_service_can_read_them(stored: Store, state: Path) -> None:
    file = stored()

    (path,) = kept(state)
    assert path == state / "files" / "uploads" / file.id.hex[-4:-2] / file.id.hex[-2:] / str(file.id)
    assert b"%PDF" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_same_bytes_twice_are_two_files(stored: Store, state: Path) -> None:
    assert stored().id != stored().id
    assert len(kept(state)) == 2


def test_a_refused_file_leaves_no_row_and_no_bytes(stored: Store, state: Path) -> None:
    with pytest.raises(files.WrongType):
        stored(b"#!/bin/sh", "合同.pdf")

    assert not files.StoredFile.objects.exists()
    assert kept(state) == []


def test_a_full_disk_is_refused_with_no_row_and_no_bytes(stored: Store, state: Path) -> None:
    crypto.ensure_keys()
    data = picture("PNG", (400, 400))

    with a_disk_that_takes_only(100_000), pytest.raises(files.StorageFailed) as refusal:
        stored(data, "照片.png")

    assert isinstance(refusal.value, Unavailable)
    assert "没有上传成功" in refusal.value.message
    assert not files.StoredFile.objects.exists()
    assert kept(state) == []


def test_a_folder_that_cannot_be_made_is_refused_with_no_row(stored: Store, state: Path) -> None:
    (state / "files").write_text("a file in its place")

    with pytest.raises(files.StorageFailed):
        stored()

    assert not files.StoredFile.objects.exists()


def test_a_rolled_back_verb_leaves_no_row(stored: Store) -> None:
    with transaction.atomic():
        stored()
        transaction.set_rollback(True)

    assert not files.StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"mime": "text/html"}, "file_mime_is_one_we_keep"),
        ({"size": 0}, "file_size_within_limit"),
        ({"size": 20 * 1024 * 1024 + 1}, "file_size_within_limit"),
        ({"name": ""}, "file_has_name_and_digest"),
        ({"sm3": "ABC"}, "file_has_name_and_digest"),
    ],
)
def test_the_table_itself_refuses_what_the_rules_refuse(
    stored: Store, change: dict[str, object], constraint: str
) -> None:
    file = stored()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        files.StoredFile.objects.filter(id=file.id).update(**change)


def test_a_file_prints_as_its_id_and_not_as_its_name(stored: Store) -> None:
    file = stored()

    assert str(file) == str(file.id)


def test_nothing_is_kept_outside_the_folders_that_a_backup_takes(stored: Store, state: Path) -> None:
    stored()

    assert {path.name for path in state.iterdir()} == {"keys", "files"}
