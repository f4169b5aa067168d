"""The verifier's own arithmetic, against standards and other programmes."""

from __future__ import annotations

import ast
import hashlib
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tongban.crypto import api as crypto
from tongban.ledger.rules import merkle
from verifier import tongban_verify as verifier

SOURCE = Path(verifier.__file__)
BYTES = st.binary(max_size=200)
LEAVES = st.lists(st.binary(max_size=9), min_size=1, max_size=40, unique=True).map(
    lambda given_: [hashlib.sha256(data).digest() for data in given_]
)
# The tree of Certificate Transparency's reference implementation.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def test_it_stands_alone_and_runs_on_python_3_9() -> None:
    tree = ast.parse(SOURCE.read_text(encoding="utf8"), feature_version=(3, 9))

    nodes = list(ast.walk(tree))
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}

    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names
    assert not {"socket", "urllib", "http", "subprocess", "ctypes", "pickle"} & imported


@given(BYTES)
def test_its_own_sm3_is_openssl_s(data: bytes) -> None:
    assert verifier.sm3_own(data).hex() == crypto.sm3(data)


def test_its_own_sm3_is_the_standard_s() -> None:
    assert verifier.sm3_own(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


@given(BYTES.filter(lambda key: len(key) <= 64), BYTES)
def test_hmac_is_python_s(key: bytes, data: bytes) -> None:
    import hmac  # noqa: PLC0415 -- the name is the verifier's here

    assert verifier.hmac(verifier.sha256, key, data) == hmac.digest(key, data, "sha256")


@settings(max_examples=10, deadline=None)
@pytest.mark.parametrize("suite", list(crypto.Suite))
@given(data=BYTES)
def test_signatures_of_the_house_verify_and_no_others(suite: crypto.Suite, data: bytes) -> None:
    keys = verifier.Keys([{"pem": key.pem} for key in crypto.public_keys()], ())
    signature = crypto.sign(b"kind/1\n" + data.hex().encode(), suite=suite)

    assert keys.verify("kind", data.hex(), signature, suite)
    assert not keys.verify("kind", data.hex() + "0", signature, suite)
    assert not keys.verify("other", data.hex(), signature, suite)
    assert not keys.verify("kind", data.hex(), signature[:-4] + "AAA=", suite)
    assert not keys.verify("kind", data.hex(), signature, "INTL" if suite == "SM" else "SM")


@pytest.mark.parametrize("signature", ["", "a.b.c", "sm2-sm3..", "sm2-sm3.x.MAYCAQACAQA=", None, 7, "." * 2000])
def test_what_is_no_signature_verifies_nothing(signature: object) -> None:
    keys = verifier.Keys([{"pem": key.pem} for key in crypto.public_keys()], ())

    assert not keys.verify("kind", "", signature, "SM")


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    leaves = [verifier.leaf_of(verifier.sha256, bytes.fromhex(data)) for data in INPUTS[:size]]

    assert verifier.root_of(verifier.sha256, leaves).hex() == ROOTS[size - 1]
    assert merkle.root(verifier.sha256, leaves).hex() == ROOTS[size - 1]


def test_the_root_over_nothing_is_the_hash_of_nothing() -> None:
    assert verifier.root_of(verifier.sha256, []) == hashlib.sha256().digest() == merkle.root(verifier.sha256, [])


@given(LEAVES, st.data())
def test_every_leaf_is_included_and_no_other(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    root = merkle.root(verifier.sha256, leaves)
    path = merkle.inclusion(verifier.sha256, leaves, index)

    def included(leaf: bytes, at: int, size: int, steps: list[bytes]) -> bool:
        return verifier.included(verifier.sha256, leaf, at, size, steps, root)

    assert included(leaves[index], index, len(leaves), path)
    assert not included(bytes(32), index, len(leaves), path)
    assert not included(leaves[index], index, len(leaves), [*path, bytes(32)])
    if path:
        assert not included(leaves[index], index, len(leaves), path[:-1])
        assert not included(leaves[index], index ^ 1, len(leaves), path)


@given(LEAVES, st.data())
def test_a_tree_that_grew_is_shown_to_have_grown(leaves: list[bytes], data: st.DataObject) -> None:
    size, digest = data.draw(st.integers(1, len(leaves))), verifier.sha256
    before, after = merkle.root(digest, leaves[:size]), merkle.root(digest, leaves)
    path = merkle.consistency(digest, leaves, size)

    assert verifier.grows(digest, size, len(leaves), path, before, after)
    assert not verifier.grows(digest, size, len(leaves), path, bytes(32), after)
    assert not verifier.grows(digest, size, len(leaves), path, before, bytes(32))
    assert not verifier.grows(digest, size, len(leaves), [*path, bytes(32)], before, after)


@given(LEAVES)
def test_a_tree_kept_as_its_peaks_has_the_same_root(leaves: list[bytes]) -> None:
    peaks: list[bytes] = []
    history = verifier.History(verifier.sha256)
    for size, leaf in enumerate(leaves):
        peaks = merkle.grown(verifier.sha256, peaks, size, merkle.leaf(verifier.sha256, leaf))
        history.add(leaf)

    root = merkle.root(verifier.sha256, [merkle.leaf(verifier.sha256, leaf) for leaf in leaves])
    assert merkle.root_of(verifier.sha256, peaks) == root == history.root()


WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=8)
VALUES = st.one_of(st.none(), st.booleans(), st.integers(-(10**17), 10**17), WORDS, st.lists(WORDS, max_size=3))
ENTRY: dict[str, object] = {
    **dict.fromkeys(["actor", "actor_kind", "after", "at", "basis", "before", "disclose", "kind", "operation"], "x"),
    **dict.fromkeys(["purpose", "recorded_at", "subject", "verb", "withheld_basis"], "y"),
    "disclose_from": None,
    "epoch": 1,
    "for_party": None,
    "format": 1,
    "id": 3,
    "position": 7,
    "reading": False,
    "about": ["a", "b"],
}


@given(facts=st.dictionaries(WORDS, VALUES, max_size=4), after=WORDS)
@example(facts={"": "", ":": None}, after="")
def test_what_the_short_way_takes_is_in_the_one_spelling(facts: dict[str, object], after: str) -> None:
    line = verifier.spelled(ENTRY | {"facts": facts, "after": after}).encode()
    plain = verifier.PLAIN.fullmatch(line)

    assert (plain is None) == (b"\\" in line)
    if plain:
        names = verifier.NAME.findall(plain[3])
        assert [name.decode() for name in names] == sorted(facts)


@pytest.mark.parametrize(
    "line",
    [
        '{"a":1,"a":2}',
        '{"b":1,"a":2}',
        '{"a": 1}',
        '{"a":01}',
        '{"a":1.0}',
        '{"a":{"b":1}}',
        '{"a":[[1]]}',
        '{"a":"\\u0041"}',
        '{"a":1,}',
    ],
)
def test_facts_in_another_spelling_are_not_taken_for_sound(line: str) -> None:
    entry = verifier.spelled(ENTRY | {"facts": {}}).replace('"facts":{}', f'"facts":{line}').encode()
    plain = verifier.PLAIN.fullmatch(entry)
    names = verifier.NAME.findall(plain[3]) if plain else []

    assert plain is None or names != sorted(set(names))
