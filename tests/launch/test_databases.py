from __future__ import annotations

import pytest

from launch import databases
from launch.databases import Urls
from launch.trouble import Trouble


def test_without_a_named_server_the_embedded_one_is_used() -> None:
    assert databases.outside({"DATABASE_URL": " "}) is None


def test_one_address_serves_both_roles_unless_two_are_named() -> None:
    assert databases.outside({"DATABASE_URL": "a"}) == Urls("a", "a")
    assert databases.outside({"DATABASE_URL": "a", "DATABASE_OWNER_URL": "b"}) == Urls("a", "b")


@pytest.mark.parametrize("address", ["postgresql://app:pw@127.0.0.1:1/tongban", "nonsense", "postgresql://["])
def test_a_dead_database_is_one_line_without_its_password(address: str) -> None:
    with pytest.raises(Trouble, match=r"数据库连接不上.*cannot reach the database") as refusal:
        databases.check_outside(Urls(address, address))

    assert "\n" not in str(refusal.value)
    assert ":pw" not in str(refusal.value)
