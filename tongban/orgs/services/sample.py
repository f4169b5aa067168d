"""Taking in a sample city: its regions, departments and service places."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import NAMESPACE_OID, uuid5

from django.db import models, transaction

from tongban.kernel.actors import SYSTEM, Actor
from tongban.kernel.codes.local import LocalDepartmentCode, LocalPlaceCode
from tongban.kernel.codes.region import Level, parse, stem
from tongban.ledger import api as ledger
from tongban.orgs import reading, rules
from tongban.orgs.errors import BadData
from tongban.orgs.models import Department, Region, ServicePlace, Stewardship, Timetable, TimetableHours, Window
from tongban.orgs.reading import DepartmentRow, PlacesFile, RegionRow

SUBJECT = uuid5(NAMESPACE_OID, "tongban/sample/orgs")
FILES = ("regions.csv", "departments.csv", "places.toml")
Row = TypeVar("Row", bound=models.Model)


@transaction.atomic
def load_sample(*, path: Path, at: datetime, by: Actor = SYSTEM) -> dict[str, int]:
    """Load the regions, departments and places of a sample city; return how many of each.

    Loading the same files again changes nothing and records nothing; changed files change the rows they name. Refuses
    (BadData) files that contradict themselves or lack a window the regulation asks for; then nothing is loaded.
    """
    digest = _digest(path)
    if any(entry.facts["digest"] == digest for entry in ledger.history(kind="sample", subject=SUBJECT)[-1:]):
        return {}
    rows = reading.region_rows(path)
    departments = reading.department_rows(path)
    places = reading.places_file(path)
    _check_references(rows, departments, places)
    _check_windows(places)
    counts = {"regions": _load_regions(rows), "departments": _load_departments(departments)}
    counts |= _load_places(rows, departments, places)
    ledger.record(
        at=at,
        actor=by,
        verb="sample.load_orgs",
        kind="sample",
        subject=SUBJECT,
        facts={"digest": digest, **counts},
        why=ledger.OPERATION,
    )
    return counts


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(b"\0".join((path / name).read_bytes() for name in FILES)).hexdigest()
    except OSError as error:
        message = f"样例目录里缺少资料文件（{'、'.join(FILES)}），没有载入任何内容。"
        raise BadData(message) from error


def _check_references(rows: list[RegionRow], departments: list[DepartmentRow], places: PlacesFile) -> None:
    regions, known = {row.code for row in rows}, {row.code for row in departments}
    unknown = {row.parent for row in rows if row.parent} - regions
    unknown |= {row.region for row in departments} - regions
    unknown |= {row.parent for row in departments if row.parent} - known
    unknown |= {row.timetable for row in places.levels.values()} - {table.code for table in places.timetables}
    for stand_in in places.stand_ins:
        unknown |= {stand_in.territory, *stand_in.manages} - regions
        unknown |= {stand_in.department} - known
    if unknown:
        message = f"样例资料提到了没有列出的编码：{'、'.join(sorted(unknown))}。没有载入任何内容。"
        raise BadData(message)


def _check_windows(places: PlacesFile) -> None:
    for level, row in places.levels.items():
        missing = rules.missing_windows(level, row.windows)
        if missing:
            names = "、".join(sorted(rules.window_name(level, kind) for kind in missing))
            message = f"样例的{rules.SUFFIXES[level]}缺少规范要求的窗口：{names}。没有载入任何内容。"
            raise BadData(message)


def _load_regions(rows: list[RegionRow]) -> int:
    for row in rows:
        if parse(row.code).level != row.level or (row.parent and not row.code.startswith(stem(row.parent))):
            message = f"样例地区 {row.code} 的层级或上级与代码不符，没有载入任何内容。"
            raise BadData(message)
    return _upsert(
        [Region(code=r.code, name=r.name, level=r.level, parent_id=r.parent or None, note=r.note) for r in rows], "code"
    )


def _load_departments(departments: list[DepartmentRow]) -> int:
    parents = [(row.code, row.parent) for row in departments if row.parent]
    if circle := sorted(code for code, _ in parents if code in rules.units_below(parents, code)):
        message = f"样例部门的隶属关系绕成了圈：{'、'.join(circle)}。没有载入任何内容。"
        raise BadData(message)
    return _upsert(
        [
            Department(
                code=LocalDepartmentCode.parse(row.code).code,
                name=row.name,
                short_name=row.short_name,
                kind=row.kind,
                region_id=row.region,
                line=row.line,
                basic_code_segment=row.basic_code_segment,
                parent_id=row.parent or None,
                credit_code=row.credit_code or None,
            )
            for row in departments
        ],
        "code",
    )


def _load_places(rows: list[RegionRow], departments: list[DepartmentRow], places: PlacesFile) -> dict[str, int]:
    _upsert([Timetable(code=t.code, name=t.name) for t in places.timetables], "code")
    _upsert(
        [
            TimetableHours(timetable_id=table.code, weekday=hours.weekday, **hours.columns())
            for table in places.timetables
            for hours in table.hours
        ],
        "timetable",
        "weekday",
    )
    _upsert(
        [Stewardship(department_id=s.department, region_id=code) for s in places.stand_ins for code in s.manages],
        "region",
    )
    made = list(_places(rows, departments, places))
    windows = [
        Window(place_id=place.code, number=number, kind=kind)
        for place in made
        for number, kind in enumerate(places.levels[Level(place.level)].windows, start=1)
    ]
    return {"places": _upsert(made, "code"), "windows": _upsert(windows, "place", "number")}


def _places(rows: list[RegionRow], departments: list[DepartmentRow], places: PlacesFile) -> Iterator[ServicePlace]:
    named = {row.code: row for row in rows}
    short = {row.code: row.short_name for row in departments}
    for row in rows:
        if row.level in rules.SUFFIXES:
            full = rules.place_name(row.level, row.name)
            yield _place(row.code, full, row, [full, *_path(row, named)], row.level, places)
    for one in places.stand_ins:
        where, full = named[one.territory], rules.place_name(Level.COUNTY, one.place)
        own = one.department.removeprefix(LocalDepartmentCode.prefix)
        words = [full, short[one.department], *_path(where, named)]
        place = _place(own, full, where, words, Level.COUNTY, places)
        place.steward_id = one.department
        yield place


def _path(row: RegionRow, named: dict[str, RegionRow]) -> Iterator[str]:
    """Name the region and everything above it up to the city."""
    at: RegionRow | None = row
    while at and at.level != Level.PROVINCE:
        yield at.name
        at = named.get(at.parent)


def _place(own: str, name: str, where: RegionRow, words: list[str], level: Level, places: PlacesFile) -> ServicePlace:
    return ServicePlace(
        code=LocalPlaceCode.of(own).code,
        name=name,
        level=level,
        region_id=where.code,
        address=places.contact.address,
        phone=places.contact.phone,
        timetable_id=places.levels[level].timetable,
        grams=sorted(frozenset().union(*map(rules.bigrams, words))),
    )


def _upsert(rows: list[Row], *key: str) -> int:
    """Write the rows in a few statements; one that is there already by its key takes the new values."""
    model: type[models.Model] = type(rows[0])
    fields = [f.name for f in model._meta.concrete_fields if f.name not in key and not f.primary_key]  # noqa: SLF001
    manager: Any = model._default_manager  # noqa: SLF001 - both are Django's documented interface to any model
    manager.bulk_create(rows, update_conflicts=True, unique_fields=key, update_fields=fields, batch_size=500)
    return len(rows)
