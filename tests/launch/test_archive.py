from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest

from launch import archive
from launch.trouble import Trouble


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    source = tmp_path / "source"
    (source / "files" / "a").mkdir(parents=True)
    (source / "files" / "a" / "one").write_bytes(b"1" * 3_000_000)
    (source / "files" / "空").write_bytes(b"")
    (source / "keys").mkdir()
    (source / "keys" / "session.key").write_text("secret")
    (source / "keys" / "database.json").write_text("not this")
    (source / "dump").write_bytes(b"PGDMP")
    target = tmp_path / "backup"
    with target.open("wb") as out:
        writer = archive.Writer(out)
        writer.add(archive.DUMP, source / "dump")
        writer.add_folder("keys", source / "keys", without=frozenset({"database.json"}))
        writer.add_folder("files", source / "files")
        writer.close({"programme": "0.1.0"})
    return target


def made_by_hand(path: Path, members: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w") as tar:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return path


def test_a_backup_says_what_it_is(backup: Path) -> None:
    manifest = archive.check(backup)

    assert manifest["programme"] == "0.1.0"
    members = manifest["members"]
    assert isinstance(members, dict)
    assert set(members) == {"database.dump", "keys/session.key", "files/a/one", "files/空"}


def test_everything_comes_back_private(backup: Path, tmp_path: Path) -> None:
    archive.extract(backup, tmp_path / "state", tmp_path / "dump")

    assert (tmp_path / "state" / "files" / "a" / "one").read_bytes() == b"1" * 3_000_000
    assert (tmp_path / "state" / "files" / "空").read_bytes() == b""
    assert (tmp_path / "dump").read_bytes() == b"PGDMP"
    assert (tmp_path / "state" / "keys" / "session.key").stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "state" / "keys" / "database.json").exists()


@pytest.mark.parametrize("position", [514, 1_500_000, -11_000])
def test_one_changed_byte_is_noticed(backup: Path, position: int) -> None:
    content = bytearray(backup.read_bytes())
    content[position] ^= 1
    backup.write_bytes(content)

    with pytest.raises(Trouble, match="已损坏"):
        archive.check(backup)


@pytest.mark.parametrize("kept", [0, 100, 5_000, 2_000_000, 3_005_000])
def test_a_cut_off_backup_is_noticed(backup: Path, kept: int) -> None:
    backup.write_bytes(backup.read_bytes()[:kept])

    with pytest.raises(Trouble, match="已损坏"):
        archive.check(backup)


def test_something_else_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Dear Sir or Madam, " * 1000)

    with pytest.raises(Trouble, match="已损坏"):
        archive.check(tmp_path / "letter")


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="无法读取"):
        archive.check(tmp_path / "nothing")


def test_a_backup_of_a_newer_format_is_refused(tmp_path: Path) -> None:
    content = json.dumps({"format": archive.FORMAT + 1, "members": {}}).encode()

    with pytest.raises(Trouble, match="格式"):
        archive.check(made_by_hand(tmp_path / "backup", {archive.MANIFEST: content}))


def test_a_member_that_is_not_listed_is_noticed(backup: Path) -> None:
    with tarfile.open(backup, "a") as tar:
        tar.addfile(tarfile.TarInfo("files/smuggled"), io.BytesIO())

    with pytest.raises(Trouble, match="已损坏"):
        archive.check(backup)


@pytest.mark.parametrize("name", ["/etc/passwd", "files/../../etc/passwd", "state.json", "db/PG_VERSION"])
def test_a_member_cannot_leave_its_folders(tmp_path: Path, name: str) -> None:
    backup = made_by_hand(tmp_path / "backup", {name: b"x"})

    with pytest.raises(Trouble, match="已损坏"):
        archive.extract(backup, tmp_path / "state", tmp_path / "dump")

    assert [path.name for path in tmp_path.iterdir()] == ["backup"]


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "backup", "w") as tar:
        member = tarfile.TarInfo("files/link")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(member)

    with pytest.raises(Trouble, match="已损坏"):
        archive.check(tmp_path / "backup")
