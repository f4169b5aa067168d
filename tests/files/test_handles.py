from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from tests.files.conftest import AT, PDF, kept, picture
from tongban.files import api as files

Store = Callable[..., files.StoredFile]
SECOND = timedelta(seconds=1)


def test_a_handle_opens_what_was_handed_in(stored: Store) -> None:
    token = files.handle(stored().id, at=AT)

    opened = files.open_handle(token, AT)

    assert opened == files.OpenFile(data=PDF, name="租赁合同.pdf", mime="application/pdf")


def test_a_handle_lasts_sixty_seconds_and_not_one_more(stored: Store) -> None:
    token = files.handle(stored().id, at=AT)

    assert files.open_handle(token, AT + 59 * SECOND).data == PDF
    with pytest.raises(files.HandleExpired, match="重新打开"):
        files.open_handle(token, AT + 60 * SECOND)


def test_the_owning_room_may_ask_for_another_time(stored: Store) -> None:
    token = files.handle(stored().id, at=AT, seconds=5)

    with pytest.raises(files.HandleExpired):
        files.open_handle(token, AT + 5 * SECOND)


@pytest.mark.parametrize("seconds", [0, -1, 301])
def test_a_handle_that_lasts_for_long_is_a_fault_of_the_programme(seconds: int) -> None:
    with pytest.raises(ValueError, match="300"):
        files.handle(UUID(int=1), at=AT, seconds=seconds)


def test_a_handle_does_not_tell_which_file_it_opens(stored: Store) -> None:
    file = stored()
    token = files.handle(file.id, at=AT)

    assert file.id.bytes not in base64.urlsafe_b64decode(token + "==")
    assert token != files.handle(file.id, at=AT)
    assert token.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize("token", ["", "x", "!!", "文件", "AAAA", "A" * 80])
def test_a_made_up_handle_is_refused(token: str) -> None:
    with pytest.raises(files.HandleUnknown):
        files.open_handle(token, AT)


def test_a_changed_handle_is_refused(stored: Store) -> None:
    token = files.handle(stored().id, at=AT)
    changed = token[:40] + ("A" if token[40] != "A" else "B") + token[41:]

    with pytest.raises(files.HandleUnknown):
        files.open_handle(changed, AT)


@pytest.mark.django_db
def test_a_handle_to_a_file_that_never_was_says_it_cannot_be_read() -> None:
    with pytest.raises(files.Missing):
        files.open_handle(files.handle(UUID(int=1), at=AT), AT)


def test_missing_bytes_are_refused_with_a_sentence(stored: Store, state: Path) -> None:
    token = files.handle(stored().id, at=AT)
    kept(state)[0].unlink()

    with pytest.raises(files.Missing) as refusal:
        files.open_handle(token, AT)

    assert "请" in refusal.value.message


def test_altered_bytes_are_refused_and_never_handed_out(stored: Store, state: Path) -> None:
    token = files.handle(stored().id, at=AT)
    (path,) = kept(state)
    data = bytearray(path.read_bytes())
    data[50] ^= 1
    path.write_bytes(data)

    with pytest.raises(files.Altered):
        files.open_handle(token, AT)


def test_the_bytes_of_one_file_cannot_stand_in_for_another(stored: Store, state: Path) -> None:
    genuine, other = stored(), stored(picture(), "照片.png")
    paths = {path.name: path for path in kept(state)}
    paths[str(genuine.id)].write_bytes(paths[str(other.id)].read_bytes())

    with pytest.raises(files.Altered):
        files.open_handle(files.handle(genuine.id, at=AT), AT)


def test_bytes_that_differ_from_the_digest_of_their_row_are_refused(stored: Store) -> None:
    file = stored()
    files.Vault("uploads").put(file.id, PDF + b" ")

    with pytest.raises(files.Altered):
        files.open_handle(files.handle(file.id, at=AT), AT)
