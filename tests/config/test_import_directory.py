"""The command line brings the same files under the same rules."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tongban.catalog import api as catalog

pytestmark = pytest.mark.usefixtures("city")
GOOD = "本地编码,事项名称,事项类型\nZBXINSHI,新事项,公共服务\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "目录.csv"
    path.write_text(GOOD, "gbk")
    return path


def run(*arguments: object) -> str:
    out = StringIO()
    call_command("import_directory", *map(str, arguments), stdout=out)
    return out.getvalue()


def exists() -> bool:
    return catalog.BasicItem.objects.filter(code="ZBXINSHI").exists()


def test_without_confirming_the_differences_are_told_and_nothing_stays(file: Path) -> None:
    told = run(file)

    assert "1行，编码GBK：新增1" in told
    assert "加 --confirm 导入" in told
    assert not exists()
    assert "新增1" in run(file)


def test_confirmed_it_is_taken_in(file: Path) -> None:
    assert "已导入，1项有变化" in run(file, "--confirm")
    assert exists()


def test_a_large_file_is_taken_in_to_its_end(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tongban.catalog.directory.uploading.PORTION", 2)
    monkeypatch.setattr("tongban.catalog.directory.writing.PORTION", 2)
    file.write_text(GOOD + "".join(f"ZBXIN{number},新事项{number},公共服务\n" for number in range(4)), "utf-8")

    assert "已导入，5项有变化" in run(file, "--confirm")


def test_a_faulty_file_is_told_by_its_lines_and_stays_out(file: Path) -> None:
    file.write_text(GOOD + "ZBXINSHI,又一项,许可\n", "utf-8")

    told = run(file, "--confirm")

    assert "第3行：事项类型没有“许可”" in told
    assert "没有导入任何内容" in told
    assert not exists()


def test_implementations_come_in_by_the_same_command(tmp_path: Path) -> None:
    path = tmp_path / "items.jsonl"
    path.write_text('{"basic": "ZBGSZX", "department": "ZD320211ADM"}', "utf-8")

    assert "已导入，1项有变化" in run(path, "--items", "--confirm")
    assert catalog.item("ZIGSZX320211").state == "DRAFT"


@pytest.mark.parametrize("data", [b"PK\x03\x04", b""])
def test_what_is_no_such_file_is_refused(file: Path, data: bytes) -> None:
    file.write_bytes(data)

    with pytest.raises(CommandError, match="没有导入任何内容"):
        run(file, "--confirm")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="读不到文件"):
        run(tmp_path / "nothing.csv")


def test_a_folder_brings_guides_too() -> None:
    assert "办事指南0份" in run(settings.SAMPLE_DIR)
