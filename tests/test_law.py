"""docs/law.md says which function serves which article and which test holds it; here it is held to its own words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "law.md"
WORD = re.compile(r"`([^`]+)`")
NAMED = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def rows(text: str) -> list[list[str]]:
    """Return the cells of every line of every table, without heads and rules."""
    lines = [line.strip().strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line] for line in lines]
    return [row for row in cells if row[0] != "article" and set(row[0]) != {"-"}]


@cache
def names(path: Path) -> frozenset[str]:
    """Return what a file defines: functions, classes and constants, those inside a class as Class.name."""
    return frozenset(_defined(ast.parse(path.read_text(encoding="utf8")).body))


def _defined(body: list[ast.stmt], prefix: str = "") -> Iterator[str]:
    for node in body:
        if isinstance(node, NAMED):
            yield prefix + node.name
        if isinstance(node, ast.ClassDef):
            yield from _defined(node.body, f"{prefix}{node.name}.")
        if isinstance(node, ast.Assign):
            yield from (prefix + target.id for target in node.targets if isinstance(target, ast.Name))


def exists(word: str) -> bool:
    """Tell whether a word of the page names something there is: a dotted function, a test, or a file."""
    path, _, test = word.partition("::")
    if test:
        return (ROOT / path).is_file() and test.replace("::", ".") in names(ROOT / path)
    if "/" in word:
        return (ROOT / word).is_file()
    parts = word.split(".")
    files = [(ROOT.joinpath(*parts[:n]).with_suffix(".py"), ".".join(parts[n:])) for n in range(1, len(parts))]
    return any(file.is_file() and name in names(file) for file, name in files)


AT_LEAST = 190  # rows of the page when this was written: none is lost unseen
ROWS = rows(PAGE.read_text(encoding="utf8"))


def test_the_page_holds_articles() -> None:
    assert len(ROWS) >= AT_LEAST


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[1][:24]}")
def test_every_function_and_test_named_for_an_article_exists(row: list[str]) -> None:
    words = WORD.findall(" ".join(row))

    assert [word for word in words if not exists(word)] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[1][:24]}")
def test_no_article_is_without_a_function_or_a_test(row: list[str]) -> None:
    article, asked, served, held = row

    assert article
    assert asked
    assert WORD.search(served)
    assert all("::" in word for word in WORD.findall(held))
    assert WORD.search(held)


@pytest.mark.parametrize(
    "word",
    [
        "tongban.kernel.limits.due",
        "tongban.kernel.workdays.WorkCalendar.after",
        "tests/test_law.py::test_the_page_holds_articles",
        "docs/law.md",
    ],
)
def test_what_there_is_is_found(word: str) -> None:
    assert exists(word)


@pytest.mark.parametrize(
    "word",
    [
        "tongban.kernel.limits.undue",
        "tongban.kernel.workdays.after",
        "tongban.nowhere.due",
        "due",
        "tests/test_law.py::test_that_never_was",
        "tests/test_lawless.py::test_the_page_holds_articles",
        "docs/lawless.md",
    ],
)
def test_what_there_is_not_is_not_found(word: str) -> None:
    assert not exists(word)
