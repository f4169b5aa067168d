"""All items of a directory with their guides: those somebody wrote, and the drafts of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from tongban.catalog import reading
from tongban.catalog.drafting.document import draft
from tongban.catalog.drafting.place import Around, Dept, Hall
from tongban.catalog.drafting.plan import Districts, Plan
from tongban.catalog.errors import BadItems
from tongban.catalog.facts import ItemRow, KnownLimit
from tongban.catalog.forms.definition import Form, Strict
from tongban.catalog.guide.parts import Amount
from tongban.catalog.registry import LicenceType
from tongban.orgs import api as orgs

PLAN, DISTRICTS, FORMS = "drafting.toml", "districts.toml", "forms"
Read = TypeVar("Read", bound=Strict)


def drafted(path: Path) -> tuple[list[ItemRow], list[dict[str, Any]]]:
    """Return the items of a directory, those of the districts too, and a guide document for each that is decided.

    Without ``drafting.toml`` there are only the guides that somebody wrote. Reads what departments and halls there are.
    """
    rows, written = reading.item_rows(path), reading.guide_documents(path)
    plan = _read(path, PLAN, Plan)
    if plan is None:
        return rows, written
    districts = _read(path, DISTRICTS, Districts)
    around = _around(plan)
    every = rows + (_of_districts(rows, districts, around) if districts else [])
    have = {document.get("basics", {}).get("item") for document in written}
    forms = _forms(path)
    drafts = [
        draft(row, _for(plan, row), around, forms.get(_city_code(row)))
        for row in every
        if row.code not in have and row.decides
    ]
    return every, written + drafts


def _read(path: Path, name: str, model: type[Read]) -> Read | None:
    if not (path / name).exists():
        return None
    try:
        return model.model_validate(reading.toml(path / name))
    except ValidationError as error:
        message = f"{name} 有问题：{'；'.join(reading.sentences(error))}。没有载入任何内容。"
        raise BadItems(message) from None


def _forms(path: Path) -> dict[str, dict[str, Any]]:
    """Return the forms that somebody wrote, by the code of the item; BadItems for one that is none."""
    found = {}
    for file in sorted((path / FORMS).glob("*.toml")):
        found[file.stem] = reading.toml(file)
        try:
            Form.model_validate(found[file.stem])
        except ValidationError as error:
            message = f"{FORMS}/{file.name} 有问题：{'；'.join(reading.sentences(error))}。没有载入任何内容。"
            raise BadItems(message) from None
    return found


def _around(plan: Plan) -> Around:
    listed = {one.code: one for one in orgs.departments()}
    departments = {code: _dept(one, listed) for code, one in listed.items()}
    codes = {plan.city, *(one.region for one in departments.values())}
    regions = {code: orgs.region(code) for code in codes | {code[:6] for code in codes}}
    halls = {code: _hall(code) for code in regions}
    names = frozenset(LicenceType.objects.values_list("name", flat=True))
    return Around(departments, halls, {code: one.name for code, one in regions.items()}, names)


def _dept(one: orgs.Department, listed: Mapping[str, orgs.Department]) -> Dept:
    within = one.parent_id is not None and listed[one.parent_id].region_id == one.region_id
    return Dept(one.code, one.name, one.region_id, one.line, one.kind, within)


def _hall(region: str) -> Hall:
    """Return the service place of a region itself; its code is that of the region."""
    found = orgs.place(f"ZP{region}")
    return Hall(found.code, found.name)


def _of_districts(rows: Sequence[ItemRow], districts: Districts, around: Around) -> list[ItemRow]:
    named = {row.code: row for row in rows}
    unknown = sorted({*districts.items, *(one.item for one in districts.differing)} - set(named))
    if unknown:
        message = f"{DISTRICTS} 提到了没有列出的事项：{'、'.join(unknown)}。没有载入任何内容。"
        raise BadItems(message)
    counterparts = {(one.region, one.line): one.code for one in around.departments.values() if not one.within}
    return [
        _of_district(named[item], region, districts, around, counterparts)
        for item in districts.items
        for region in districts.regions
    ]


def _of_district(
    row: ItemRow, region: str, districts: Districts, around: Around, counterparts: Mapping[tuple[str, str], str]
) -> ItemRow:
    """Return an item as a district does it: the same entry of the basic directory, another department and limits."""
    decides = counterparts.get((region, around.dept(str(row.decides)).line))
    if decides is None:
        message = f"{DISTRICTS}：{region} 没有与 {row.code} 的部门同一条线的部门。没有载入任何内容。"
        raise BadItems(message)
    other = next((one for one in districts.differing if (one.item, one.region) == (row.code, region)), None)
    limits: dict[str, Any] = {}
    if other:
        changed = {"promised": other.promised, "statutory": other.statutory}
        limits = {name: _known(amount, other.note) for name, amount in changed.items() if amount}
        limits["provenance"] = (*row.facts.provenance, other.note)
    return row.model_copy(
        update={
            "code": f"{row.code}{region}",
            "basic": row.basic_local_code,
            "region": region,
            "decides": decides,
            "supervises": tuple(counterparts.get((region, around.dept(code).line), code) for code in row.supervises),
            "facts": row.facts.model_copy(update=limits),
        }
    )


def _known(amount: Amount, note: str) -> KnownLimit:
    return KnownLimit(amount=amount.amount, unit=amount.unit, note=note)


def _city_code(row: ItemRow) -> str:
    """Return the code of the item as the city does it: its form and what is particular to it are the service's."""
    return row.code.removesuffix(row.region) if row.region and row.code.endswith(row.region) else row.code


def _for(plan: Plan, row: ItemRow) -> Plan:
    """Return the plan with what is said of the city's item said of this district's too."""
    code = _city_code(row)
    if code == row.code:
        return plan
    again = {
        name: tuple(one.model_copy(update={"item": row.code}) for one in getattr(plan, name) if one.item == code)
        for name in ("choices", "situations", "adjusted", "outside")
    }
    return plan.model_copy(update=again)
