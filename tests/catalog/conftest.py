"""The published guide of the sample, a small form, and a city that knows the departments."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.city import City
from tongban.catalog import api as catalog
from tongban.catalog.forms.definition import read
from tongban.kernel.actors import Actor, ActorKind, Grant, Role
from tongban.kernel.days import SHANGHAI
from tongban.kernel.ids import uuid7
from tongban.orgs import api as orgs

WUXI = Path(__file__).resolve().parents[2] / "sample" / "wuxi"
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)
DOCUMENT: dict[str, Any] = tomllib.loads((WUXI / "guides" / "food-business-licence.toml").read_text("utf-8"))

SMALL: dict[str, Any] = {
    "x-groups": [{"id": "one", "title": "第一页"}, {"id": "two", "title": "第二页"}],
    "required": ["kind", "name"],
    "properties": {
        "name": {"type": "string", "maxLength": 5, "x-label": "名称", "x-group": "one", "x-order": 2},
        "kind": {
            "type": "string",
            "oneOf": [{"const": "A", "title": "甲"}, {"const": "B", "title": "乙"}],
            "x-label": "类别",
            "x-group": "one",
            "x-order": 1,
        },
        "detail": {
            "type": "boolean",
            "x-label": "是否细分",
            "x-group": "two",
            "x-order": 1,
            "x-when": {"field": "kind", "in": ["B"]},
            "x-required-when-visible": True,
        },
        "size": {
            "type": "integer",
            "minimum": 1,
            "maximum": 9,
            "x-label": "大小",
            "x-group": "two",
            "x-order": 2,
            "x-when": {"all": [{"field": "kind", "in": ["B"]}, {"field": "detail", "in": [True]}]},
        },
    },
}


def field(**keys: object) -> catalog.Form:
    """Make a form of one field ``f`` with these keys; ``x_`` stands for ``x-``."""
    given = {name.replace("_", "-") if name.startswith("x_") else name: value for name, value in keys.items()}
    one = {"x-label": "这一项", "x-group": "g", "x-order": 1} | given
    return read({"x-groups": [{"id": "g", "title": "页"}], "properties": {"f": one}})


def staff(role: Role, department: str = "*", region: str = "*") -> Actor:
    return Actor(id=uuid7(NOW), kind=ActorKind.STAFF, grants=frozenset({Grant(role, department, region)}))


@pytest.fixture
def document() -> dict[str, Any]:
    return copy.deepcopy(DOCUMENT)


@pytest.fixture(scope="session")
def guide() -> catalog.Guide:
    return catalog.Guide.model_validate(DOCUMENT)


@pytest.fixture
def small() -> catalog.Form:
    return read(SMALL)


@pytest.fixture
def places(db: None) -> None:  # noqa: ARG001 - needs the database
    orgs.load_sample(path=WUXI, at=NOW)


@pytest.fixture(scope="module")
def _city_of_the_module(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:  # noqa: ARG001 - after the tables
    """Load the sample once for a module, in a transaction around its tests that is undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        orgs.load_sample(path=WUXI, at=NOW)
        catalog.load_directory(path=WUXI, at=NOW)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def standing(_city_of_the_module: None, db: None) -> None:
    """The whole sample, loaded once for the module: for tests that only look, or whose changes are undone."""


@pytest.fixture
def sample(city: City) -> City:
    """The whole sample city, its items and guide loaded on New Year's Day of 2026."""
    return city
