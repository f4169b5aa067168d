"""Rows of a draft as they are listed and drawn, whatever of them is not written yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from tongban.catalog import api as catalog
from tongban.catalog.designing import api as designing
from tongban.kernel.actors import ROLE_NAMES
from tongban.kernel.limits import Unit, amount_text
from tongban.web.drawing import Mark

Row = Mapping[str, Any]
NOT_SAID = "—"


def facts_of(document: designing.Document, section: str, row: Row) -> list[tuple[str, str]]:
    """Return what is said in a row, each fact with its name, as the list of rows shows it."""
    said = {"materials": _material, "process": _step, "special": _special}[section](document, row)
    return [(name, text or NOT_SAID) for name, text in said]


def readable(document: designing.Document) -> catalog.Form | None:
    """Return the form of a draft; None where there is none, or none that can be read."""
    try:
        return designing.form_of(document) if document.get("form") else None
    except designing.DesignRefused:
        return None


def marks_of(document: designing.Document) -> list[Mark]:
    """Return the steps of a draft as they are drawn."""
    special = _names(document, "special")
    return [
        Mark(
            name=str(row.get("name") or "没有名称"),
            who=_role(row),
            limit=_limit(row.get("limit")),
            special=_may(row, special),
            parallel=str(row.get("parallel") or ""),
        )
        for row in designing.rows_of(document, "process")
    ]


def _material(document: designing.Document, row: Row) -> list[tuple[str, str]]:
    return [
        ("什么时候交", _need(document, row)),
        ("份数", _copies(row)),
        ("来源", _label(catalog.MaterialSource, row.get("source"))),
        ("由什么代替", _instead(row)),
        ("容缺", f"{_limit(row['defer'])}内补交" if isinstance(row.get("defer"), Mapping) else ""),
        ("告知承诺", f"{_limit(row['commitment'])}内核查" if isinstance(row.get("commitment"), Mapping) else ""),
        ("依据", _law(document, row.get("legal"))),
    ]


def _step(document: designing.Document, row: Row) -> list[tuple[str, str]]:
    return [
        ("环节", _label(catalog.StepKind, row.get("kind"))),
        ("岗位", _role(row)),
        ("时限", _limit(row.get("limit"))),
        ("特别程序", _may(row, _names(document, "special"))),
        ("先后", "与相邻的同时办理" if row.get("parallel") else "依次"),
    ]


def _special(document: designing.Document, row: Row) -> list[tuple[str, str]]:
    key = str(row.get("id"))
    steps = [
        str(one.get("name")) for one in designing.rows_of(document, "process") if key in (one.get("special") or ())
    ]
    return [
        ("需要多久", _limit(row.get("limit"))),
        ("计时", "不计入时限" if row.get("stops_clock") else "计入时限"),
        ("依据", _law(document, row.get("legal"))),
        ("在哪个环节", "、".join(steps)),
    ]


def _need(document: designing.Document, row: Row) -> str:
    condition, form = designing.condition_of(row.get("when")), readable(document)
    if condition is not None and form is not None:
        return designing.condition_words(form, condition)
    return _label(catalog.Need, row.get("need"))


def _copies(row: Row) -> str:
    first = f"{_label(catalog.MaterialForm, row.get('form'))} {row.get('copies', 1)} 份"
    return f"{first}，复印件 {row['photocopies']} 份" if row.get("photocopies") else first


def _instead(row: Row) -> str:
    licence = f"电子证照“{row['licence']}”" if row.get("licence") and row.get("exempt_if_licence") else ""
    datum = f"共享数据“{row['datum']}”" if row.get("datum") else ""
    return "、".join(one for one in (licence, datum) if one)


def _limit(raw: object) -> str:
    if not isinstance(raw, Mapping) or not isinstance(raw.get("amount"), int) or raw.get("unit") not in set(Unit):
        return ""
    return amount_text(raw["amount"], Unit(raw["unit"]))


def _law(document: designing.Document, key: object) -> str:
    found = next((one for one in designing.rows_of(document, "legal") if key and one.get("id") == key), None)
    return f"《{found.get('law', '')}》{found.get('article', '')}" if found else ""


def _role(row: Row) -> str:
    return next((name for role, name in ROLE_NAMES.items() if role == row.get("role")), "")


def _may(row: Row, special: Mapping[str, str]) -> str:
    given: Sequence[object] = row.get("special") or ()
    names = "、".join(special[str(one)] for one in given if str(one) in special)
    return f"可能有：{names}" if names else ""


def _names(document: designing.Document, section: str) -> dict[str, str]:
    return {str(row.get("id")): str(row.get("name")) for row in designing.rows_of(document, section)}


def _label(kind: type[StrEnum], value: object) -> str:
    return next((catalog.label(one) for one in kind if one == value), "")
