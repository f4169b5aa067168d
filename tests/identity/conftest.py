"""Accounts to sign in to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from pytest_django import Settings

from tongban.identity import api as identity
from tongban.identity.models import Party, PartyDocument
from tongban.identity.queries import document_columns, mobile_columns
from tongban.kernel.actors import SYSTEM, Role
from tongban.kernel.ids import uuid7

WORD = "湖边的三只白鹭-Taihu-8317"
MOBILE = "19900000011"
NUMBER = "320200198804169015"
Person = Callable[..., identity.User]
Staff = Callable[..., identity.User]


@pytest.fixture
def person(db: None, at: datetime) -> Person:  # noqa: ARG001 -- it needs the database
    """Make a citizen with an account, a telephone and, unless told otherwise, a password."""

    def make(username: str, *, mobile: str = MOBILE, number: str = "", password: str = WORD) -> identity.User:
        key = uuid7(at)
        party = Party.objects.create(
            id=key,
            kind=identity.PartyKind.NATURAL,
            name=f"测试{username}",
            created_at=at,
            **mobile_columns(key, mobile),
        )
        PartyDocument.objects.create(
            id=uuid7(at),
            party=party,
            holder=party.kind,
            document_type=identity.DocumentType.RESIDENT_ID,
            primary=True,
            from_at=at,
            **document_columns(key, number or f"{username}{NUMBER}"),
        )
        return identity.open_account(
            username=username, password=password, display_name=party.name, party=party, by=SYSTEM, at=at
        )

    return make


@pytest.fixture
def staff(db: None, at: datetime) -> Staff:  # noqa: ARG001 -- it needs the database
    """Make a member of staff with a role everywhere, who has not enrolled yet."""

    def make(username: str, role: Role = Role.ACCEPTOR) -> identity.User:
        user = identity.open_account(username=username, password="", display_name=f"测试{username}", by=SYSTEM, at=at)
        identity.appoint(user=user, role=role, department="*", region="*", by=SYSTEM, at=at)
        return user

    return make


@pytest.fixture
def texts(settings: Settings) -> None:
    """Let texts go to the outbox of the sample."""
    settings.SAMPLE_MODE = True
