"""How often people find what they mean: over what they say in ``queries.toml``, kept apart from the synonyms."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.catalog.conftest import WUXI
from tongban.catalog import reading
from tongban.catalog.search import ranking, sounds
from tongban.catalog.search.doubting import doubtful
from tongban.catalog.search.index import Document, Index
from tongban.catalog.search.lexicon import Lexicon
from tongban.catalog.search.plain import plain
from tongban.catalog.search.written import groups_of

QUERIES: dict[str, dict[str, list[str]]] = tomllib.loads(Path(__file__).with_name("queries.toml").read_text("utf-8"))
STORIES: dict[str, dict[str, list[str]]] = tomllib.loads(Path(__file__).with_name("stories.toml").read_text("utf-8"))
UNHEARD = STORIES.pop("absent")["told"]
ABSENT: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("absent.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def codes() -> list[str]:
    return [row.code for row in reading.item_rows(WUXI)]


@pytest.fixture(scope="module")
def index() -> Index:
    rows = enumerate(reading.item_rows(WUXI))
    documents = [
        Document(
            number,
            row.name,
            row.search_words,
            results=(row.facts.result,) if row.facts.result else (),
            themes=row.themes,
            materials=tuple(material.name for material in row.facts.materials),
        )
        for number, row in rows
    ]
    return Index(Lexicon.of(groups_of(WUXI)), documents)


def places(queries: Mapping[str, Iterable[str]], index: Index, codes: list[str]) -> list[int]:
    """Return the place of the first right item for each question, 99 where there is none."""
    found = []
    for words, right in queries.items():
        hits = ranking.ranked(ranking.question_of(words, index), index)
        given = [codes[hit.document.id] for hit in hits]
        found.append(min((given.index(code) for code in right if code in given), default=99))
    return found


def share(found: list[int], first: int) -> float:
    return sum(place < first for place in found) / len(found)


@pytest.mark.parametrize("half", ["development", "held_out", "again"])
def test_people_find_what_they_mean(half: str, index: Index, codes: list[str]) -> None:
    found = places(QUERIES[half], index, codes)

    assert share(found, 1) >= 0.80
    assert share(found, 5) >= 0.95


@pytest.mark.parametrize(("half", "first", "five"), [("development", 0.58, 0.6), ("held_out", 0.7, 0.8)])
def test_who_tells_what_happened_and_names_nothing_mostly_finds_it(
    half: str, first: float, five: float, index: Index, codes: list[str]
) -> None:
    found = places(STORIES[half], index, codes)

    assert share(found, 1) >= first
    assert share(found, 5) >= five


def test_a_story_of_what_the_directory_has_not_is_doubted(index: Index) -> None:
    assert sum(trusted(words, index) for words in UNHEARD) <= 0.1 * len(UNHEARD)


def trusted(words: str, index: Index) -> bool:
    """Tell whether something is found and not doubted."""
    question = ranking.question_of(words, index)
    hits = ranking.ranked(question, index)
    return bool(hits) and not doubtful(question, hits[0])


@pytest.mark.parametrize(("half", "least"), [("development", 0.95), ("held_out", 0.95), ("again", 0.9)])
def test_what_the_directory_has_is_hardly_ever_doubted(half: str, least: float, index: Index) -> None:
    assert sum(trusted(words, index) for words in QUERIES[half]) >= least * len(QUERIES[half])


@pytest.mark.parametrize("half", ["development", "held_out", "again"])
def test_what_the_directory_has_not_finds_nothing_or_is_doubted(half: str, index: Index) -> None:
    assert sum(trusted(words, index) for words in ABSENT[half]) <= 0.1 * len(ABSENT[half])


@pytest.mark.parametrize("half", ["development", "held_out"])
def test_what_the_directory_has_not_mostly_finds_nothing(half: str, index: Index) -> None:
    found = [words for words in ABSENT[half] if ranking.ranked(ranking.question_of(words, index), index)]

    assert len(found) <= 0.35 * len(ABSENT[half])


def test_the_questions_are_no_list_of_synonyms() -> None:
    said = {plain(words) for half in (*QUERIES.values(), *STORIES.values()) for words in half if len(plain(words)) > 8}
    taught = {plain(word) for group in groups_of(WUXI) for word in (*group.say, *group.means)}

    assert said & taught == set()


def test_what_the_sample_calls_its_items_is_found_without_these_words(index: Index, codes: list[str]) -> None:
    bare = Index(index.lexicon, [replace(document, words=()) for document in index.documents.values()])
    asked: dict[str, list[str]] = {}
    for document in index.documents.values():
        for words in document.words:
            asked.setdefault(words, []).append(codes[document.id])

    found = places(asked, bare, codes)

    assert len(asked) > 400
    assert share(found, 1) >= 0.85
    assert share(found, 5) >= 0.93


def homophone(text: str) -> str:
    """Write one character as an input method may have written it: another of the same sound."""
    chooser = random.Random(text)  # noqa: S311 - no secret, and the same in every run
    pool = "正征是试是时实事市士食石十失师诗史使始式世势室公工功攻宫共供居局据具举句聚巨金今斤进近尽紧会汇惠绘回灰"
    places = [n for n, char in enumerate(text) if any(_same(char, other) for other in pool)]
    if not places:
        return text
    place = chooser.choice(places)
    return text[:place] + next(other for other in pool if _same(text[place], other)) + text[place + 1 :]


def _same(one: str, other: str) -> bool:
    return one != other and sounds.syllables(one) == sounds.syllables(other)


@pytest.mark.parametrize(
    ("change", "first"),
    [
        (lambda name: name, 1),
        (lambda name: name[: max(3, len(name) // 2)], 5),
        (lambda name: "".join(sounds.syllables(name)), 5),
        (lambda name: " ".join(sounds.syllables(name)), 5),
        (homophone, 3),
        (lambda name: name[:1] + name[2:], 3),
        (lambda name: f"请问一下{name}要怎么办理，需要什么材料", 1),
    ],
    ids=["as it is", "half", "pinyin", "pinyin with blanks", "homophone", "a character lost", "spoken"],
)
def test_a_name_is_found_however_it_is_typed(
    change: Callable[[str], str], first: int, index: Index, codes: list[str]
) -> None:
    names = {plain(document.name.split("（")[0]): [] for document in index.documents.values()}  # type: ignore[var-annotated]
    for document in index.documents.values():
        names[plain(document.name.split("（")[0])].append(codes[document.id])

    found = places({change(name): right for name, right in names.items()}, index, codes)

    assert share(found, first) >= 0.95
