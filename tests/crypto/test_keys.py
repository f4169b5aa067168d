from __future__ import annotations

import os
import secrets
import stat
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import django
import pytest
from pytest_django import Settings

from tongban.crypto import api as crypto
from tongban.crypto.software import SoftwareKeys

FILES = ["lasting-1.key", "master-1.key", "signer-1.key", "sm2-1.key", "token-1.key", "tsa-1.key"]


def _current(folder: Path) -> bytes:
    return SoftwareKeys(folder).current()


def _keys_anew(settings: Settings, state: Path) -> None:
    """Read the files again, as a restarted process would: the same folder under another spelling."""
    settings.STATE_DIR = settings.STATE_DIR / ".." / state.name


def test_the_first_use_makes_keys_that_only_their_owner_can_read(state: Path) -> None:
    crypto.ensure_keys()

    files = sorted((state / "keys").iterdir())
    assert [file.name for file in files] == FILES
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600] * 6
    assert stat.S_IMODE((state / "keys").stat().st_mode) == 0o700


def test_keys_stay_the_same_after_a_restart(state: Path, settings: Settings) -> None:
    envelope, signature = crypto.encrypt("files", b"contents"), crypto.sign(b"contents")

    _keys_anew(settings, state)

    assert crypto.decrypt("files", envelope) == b"contents"
    assert crypto.verify(b"contents", signature)


def test_processes_that_start_together_end_with_one_key(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4, mp_context=get_context("spawn"), initializer=django.setup) as pool:
        ids = set(pool.map(_current, [tmp_path] * 12))

    assert len(ids) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["master-1.key"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o644])
@pytest.mark.parametrize(
    "name", ["lasting-1.key", "master-1.key", "signer-1.key", "sm2-1.key", "token-1.key", "tsa-1.key"]
)
def test_a_key_file_that_others_can_reach_is_refused(state: Path, settings: Settings, name: str, mode: int) -> None:
    crypto.ensure_keys()
    (state / "keys" / name).chmod(mode)
    _keys_anew(settings, state)

    with pytest.raises(crypto.KeysUnsafe) as refusal:
        crypto.ensure_keys()

    assert "权限" in refusal.value.message


@pytest.mark.parametrize(
    "name", ["lasting-1.key", "master-1.key", "signer-1.key", "sm2-1.key", "token-1.key", "tsa-1.key"]
)
@pytest.mark.parametrize("content", [b"", b"short"])
def test_a_damaged_key_file_is_refused_and_left_alone(
    state: Path, settings: Settings, name: str, content: bytes
) -> None:
    crypto.ensure_keys()
    (state / "keys" / name).write_bytes(content)
    _keys_anew(settings, state)

    with pytest.raises(crypto.KeysUnsafe):
        crypto.ensure_keys()

    assert (state / "keys" / name).read_bytes() == content


def test_a_link_in_place_of_a_key_file_is_refused(state: Path) -> None:
    keys = state / "keys"
    keys.mkdir(mode=0o700)
    elsewhere = state / "elsewhere"
    elsewhere.write_bytes(secrets.token_bytes(32))
    (keys / "master-1.key").symlink_to(elsewhere)

    with pytest.raises(crypto.KeysUnsafe):
        crypto.encrypt("files", b"")


def test_a_folder_that_cannot_be_written_is_refused_with_nothing_left(state: Path) -> None:
    (state / "keys").write_text("a file in its place")

    with pytest.raises(crypto.KeysUnwritable) as refusal:
        crypto.ensure_keys()

    assert "磁盘空间" in refusal.value.message
    assert [path.name for path in state.iterdir()] == ["keys"]


def test_a_newer_master_key_encrypts_and_the_older_still_opens(state: Path, settings: Settings) -> None:
    old, digest = crypto.encrypt("files", b"old"), crypto.digest("identity.number", "same")
    handle = os.open(state / "keys" / "master-10.key", os.O_WRONLY | os.O_CREAT, 0o600)
    os.write(handle, secrets.token_bytes(32))
    os.close(handle)
    _keys_anew(settings, state)

    new = crypto.encrypt("files", b"new")

    assert new[1:5] != old[1:5]
    assert crypto.decrypt("files", new) == b"new"
    assert crypto.decrypt("files", old) == b"old"
    assert crypto.digest("identity.number", "same") == digest


def test_an_envelope_of_a_lost_key_says_so(state: Path, settings: Settings) -> None:
    envelope = crypto.encrypt("files", b"contents")
    settings.STATE_DIR = state / "other"

    with pytest.raises(crypto.KeyMissing) as refusal:
        crypto.decrypt("files", envelope)

    assert "备份" in refusal.value.message


def test_other_files_in_the_folder_are_no_keys(state: Path) -> None:
    crypto.ensure_keys()
    (state / "keys" / "session.key").write_text("secret of another room")
    (state / "keys" / "master-0.key").write_text("not a number of ours")

    assert _current(state / "keys") == crypto.encrypt("files", b"")[1:5]
