from __future__ import annotations

import pytest

from bench.__main__ import main
from bench.surroundings import Unfit, check_local, database_name, renamed


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://a:b@127.0.0.1:5432/tongban",
        "postgresql://a@localhost/tongban",
        "postgresql://a:b@/tongban?host=/run/pg",
        "postgresql:///tongban",
    ],
)
def test_a_database_on_this_machine_is_measured(url: str) -> None:
    check_local(url)

    assert renamed(url, "other").partition("?")[0].endswith("/other")


@pytest.mark.parametrize("url", ["postgresql://a:b@db.example.cn/tongban", "postgresql:///x?host=10.0.0.8", ""])
def test_no_other_database_is_measured(url: str) -> None:
    with pytest.raises(Unfit):
        check_local(url)


def test_only_the_name_of_the_database_differs_from_the_server_that_was_named() -> None:
    url = "postgresql://a:b%40@/tongban?host=/run/pg&port=5433"

    assert renamed(url, database_name(7)) == "postgresql://a:b%40@/tongban_bench_7?host=/run/pg&port=5433"


def test_without_a_server_there_is_one_line_and_an_exit_code(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)

    assert main([]) == 1
    assert capfd.readouterr().err == "bin/bench: no database server: start with bin/bench, or set DATABASE_URL\n"
