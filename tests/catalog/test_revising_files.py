"""A guide goes out as one file and comes back the same; what cannot be read is told with its line."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalog.conftest import DOCUMENT
from tests.catalog.test_revising import MANAGER, begun, later
from tongban.catalog import api as catalog
from tongban.catalog.revising.assessing import published_digest

WORDS = st.text("ab中“”\"\\'\n\t=#[]{},\x7f", max_size=6)
LEAVES = st.one_of(WORDS, st.booleans(), st.integers(-(2**53), 2**53), st.lists(WORDS, max_size=3))
PARTS = st.dictionaries(st.text(min_size=1, max_size=8, alphabet="abc.-_ 中\"'"), LEAVES, max_size=4)
DOCUMENTS = st.dictionaries(
    st.text(min_size=1, max_size=8, alphabet="abc"),
    st.one_of(
        LEAVES, PARTS, st.lists(PARTS, min_size=1, max_size=3), st.dictionaries(st.just("in"), PARTS, max_size=1)
    ),
    max_size=5,
)


@given(DOCUMENTS)
def test_whatever_a_draft_holds_is_written_as_toml_that_says_the_same(document: dict[str, Any]) -> None:
    assert tomllib.loads(catalog.to_toml(document)) == document


def test_a_guide_is_read_back_as_it_was_written() -> None:
    text = catalog.to_toml(json.loads(json.dumps(DOCUMENT, default=str)))

    assert catalog.read_file(text.encode()) == json.loads(json.dumps(DOCUMENT, default=str))
    assert max(map(len, text.splitlines())) < 1000


def test_the_same_as_json_is_the_same() -> None:
    held = json.loads(json.dumps(DOCUMENT, default=str))

    assert catalog.read_file(json.dumps(held, ensure_ascii=False, indent=1).encode()) == held


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b'a = 1\nb = "open\n', "第2行"),
        (b"[[windows]\n", "第1行"),
        (b"a = 1\na = 2\n", "第2行"),
        (b'{"a": 1,\n "b": }', "第2行第7列"),
        (b'{"a": NaN}', "没有载入"),
        ("a = 1\nb = “中”".encode("gbk"), "第2行"),
        (b"a = 'x'\n" * 200_000, "1兆"),
        (b'{"a": 123456789012345678901234567890}', "过大的数字"),
        (b'{"a": "\\u0000"}', "控制字符"),
        (b"[" * 100_000, "没有载入"),
        (b"{" + b'"a":{' * 60 + b"}" * 61, "层次"),
        (b"[1]", "没有“1”这一部分"),
        (b'{"form": 5}', "表单：要分项写，不能只写一个值"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(data: bytes, where: str) -> None:
    with pytest.raises(catalog.BadGuideFile, match=where):
        catalog.read_file(data)


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(?:a|ab)*$", "^((a*)b)+$", "^(a?a?)*$", "^([a-z]{2,}-)+$"])
def test_a_form_that_is_refused_is_not_read_and_every_place_is_named(pattern: str) -> None:
    held = json.loads(json.dumps(DOCUMENT, default=str))
    first, second, third, *_ = [one for one in held["form"]["properties"].values() if one.get("type") == "string"]
    first["$ref"], second["x-evil"] = "https://example.org/x.json", 1
    third |= {"pattern": pattern, "x-pattern-message": "写法不对。"}

    with pytest.raises(catalog.BadGuideFile) as refused:
        catalog.read_file(json.dumps(held | {"evil": {}}).encode())

    told = refused.value.message
    wanted = ["没有“evil”这一部分", "“$ref”：表单不能引用别处", "“x-evil”：格式里没有这一项", "重复的一组不能再含重复"]
    assert [one for one in wanted if one not in told] == []
    assert "表单 · 问题“" in told
    assert "properties" not in told


@pytest.mark.usefixtures("sample")
def test_a_round_trip_of_a_published_guide_has_the_same_digest() -> None:
    held = begun()
    document = catalog.read_file(catalog.to_toml(held.document).encode())

    kept = catalog.save_document(revision=held.pk, document=document, seen=held.digest, by=MANAGER, at=later(1))

    assert kept.digest == held.digest
    assert held.base is not None
    assert published_digest(kept) == held.base.digest


@pytest.mark.usefixtures("sample")
def test_rows_are_compared_by_their_ids_wherever_they_stand() -> None:
    held = begun()
    before = held.document
    after = before | {"questions": [{"id": "9", "question": "新", "answer": "答"}, *before["questions"]]}

    changes = catalog.changes_between(before, after)

    assert [(one.section, one.path, one.before, one.after) for one in changes] == [
        ("questions", ("9", "question"), "", "新"),
        ("questions", ("9", "answer"), "", "答"),
    ]
    assert all(one.added for one in changes)
    assert catalog.changes_between(after, before)[0].removed
