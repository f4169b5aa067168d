"""What a proof shows, and that none shows what is not so."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.samples import PEOPLE
from tests.verifier.conftest import Made
from verifier import tongban_verify as verifier

pytestmark = pytest.mark.django_db

MANY = settings(max_examples=150, deadline=None)
Document = dict[str, Any]


def faults(document: Document, folder: Path, **given_: Any) -> list[str]:  # noqa: ANN401 -- whatever the check takes
    file = folder / "proof.json"
    file.write_text(json.dumps(document), encoding="ascii")
    report, _ = verifier.check(str(file), **given_)
    return [fault["en"] for fault in report.faults]


def paths(value: object, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every single value of a document."""
    if isinstance(value, dict):
        return [path for key, inside in value.items() for path in paths(inside, (*at, key))]
    if isinstance(value, list):
        return [path for index, inside in enumerate(value) for path in paths(inside, (*at, index))]
    return [at]


WRONG: tuple[object, ...] = (None, -1, 10**30, "", [], {}, True, [[]] * 3)


def spoiled(document: Document, path: tuple[Any, ...], how: int) -> Document:
    """Return the document with one value changed."""
    made = copy.deepcopy(document)
    *way, last = path
    inside = made
    for key in way:
        inside = inside[key]
    value = inside[last]
    if isinstance(value, str) and value:
        at = how // 2 % len(value)
        other = ("0" if value[at] != "0" else "1") if how % 2 else ""
        inside[last] = value[:at] + other + value[at + 1 :]
    else:
        inside[last] = WRONG[how % len(WRONG)]
    return made


def proof_of(made: Made, kind: str) -> Document:
    return {"entry": made.entry, "growth": made.growth, "person": made.persons[0], "stranger": made.stranger}[kind]


@pytest.mark.parametrize("kind", ["entry", "growth", "person", "stranger"])
class TestEveryProof:
    def test_holds_with_the_pinned_key_and_the_published_root(self, kind: str, made: Made, tmp_path: Path) -> None:
        root = None if kind == "entry" else made.root

        assert faults(proof_of(made, kind), tmp_path, pins=made.pins, root=root) == []

    def test_does_not_hold_with_the_key_of_somebody_else(self, kind: str, made: Made, tmp_path: Path) -> None:
        assert faults(proof_of(made, kind), tmp_path, pins=["0" * 64])

    def test_does_not_hold_without_the_published_root(self, kind: str, made: Made, tmp_path: Path) -> None:
        assert faults(proof_of(made, kind), tmp_path, root="0" * 64)

    # Plain numbers, because the documents differ from run to run.
    @MANY
    @given(where=st.integers(0, 10**6), how=st.integers(0, 10**6))
    def test_with_any_value_changed_does_not_hold(self, kind: str, made: Made, where: int, how: int) -> None:
        proof = proof_of(made, kind)
        # The name of a person who is nowhere is only a label: the token is what was looked for.
        telling = [path for path in paths(proof) if path[0] not in {"keys", "party"}]
        made_up = spoiled(proof, telling[where % len(telling)], how)

        with TemporaryDirectory() as folder:
            try:
                found = faults(made_up, Path(folder))
            except verifier.Unreadable:
                return

        assert found


class TestPersons:
    def test_the_lists_of_all_persons_are_all_the_entries_about_anybody(self, made: Made) -> None:
        shown = [
            json.loads(e["entry"]) for proof in made.persons for b in proof["batches"] for e in b.get("entries", [])
        ]
        lines = [line for file in sorted(made.export.rglob("entries.jsonl")) for line in file.read_text().splitlines()]

        assert {entry["position"] for entry in shown} == {
            entry["position"] for entry in map(json.loads, lines) if entry["about"]
        }

    def test_a_hidden_entry_is_found(self, made: Made, tmp_path: Path) -> None:
        proof = copy.deepcopy(made.persons[0])
        batch = next(one for one in proof["batches"] if len(one.get("positions", [])) > 1)
        del batch["positions"][-1], batch["entries"][-1]

        assert faults(proof, tmp_path) == ["the list of the person is not whole"]

    def test_a_batch_left_out_is_found(self, made: Made, tmp_path: Path) -> None:
        proof = copy.deepcopy(made.persons[0])
        del proof["batches"][3]

        assert faults(proof, tmp_path) == ["the batches do not follow one another"]

    def test_absence_cannot_be_claimed_of_who_is_there(self, made: Made, tmp_path: Path) -> None:
        proof, absent = copy.deepcopy(made.persons[0]), copy.deepcopy(made.stranger)
        at = next(i for i, one in enumerate(proof["batches"]) if "positions" in one)
        proof["batches"][at] = absent["batches"][at]

        assert faults(proof, tmp_path) == ["absence from this batch is not shown"]

    def test_the_token_of_another_proves_nothing(self, made: Made, tmp_path: Path) -> None:
        assert faults({**made.persons[0], "token": made.persons[1]["token"]}, tmp_path)

    def test_entries_about_another_are_found(self, made: Made, tmp_path: Path) -> None:
        assert "the entry is not about the person" in faults({**made.persons[0], "party": str(PEOPLE[5])}, tmp_path)

    def test_pseudonyms_of_two_batches_cannot_be_linked(self, made: Made) -> None:
        names = [
            json.loads(line)["pseudonym"]
            for file in made.export.rglob("subjects.jsonl")
            for line in file.read_text().splitlines()
        ]

        assert len(names) == len(set(names)) > len(PEOPLE)


class TestGrowth:
    def test_a_chain_that_was_changed_before_is_found(self, made: Made, tmp_path: Path) -> None:
        proof = copy.deepcopy(made.growth)
        proof["from"] = {**proof["steps"][0]["to"]}

        assert faults(proof, tmp_path)

    def test_a_step_left_out_is_found(self, made: Made, tmp_path: Path) -> None:
        proof = copy.deepcopy(made.growth)
        del proof["steps"][1]

        assert faults(proof, tmp_path)
