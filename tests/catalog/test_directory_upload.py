"""A basic directory comes in as a file: read, shown line by line, confirmed as it was shown, and only then taken in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from tests.catalog.conftest import NOW, staff
from tongban.catalog import api as catalog
from tongban.catalog import tasks
from tongban.catalog.directory import api as directory
from tongban.catalog.directory.rows import Read
from tongban.catalog.models import BasicItem, DirectoryLine, GuideVersion, Item
from tongban.kernel.actors import Actor, Role
from tongban.kernel.errors import NotAllowed, WrongState
from tongban.ledger import api as ledger

HEAD = "本地编码,基本编码,事项名称,事项类型,设定依据,行使层级,主管部门,服务对象"
KEEPER = staff(Role.ITEM_APPROVER, "*", "320200")
MANAGER = staff(Role.ITEM_MANAGER, "*", "320200")
EDUCATION = staff(Role.ITEM_MANAGER, "ZD320200EDU", "320200")
LATER = NOW + timedelta(hours=1)


def csv_of(*lines: str, head: str = HEAD) -> bytes:
    return "\r\n".join([head, *lines, ""]).encode()


def brought(data: bytes, *, whole: bool = False, by: Actor = KEEPER, at: datetime = NOW) -> directory.DirectoryUpload:
    return directory.upload_file(
        kind=directory.UploadKind.ENTRIES, data=data, file_name="目录.csv", whole=whole, by=by, at=at
    )


def confirmed(row: directory.DirectoryUpload, *, by: Actor = KEEPER) -> directory.DirectoryUpload:
    return directory.confirm_upload(upload=row.pk, digest=row.digest, by=by, at=LATER)


def faults(row: directory.DirectoryUpload) -> dict[int, Sequence[str]]:
    return {line.number: line.faults for line in directory.lines_of(row, directory.LineChange.FAULTY)}


NEW = (
    "ZBXINSHI,000104112001,学校设立审批,行政许可,《民办教育促进法》第十二条；《教育法》第27条,市级、县级,市教育局,个人"
)


@pytest.mark.usefixtures("standing")
class TestShowing:
    def test_nothing_is_taken_in_before_it_is_confirmed(self) -> None:
        row = brought(csv_of(NEW))

        assert row.counts == {"NEW": 1}
        assert not BasicItem.objects.filter(code="ZBXINSHI").exists()

    def test_a_confirmed_entry_has_everything_the_line_says(self) -> None:
        done = confirmed(brought(csv_of(NEW)))

        entry = directory.entry("ZBXINSHI")
        assert done.state == "DONE"
        assert (entry.basic_code, entry.name, entry.type, entry.line) == (
            "000104112001",
            "学校设立审批",
            "LICENCE",
            "EDU",
        )
        assert entry.levels == ["CITY", "COUNTY"]
        assert entry.audiences == ["PERSON"]
        assert [(law["law"], law["articles"]) for law in entry.legal] == [("民办教育促进法", [12]), ("教育法", [27])]

    @pytest.mark.parametrize(
        ("encoding", "name"),
        [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8（带标记）"), ("gbk", "GBK"), ("utf-16", "UTF-16")],
    )
    def test_the_encoding_is_recognised(self, encoding: str, name: str) -> None:
        row = brought(f"{HEAD}\n{NEW}".encode(encoding))

        assert row.encoding_name == name
        assert directory.lines_of(row).get().name == "学校设立审批"

    @pytest.mark.parametrize("lines", [False, True])
    def test_json_says_the_same_as_csv(self, *, lines: bool) -> None:
        one = {"code": "ZBXINSHI", "name": "学校设立审批", "type": "01", "levels": ["市级"], "audiences": ["个人"]}
        text = json.dumps(one) if lines else json.dumps([one])

        confirmed(brought(text.encode()))

        assert directory.entry("ZBXINSHI").levels == ["CITY"]

    def test_without_a_local_code_the_national_one_names_the_entry(self) -> None:
        confirmed(brought(csv_of(",320104112001,学校设立审批,行政许可,,,,")))

        assert directory.entry("ZB320104112001").basic_code == "320104112001"

    def test_a_line_of_the_national_code_of_an_entry_is_that_entry(self) -> None:
        confirmed(brought(csv_of(NEW)))

        row = brought(csv_of(",000104112001,学校设立许可,行政许可"), at=LATER)

        assert row.counts == {"CHANGED": 1}
        assert directory.lines_of(row).get().code == "ZBXINSHI"

    def test_a_cell_that_a_spreadsheet_would_calculate_is_text(self) -> None:
        confirmed(brought(csv_of("ZBXINSHI,,=HYPERLINK(1),公共服务", head="本地编码,基本编码,事项名称,事项类型")))

        assert directory.entry("ZBXINSHI").name == "=HYPERLINK(1)"

    def test_script_is_text(self) -> None:
        name = "<script>alert(1)</script>"
        confirmed(brought(csv_of(f"ZBXINSHI,,{name},公共服务", head="本地编码,基本编码,事项名称,事项类型")))

        assert directory.entry("ZBXINSHI").name == name

    def test_choices_that_are_not_all_told_are_said_to_be_more(self) -> None:
        lines = {f"第{number}局": "X" for number in range(25)}
        read = Read({})

        read.choice("主管部门", "某某局", lines)

        assert read.faults[0].endswith("第19局等25个")

    @pytest.mark.parametrize(
        ("line", "fault"),
        [
            ("XB1,,甲,公共服务,,,,", "本地基本目录编码应以ZB开头"),
            ("ZBA1,12345,甲,公共服务,,,,", "事项基本编码应为12位"),
            ("ZBA1,000204112001,甲,公共服务,,,,", "行政处罚"),
            ("ZBA1,000104112001,甲,公共服务,,,,", "与类型“公共服务”不一致，应为20"),
            ("ZBA1,330104112001,甲,行政许可,,,,", "前两位是33"),
            ("ZBA1,,甲,许可证,,,,", "事项类型没有“许可证”"),
            ("ZBA1,,,公共服务,,,,", "没有写事项名称"),
            (f"ZBA1,,{'长' * 201},公共服务,,,,", "事项名称太长，最多200个字"),
            ("ZBA1,,甲,公共服务,教育法,,,", "设定依据要写成《法律名称》第几条"),
            ("ZBA1,,甲,公共服务,,厅级,,", "行使层级没有“厅级”"),
            ("ZBA1,,甲,公共服务,,,某某局,", "主管部门没有“某某局”"),
            ("ZBA1,,甲\u202e乙,公共服务,,,,", "看不见的字符"),
            (",,甲,公共服务,,,,", "至少写一个"),
            ("ZBA1,,甲,公共服务,,,,,多", "有9列，第一行有8列"),
        ],
    )
    def test_a_faulty_line_is_told_with_its_number(self, line: str, fault: str) -> None:
        row = brought(csv_of(NEW, line))

        assert any(fault in one for one in faults(row)[3])
        with pytest.raises(directory.FaultyLines):
            confirmed(row)
        assert not BasicItem.objects.filter(code="ZBXINSHI").exists()

    def test_a_code_that_stands_twice_is_told_with_the_first_line(self) -> None:
        row = brought(csv_of(NEW, "ZBXINSHI,,另一件,公共服务,,,,"))

        assert faults(row) == {3: ["编码 ZBXINSHI 与第2行重复"]}

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            (b"PK\x03\x04" + b"\0" * 40, "电子表格或者压缩包"),
            (b"\x1f\x8b\x08" + b"\0" * 40, "压缩包"),
            (b"%PDF-1.7", "PDF"),
            (b"", "空的"),
            (b"\xff\xfe\x00", "编码"),
            ("本地编码,事项名称,事项类型\nZB".encode() + "好".encode()[:2], "编码"),
            (b"a\0b", "不是文字"),
            ("编号,名称\n1,甲".encode(), "不认识的列：编号、名称"),
            ("本地编码,事项名称\nZBA1,甲".encode(), "缺少必需的列：事项类型"),
            ("事项名称,事项名称,事项类型\n甲,乙,公共服务".encode(), "列重复：事项名称"),
            ('本地编码,事项名称,事项类型\nZBA1,"甲,公共服务'.encode(), "引号没有成对"),
            (b'[{"code": "ZBA1"', "不是完整的 JSON"),
            (b"[" * 100_000, "不是完整的 JSON"),
            (b'[\n {"code" "ZBA1"}]', "第2行第10个字起读不懂"),
            (b'{"code": "ZBA1"}\n\n{"code": ZBA1}', "第3行第10个字起读不懂"),
            (b"x" * (directory.LARGEST_UPLOAD + 1), "超过 20 MB"),
        ],
    )
    def test_what_is_no_such_file_is_refused_and_nothing_is_kept(self, data: bytes, sentence: str) -> None:
        with pytest.raises(directory.UnreadableFile, match=sentence):
            brought(data)

        assert not directory.uploads(KEEPER, directory.UploadKind.ENTRIES).exists()

    def test_more_lines_than_are_taken_at_once_are_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tongban.catalog.directory.reading.MOST_LINES", 1)

        with pytest.raises(directory.UnreadableFile, match="超过 1 行"):
            brought(csv_of(NEW, "ZBA1,,甲,公共服务,,,,"))


@pytest.mark.usefixtures("standing")
class TestConfirming:
    def test_another_file_than_the_one_shown_is_refused(self) -> None:
        row = brought(csv_of(NEW))

        with pytest.raises(directory.NotWhatWasShown):
            directory.confirm_upload(upload=row.pk, digest="0" * 64, by=KEEPER, at=LATER)

    def test_a_directory_that_moved_since_it_was_shown_is_refused(self) -> None:
        row = brought(csv_of(NEW))
        BasicItem.objects.create(id=uuid4(), code="ZBXINSHI", name="别的", type="LICENCE")

        with pytest.raises(directory.DirectoryMoved):
            confirmed(row)

    def test_a_second_file_waits_until_the_first_is_done_with(self) -> None:
        first = brought(csv_of(NEW))

        with pytest.raises(directory.UploadWaiting):
            brought(csv_of(NEW), by=staff(Role.ITEM_APPROVER))
        directory.withdraw_upload(upload=first.pk, by=KEEPER, at=LATER)

        assert not DirectoryLine.objects.exists()
        assert brought(csv_of(NEW), at=LATER).state == "OPEN"

    def test_a_file_with_faults_has_problems_and_is_replaced_by_the_next_in_one_step(self) -> None:
        broken = brought(csv_of(NEW, "ZBX1,,许可,"))
        assert (broken.state_name, broken.faulty) == ("有问题", 1)

        with pytest.raises(directory.UnreadableFile):
            brought(b"PK\x03\x04", at=LATER)
        assert directory.upload_of(broken.pk, KEEPER).state == "OPEN"
        mended = brought(csv_of(NEW), at=LATER)

        assert directory.upload_of(broken.pk, KEEPER).state == "WITHDRAWN"
        assert (mended.state_name, confirmed(mended).state) == ("待确认", "DONE")

    def test_what_is_done_is_not_confirmed_again(self) -> None:
        row = confirmed(brought(csv_of(NEW)))

        with pytest.raises(WrongState):
            confirmed(row)
        with pytest.raises(WrongState):
            directory.withdraw_upload(upload=row.pk, by=KEEPER, at=LATER)

    @pytest.mark.parametrize(
        "actor",
        [EDUCATION, MANAGER, staff(Role.ITEM_MANAGER, "*", "320213"), staff(Role.SUPERVISOR), staff(Role.DECIDER)],
    )
    def test_only_who_keeps_the_directory_brings_or_confirms_one(self, actor: Actor) -> None:
        with pytest.raises(NotAllowed):
            brought(csv_of(NEW), by=actor)
        row = brought(csv_of(NEW))
        with pytest.raises(directory.UnknownUpload):
            confirmed(row, by=actor)

    def test_the_same_file_again_changes_nothing(self) -> None:
        confirmed(brought(csv_of(NEW)))

        again = brought(csv_of(NEW), at=LATER)

        assert again.counts == {"SAME": 1}
        assert confirmed(again).state == "DONE"

    def test_a_column_that_is_not_in_the_file_leaves_what_is_there(self) -> None:
        confirmed(brought(csv_of(NEW)))
        confirmed(brought(csv_of("ZBXINSHI,学校设立许可,行政许可", head="本地编码,事项名称,事项类型"), at=LATER))

        entry = directory.entry("ZBXINSHI")
        assert (entry.name, entry.line, entry.levels) == ("学校设立许可", "EDU", ["CITY", "COUNTY"])

    def test_each_step_is_an_entry_of_the_ledger(self) -> None:
        row = confirmed(brought(csv_of(NEW)))

        verbs = [entry.verb for entry in ledger.history(kind="directory_upload", subject=row.pk)]
        assert verbs == ["directory.upload", "directory.confirm", "directory.carry_out"]

    def test_a_large_file_is_taken_in_by_portions(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tongban.catalog.directory.uploading.PORTION", 2)
        monkeypatch.setattr("tongban.catalog.directory.writing.PORTION", 2)
        row = confirmed(brought(csv_of(*(f"ZBPORTION{number},,事项{number},公共服务,,,," for number in range(5)))))
        assert (row.state, row.percent) == ("CONFIRMED", 0)

        states = [directory.carry_out_upload(upload=row.pk, at=LATER) for _ in range(3)]

        assert [(one.state, one.done_lines) for one in states] == [("CONFIRMED", 2), ("CONFIRMED", 4), ("DONE", 5)]
        assert BasicItem.objects.filter(code__startswith="ZBPORTION").count() == 5
        with pytest.raises(WrongState):
            directory.carry_out_upload(upload=row.pk, at=LATER)

    def test_the_worker_takes_a_large_file_in_to_its_end(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for room in ("uploading", "writing"):
            monkeypatch.setattr(f"tongban.catalog.directory.{room}.PORTION", 2)
        monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
        row = confirmed(brought(csv_of(*(f"ZBPORTION{number},,事项{number},公共服务,,,," for number in range(5)))))

        assert tasks.finish_uploads(0) == 1
        assert tasks.finish_upload(str(row.pk)) == 5
        assert tasks.finish_uploads(0) == 0


@pytest.mark.usefixtures("standing")
class TestChanges:
    def renamed(self) -> directory.DirectoryUpload:
        line = "ZBGGWS,公共场所卫生许可,行政许可,《公共场所卫生管理条例》第四条"
        return brought(csv_of(line, head="本地编码,事项名称,事项类型,设定依据"))

    def test_a_new_name_and_basis_reach_every_implementation(self) -> None:
        confirmed(self.renamed())

        items = Item.objects.filter(basic__code="ZBGGWS")
        assert {item.name for item in items} == {"公共场所卫生许可"}
        assert {law.law for item in items for law in item.known.legal} == {"公共场所卫生管理条例"}
        assert {row.item.code for row in catalog.find(catalog.Wanted("公共场所卫生许可", ""), at=LATER).rows()[:1]} == {
            "ZIGGWS"
        }
        assert "item.inherit" in [one.verb for one in ledger.history(kind="item", subject=items[0].pk)]

    def test_guides_published_before_are_listed_with_what_to_adjust(self) -> None:
        confirmed(self.renamed())

        found = directory.to_adjust(staff(Role.SUPERVISOR), at=LATER)

        assert {one.item.code for one in found} == {"ZIGGWS", "ZIGGWS320211", "ZIGGWS320213"}
        assert "名称改为“公共场所卫生许可”" in directory.adjusting(found[0]).reasons[0]
        mine = directory.to_adjust(staff(Role.ITEM_MANAGER, "ZD320211ADM", "320211"), at=LATER)
        assert [one.item.code for one in mine] == ["ZIGGWS320211"]

    def test_published_guides_stay_as_they_are(self) -> None:
        before = dict(GuideVersion.objects.filter(item__basic__code="ZBGGWS").values_list("pk", "digest"))

        confirmed(self.renamed())

        assert dict(GuideVersion.objects.filter(item__basic__code="ZBGGWS").values_list("pk", "digest")) == before

    def test_what_a_whole_directory_does_not_have_is_marked_and_not_deleted(self) -> None:
        entry = directory.entry("ZBGGWS")
        row = brought(
            csv_of(f"{entry.code},,{entry.name},行政许可", head="本地编码,基本编码,事项名称,事项类型"), whole=True
        )
        assert row.counts["GONE"] == BasicItem.objects.count() - 1

        confirmed(row)

        assert BasicItem.objects.filter(gone_at=None).count() == 1
        assert Item.objects.listed().count() == 181
        assert directory.to_adjust(staff(Role.SUPERVISOR), at=LATER).count() == 181 - 3

    def test_what_comes_back_is_no_longer_gone(self) -> None:
        BasicItem.objects.filter(code="ZBGGWS").update(gone_at=NOW)
        name = directory.entry("ZBGGWS").name

        row = brought(csv_of(f"ZBGGWS,{name},行政许可", head="本地编码,事项名称,事项类型"))
        confirmed(row)

        assert directory.entry("ZBGGWS").gone_at is None

    def test_a_part_of_the_directory_marks_nothing_as_gone(self) -> None:
        confirmed(brought(csv_of(NEW)))

        assert not BasicItem.objects.filter(gone_at__isnull=False).exists()

    def test_another_basic_code_than_the_one_in_implementation_codes_is_refused(self) -> None:
        confirmed(brought(csv_of(NEW)))
        code = "113202000140078363" + "3" + "000104112001"
        directory.claim(entry="ZBXINSHI", department="ZD320200EDU", implementation_code=code, by=EDUCATION, at=LATER)

        row = brought(csv_of("ZBXINSHI,000104112002,学校设立审批,行政许可,,,,"), at=LATER)

        assert "请先更正实施编码" in faults(row)[2][0]
