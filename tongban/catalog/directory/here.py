"""What there is, read once for a whole file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tongban.catalog.directory.codes import level_of
from tongban.catalog.directory.comparing import ENTRY_COLUMNS, ITEM_COLUMNS, Items, Values
from tongban.catalog.directory.rows import Around, Department, Entry
from tongban.catalog.facts import KnownFacts, KnownLaw
from tongban.catalog.guide.labels import label
from tongban.catalog.guide.terms import ItemState, ProjectType
from tongban.catalog.models import BasicItem, Item
from tongban.kernel.codes.local import LocalBasicItemCode, LocalItemCode
from tongban.orgs import api as orgs

LONGEST_CODE = 28
CLAIMED = "由基本目录认领，还没有编制办事指南"


def around() -> Around:
    """Read what a file can name."""
    listed = orgs.departments()
    named = [(name, one) for one in listed for name in (one.code, one.name, one.short_name)]
    departments = {name: Department(one.code, one.region_id, one.credit_code or "", one.line) for name, one in named}
    lines = {name: one.line for name, one in named} | {one.line: one.line for one in listed}
    regions = frozenset(one.code for one in orgs.regions())
    return Around(lines, departments, regions, next((code[:2] for code in sorted(regions)), ""))


def entries_by_code() -> dict[str, Values]:
    """Return the entries as a file would say them, by code."""
    rows = BasicItem.objects.order_by().values("code", "gone_at", *ENTRY_COLUMNS)
    return {row["code"]: {**row, "gone": row["gone_at"] is not None} for row in rows.iterator(chunk_size=5000)}


def known_by_national(before: Mapping[str, Values]) -> dict[str, str]:
    """Return the code of the entry of each national code that one entry alone has."""
    counts = Counter(values["basic_code"] for values in before.values() if values["basic_code"])
    return {values["basic_code"]: code for code, values in before.items() if counts[values["basic_code"]] == 1}


def entries_named() -> dict[str, Entry]:
    """Return the entries by their code, and by a national code that one alone has."""
    before = entries_by_code()
    found = {
        code: Entry(code, values["basic_code"], values["type"], gone=values["gone"]) for code, values in before.items()
    }
    return {national: found[code] for national, code in known_by_national(before).items()} | found


def basic_codes_held() -> dict[str, frozenset[str]]:
    """Return of each entry the basic codes that stand in national codes of its implementations."""
    held: dict[str, set[str]] = {}
    coded = Item.objects.exclude(implementation_code="").values_list("basic__code", "implementation_code")
    for code, national in coded:
        held.setdefault(code, set()).add(national[19:31])
    return {code: frozenset(some) for code, some in held.items()}


def items_there(codes: Iterable[str]) -> Items:
    """Return the implementations of these entries, by code, place and national code."""
    rows = list(
        Item.objects.filter(basic__code__in=set(codes))
        .order_by()
        .values("code", "basic__code", "department_id", "region_id", *ITEM_COLUMNS)
    )
    national = Item.objects.exclude(implementation_code="").values_list("implementation_code", "code")
    return Items(
        by_code={row["code"]: row for row in rows},
        by_place={(row["basic__code"], row["department_id"], row["region_id"]): row["code"] for row in rows},
        by_national=dict(national),
    )


def naming() -> Callable[[Values], str]:
    """Return what makes the code of a new implementation: its entry's, with the region, or the department's own."""
    taken = set(Item.objects.order_by().values_list("code", flat=True))
    cities = {one.code for one in orgs.areas()[:1]}

    def name(values: Values) -> str:
        for code in codes_for(str(values["basic"]), str(values["department"]), str(values["region"]), cities):
            if code not in taken:
                taken.add(code)
                return code
        return ""

    return name


def code_of(basic: str, department: str, region: str) -> str:
    """Return the code of one new implementation; nothing where every code it may have is taken."""
    possible = codes_for(basic, department, region, {one.code for one in orgs.areas()[:1]})
    taken = set(Item.objects.filter(code__in=possible).values_list("code", flat=True))
    return next((code for code in possible if code not in taken), "")


def codes_for(basic: str, department: str, region: str, cities: Iterable[str]) -> list[str]:
    """Return the codes a new implementation may have, the plainest first; a shorter beginning where it is too long."""
    own = basic.removeprefix(LocalBasicItemCode.prefix)
    body = department.removeprefix("ZD")
    tails = ["", region, body] if region in cities else [region, body]
    tails += [f"{body}{number}" for number in range(2, 10)]
    return [f"{LocalItemCode.prefix}{own[: LONGEST_CODE - len(tail)]}{tail}" for tail in tails]


def facts_of(legal: Iterable[Mapping[str, Any]], department: orgs.Department, region: str) -> dict[str, Any]:
    """Return what is known of an implementation that nobody has written a guide for: what it inherits."""
    facts = KnownFacts(
        level=label(level_of(region)),
        department=department.name,
        project_type=ProjectType.PROMISED,
        legal=tuple(KnownLaw.model_validate(law) for law in legal),
        notes=(CLAIMED,),
        confidence="低",
    )
    return facts.model_dump(mode="json", exclude_defaults=True)


DRAFT = ItemState.DRAFT.value
