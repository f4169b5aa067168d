"""The data files of this room, read and checked before anything is written."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from tongban.kernel.codes.region import Level
from tongban.kernel.workdays import SpecialDay
from tongban.orgs.errors import BadData, UnreadableNotice
from tongban.orgs.states import CalendarStatus, DepartmentKind, WindowKind

LARGEST_NOTICE = 64 * 1024
# What pydantic says of a file that somebody wrote by hand, in words that help them; anything else gets the last words.
_PLAIN = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这个项目，请核对拼写",
    "string_too_short": "不能为空",
    "date_from_datetime_parsing": "日期要写成 2027-10-01 这样",
    "date_parsing": "日期要写成 2027-10-01 这样",
    "date_type": "日期要写成 2027-10-01 这样，不加引号",
    "int_parsing": "要填整数",
    "enum": "只能是 ANNOUNCED 或者 ESTIMATED",
}

Confidence = Literal["高", "中", "低"]
Text = Annotated[str, Field(min_length=1)]
Period = tuple[time, time]


class _Row(BaseModel):
    """Unknown columns and keys are mistakes, so that nothing in a file is silently without effect."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Read = TypeVar("Read", bound=_Row)


class Holiday(_Row):
    """A holiday from the first to the last day, and the weekends worked in exchange."""

    name: Text
    first: date = Field(alias="from")
    last: date = Field(alias="to")
    make_up: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Holiday:
        if self.last < self.first or any(day.isoweekday() < 6 for day in self.make_up):  # noqa: PLR2004 - Saturday
            message = f"{self.name}的起止日期或调休日期不对"
            raise ValueError(message)
        return self


class CalendarFile(_Row):
    """The calendar of one year and where it comes from."""

    year: int
    status: CalendarStatus
    source: Text
    published_on: date | None = None
    holidays: tuple[Holiday, ...]

    @model_validator(mode="after")
    def _of_its_year(self) -> CalendarFile:
        listed = list(self._listed())
        if any(day.year != self.year for day, _ in listed) or len({day for day, _ in listed}) != len(listed):
            raise ValueError("日期应都在本年，且不重复")
        return self

    @property
    def days(self) -> dict[date, SpecialDay]:
        """Return every listed day in order."""
        return dict(sorted(self._listed()))

    def _listed(self) -> Iterator[tuple[date, SpecialDay]]:
        for holiday in self.holidays:
            for offset in range((holiday.last - holiday.first).days + 1):
                yield holiday.first + timedelta(days=offset), SpecialDay(working=False, name=holiday.name)
            for day in holiday.make_up:
                yield day, SpecialDay(working=True, name=holiday.name)


class RegionRow(_Row):
    """A line of regions.csv."""

    code: Text
    name: Text
    level: Level
    parent: str
    source: Text
    confidence: Confidence
    note: str


class DepartmentRow(_Row):
    """A line of departments.csv."""

    code: Text
    name: Text
    short_name: Text
    kind: DepartmentKind
    region: Text
    line: Text
    parent: str = ""
    basic_code_segment: str
    credit_code: str
    source: Text
    confidence: Confidence


class HoursRow(_Row):
    """Morning and afternoon of a weekday, or of every other working day."""

    weekday: int | None = None
    am: Period | None = None
    pm: Period | None = None

    def columns(self) -> dict[str, time | None]:
        """Return the four columns of the table."""
        am, pm = self.am or (None, None), self.pm or (None, None)
        return {"am_opens": am[0], "am_closes": am[1], "pm_opens": pm[0], "pm_closes": pm[1]}


class TimetableRow(_Row):
    """Hours that several places share."""

    code: Text
    name: Text
    hours: tuple[HoursRow, ...]


class LevelRow(_Row):
    """What every place of a level has."""

    timetable: Text
    windows: tuple[WindowKind, ...]


class Contact(_Row):
    """The one contact all sample places carry; it says itself that it is a sample."""

    phone: Text
    address: Text

    @model_validator(mode="after")
    def _visibly_sample(self) -> Contact:
        if "示例" not in self.phone or "示例" not in self.address:
            raise ValueError("示例数据的电话和地址必须写明“示例”")
        return self


class StandIn(_Row):
    """A functional committee with its own centre, on the land of ``territory``, running the regions it ``manages``."""

    department: Text
    place: Text
    territory: Text
    manages: tuple[str, ...]


class PlacesFile(_Row):
    """All of places.toml."""

    contact: Contact
    timetables: tuple[TimetableRow, ...]
    levels: dict[Level, LevelRow]
    stand_ins: tuple[StandIn, ...] = ()

    @model_validator(mode="after")
    def _four_levels(self) -> PlacesFile:
        if set(self.levels) != set(Level) - {Level.PROVINCE}:
            raise ValueError("应写明市、区、镇街、村社区四级")
        return self


def calendar_file(path: Path) -> CalendarFile:
    """Read one year's calendar; BadData when the file does not say what it should."""
    return _toml(path, CalendarFile)


def notice(data: bytes) -> CalendarFile:
    """Read a year's calendar that somebody uploads; UnreadableNotice when it does not say what it should.

    An estimate is no notice: what two people put in force is what was announced.
    """
    if len(data) > LARGEST_NOTICE:
        raise UnreadableNotice("文件太大了：一年的工作日历不会超过 64 KB，请核对是不是选错了文件。", field="file")
    try:
        read = CalendarFile.model_validate(tomllib.loads(data.decode("utf-8")))
    except ValidationError as error:
        raise UnreadableNotice(f"文件的内容有误（{_where(error)}），请改好后重新上传。", field="file") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadableNotice(field="file") from error
    if read.status != CalendarStatus.ANNOUNCED:
        raise UnreadableNotice(
            '这个文件是暂估的日历。只有正式公布的安排（status = "ANNOUNCED"）可以导入。', field="file"
        )
    return read


def region_rows(folder: Path) -> list[RegionRow]:
    """Read regions.csv."""
    return _csv(folder / "regions.csv", RegionRow)


def department_rows(folder: Path) -> list[DepartmentRow]:
    """Read departments.csv."""
    return _csv(folder / "departments.csv", DepartmentRow)


def places_file(folder: Path) -> PlacesFile:
    """Read places.toml."""
    return _toml(folder / "places.toml", PlacesFile)


def _toml(path: Path, shape: type[Read]) -> Read:
    try:
        return shape.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise BadData(_sentence(path, error)) from error


def _csv(path: Path, shape: type[Read]) -> list[Read]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return [shape.model_validate(row) for row in csv.DictReader(lines)]
    except (OSError, ValueError) as error:
        raise BadData(_sentence(path, error)) from error


def _sentence(path: Path, error: Exception) -> str:
    if isinstance(error, ValidationError):
        return f"资料文件 {path.name} 的内容有误（{_where(error)}），没有载入任何内容。"
    return f"资料文件 {path.name} 读不出来（{type(error).__name__}），没有载入任何内容。"


def _where(error: ValidationError) -> str:
    """Say of the first fault where it is and what it is; places in a list are counted from one, as people count."""
    first = error.errors()[0]
    where = "、".join(f"第{part + 1}个" if isinstance(part, int) else part for part in first["loc"]) or "整体"
    said = str(first["msg"]).removeprefix("Value error, ")
    return f"{where}：{_PLAIN.get(first['type'], said)}"
