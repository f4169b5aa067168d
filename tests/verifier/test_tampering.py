"""Whoever changes, removes, inserts or reorders something in an export is found out, and told where."""

from __future__ import annotations

import json
import shutil
from base64 import urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verifier.conftest import Copy, Made
from tongban.crypto import api as crypto
from tongban.ledger.rules import merkle
from tongban.ledger.rules.canonical import dumps
from tongban.ledger.rules.headers import BATCH, DAY, signed
from verifier import tongban_verify as verifier

pytestmark = pytest.mark.django_db

LAST = 50
POSITIONS = st.integers(1, LAST)
FEW = settings(max_examples=25, deadline=None)


Faults = list[dict[str, Any]]


def found(made: Made, spoil: Callable[[Copy], None]) -> Faults:
    """Spoil a fresh copy and return what the verifier finds: hypothesis spoils many in one test."""
    with TemporaryDirectory() as folder:
        copy = Copy(Path(folder) / "copy", made)
        spoil(copy)
        return copy.faults()


def places(faults: Faults) -> set[int]:
    return {fault["position"] for fault in faults if "position" in fault}


def rewrite_leaves(copy: Copy, folder: str) -> None:
    """Do what an attacker does who knows the format: make the list of leaves fit the entries."""
    header = next(one for one in copy.headers() if folder.endswith(f"{one['number']:08}"))
    digest = crypto.hasher(crypto.Suite(header["suite"]))
    entries = copy.lines(f"{folder}/entries.jsonl")
    copy.put(f"{folder}/leaves.txt", [merkle.leaf(digest, entry.encode()).hex() for entry in entries])


def test_an_untouched_export_holds(spoiled: Copy, made: Made) -> None:
    report, count = verifier.check(str(spoiled.folder), pins=made.pins, root=made.root, days=made.days)

    assert (report.faults, count) == ([], LAST)


def test_an_untouched_stretch_holds_in_a_zip_file(made: Made, tmp_path: Path) -> None:
    shutil.make_archive(str(tmp_path / "export"), "zip", made.export)

    report, count = verifier.check(str(tmp_path / "export.zip"), pins=made.pins, root=made.root)

    assert (report.faults, count) == ([], LAST)


@FEW
@given(position=POSITIONS, leaves_too=st.booleans())
def test_a_changed_entry_is_found_where_it_stands(made: Made, position: int, leaves_too: bool) -> None:  # noqa: FBT001 -- drawn
    def spoil(copy: Copy) -> None:
        folder, index = copy.of(position)
        lines = copy.lines(f"{folder}/entries.jsonl")
        lines[index] = lines[index].replace('"reading":false', '"reading":true')
        copy.put(f"{folder}/entries.jsonl", lines)
        if leaves_too:
            rewrite_leaves(copy, folder)

    faults = found(made, spoil)

    if leaves_too:
        (fault,) = faults
        assert fault["position"] <= position <= fault["last"]
    else:
        assert places(faults) == {position}


@FEW
@given(position=POSITIONS, leaves_too=st.booleans())
def test_a_removed_entry_is_found_where_it_stood(made: Made, position: int, leaves_too: bool) -> None:  # noqa: FBT001 -- drawn
    def spoil(copy: Copy) -> None:
        folder, index = copy.of(position)
        lines = copy.lines(f"{folder}/entries.jsonl")
        copy.put(f"{folder}/entries.jsonl", lines[:index] + lines[index + 1 :])
        if leaves_too:
            rewrite_leaves(copy, folder)

    assert places(found(made, spoil)) == {position}


@FEW
@given(position=POSITIONS, leaves_too=st.booleans())
def test_an_inserted_entry_is_found_where_it_was_put_in(made: Made, position: int, leaves_too: bool) -> None:  # noqa: FBT001 -- drawn
    def spoil(copy: Copy) -> None:
        folder, index = copy.of(position)
        lines = copy.lines(f"{folder}/entries.jsonl")
        made_up = lines[index].replace('"reading":false', '"reading":true')
        copy.put(f"{folder}/entries.jsonl", [*lines[: index + 1], made_up, *lines[index + 1 :]])
        if leaves_too:
            rewrite_leaves(copy, folder)

    at = places(found(made, spoil))

    assert at
    assert at <= {position, position + 1}


@FEW
@given(positions=st.lists(POSITIONS, min_size=2, max_size=2, unique=True))
def test_reordered_entries_are_found(made: Made, positions: list[int]) -> None:
    def spoil(copy: Copy) -> None:
        files = {folder: copy.lines(f"{folder}/entries.jsonl") for folder, _ in map(copy.of, positions)}
        (one, at), (two, to) = map(copy.of, positions)
        files[one][at], files[two][to] = files[two][to], files[one][at]
        for folder, lines in files.items():
            copy.put(f"{folder}/entries.jsonl", lines)

    assert places(found(made, spoil)) & set(positions)


@FEW
@given(name=st.sampled_from(["entries.jsonl", "leaves.txt", "subjects.jsonl"]), place=st.floats(0, 1), data=st.data())
def test_no_byte_of_a_batch_can_be_changed(made: Made, name: str, place: float, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, made.last))

    def spoil(copy: Copy) -> None:
        file = copy.file(f"batches/{number:08}/{name}")
        content = bytearray(file.read_bytes())
        at = min(int(place * len(content)), len(content) - 2)
        if at >= 0:
            content[at] ^= 1 + data.draw(st.integers(0, 254))
            file.write_bytes(content)
        else:
            file.write_bytes(b"\n")

    assert {fault["batch"] for fault in found(made, spoil)} == {number}


@FEW
@given(place=st.floats(0, 1), bit=st.integers(0, 6), name=st.sampled_from(["headers.jsonl", "days.jsonl"]))
def test_no_bit_of_the_chain_can_be_changed(made: Made, place: float, bit: int, name: str) -> None:
    def spoil(copy: Copy) -> None:
        # Nobody can tell a change in the authority's own signature without its certificate: openssl does.
        days = [json.loads(line) | {"token": None} for line in copy.lines("days.jsonl")]
        copy.put("days.jsonl", [dumps(day) for day in days])
        content = bytearray(copy.file(name).read_bytes())
        content[min(int(place * len(content)), len(content) - 2)] ^= 1 << bit
        copy.file(name).write_bytes(content)

    assert found(made, spoil)


def test_a_token_under_another_name_is_no_day_without_a_token(made: Made) -> None:
    def spoil(copy: Copy) -> None:
        days = [json.loads(line) for line in copy.lines("days.jsonl")]
        copy.put("days.jsonl", [dumps({"uoken" if key == "token" else key: of[key] for key in of}) for of in days])

    assert found(made, spoil)


class TestChain:
    @pytest.mark.parametrize("number", [1, 4, 7])
    def test_a_missing_batch_is_found(self, spoiled: Copy, number: int) -> None:
        lines = spoiled.lines("headers.jsonl")
        spoiled.put("headers.jsonl", lines[: number - 1] + lines[number:])

        assert spoiled.faults()[0]["batch"] == number + 1

    def test_batches_in_another_order_are_found(self, spoiled: Copy) -> None:
        lines = spoiled.lines("headers.jsonl")
        lines[2], lines[3] = lines[3], lines[2]
        spoiled.put("headers.jsonl", lines)

        assert {fault["batch"] for fault in spoiled.faults()} >= {3, 4, 5}

    def test_a_tail_that_was_cut_off_is_found_only_by_what_was_published(self, spoiled: Copy, made: Made) -> None:
        cut_off(spoiled, made.last - 1)

        assert spoiled.faults(pins=made.pins) == []
        assert spoiled.faults(root=made.root)
        assert len(spoiled.faults(days=made.days)) == len(made.days)

    def test_whoever_changes_an_entry_and_all_that_follows_lacks_the_key(self, spoiled: Copy) -> None:
        folder, _ = spoiled.of(17)
        rechain(spoiled, folder, keep=True)

        faults = spoiled.faults()

        assert {fault["batch"] for fault in faults if "signature" in fault["en"]} == set(
            range(4, spoiled.made.last + 1)
        )
        assert places(faults) == set()

    def test_a_key_of_their_own_is_found_by_the_pin_and_by_what_was_published(self, spoiled: Copy, made: Made) -> None:
        folder, _ = spoiled.of(17)
        rechain(spoiled, folder, keep=False)

        assert spoiled.faults() == []
        assert spoiled.faults(pins=made.pins)
        assert spoiled.faults(root=made.root)
        assert spoiled.faults(days=made.days)


def cut_off(copy: Copy, last: int) -> None:
    """Remove the batches after one, and every trace of them that can be removed without the key."""
    copy.put("headers.jsonl", copy.lines("headers.jsonl")[:last])
    for number in range(last + 1, copy.made.last + 1):
        shutil.rmtree(copy.file(f"batches/{number:08}"))
    manifest = json.loads(copy.file("manifest.json").read_text())
    copy.put("manifest.json", [dumps(manifest | {"last": last})])
    kept = [line for line in copy.lines("days.jsonl") if json.loads(json.loads(line)["statement"])["batch"] <= last]
    copy.put("days.jsonl", kept)


def rechain(copy: Copy, folder: str, *, keep: bool) -> None:
    """Change an entry and compute everything anew; ``keep`` the old signatures, or sign with a key of one's own.

    The attacker brings every batch into the suite of the key, as they may.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    lines = copy.lines(f"{folder}/entries.jsonl")
    copy.put(f"{folder}/entries.jsonl", [lines[0].replace('"reading":false', '"reading":true'), *lines[1:]])
    rewrite_leaves(copy, folder)
    digests = {suite: crypto.hasher(crypto.Suite(suite)) for suite in ("SM", "INTL")}
    peaks: dict[str, list[bytes]] = {"SM": [], "INTL": []}
    before, out = b"", []
    for size, line in enumerate(copy.lines("headers.jsonl")):
        carrier = json.loads(line)
        header = json.loads(carrier["header"])
        if not keep:
            _other_suite(copy, header)
        digest = digests[header["suite"]]
        leaves = [bytes.fromhex(leaf) for leaf in copy.lines(f"batches/{header['number']:08}/leaves.txt")]
        header["entries"] = merkle.root(digest, leaves).hex()
        header["previous"] = digest(before).hex()
        header["history"] = merkle.root_of(digest, peaks[header["suite"]]).hex()
        text = dumps(header)
        out.append(dumps({"header": text, "signature": carrier["signature"] if keep else _sign(key, BATCH, text)}))
        before = text.encode()
        for suite, hashed in digests.items():
            peaks[suite] = merkle.grown(hashed, peaks[suite], size, merkle.leaf(hashed, before))
    copy.put("headers.jsonl", out)
    if not keep:
        copy.put("keys.json", [dumps([{"pem": _pem(key)}])])
    copy.put("days.jsonl", [])


def _other_suite(copy: Copy, header: dict[str, Any]) -> None:
    """Bring a batch into the international suite, leaves, map and all."""
    header["suite"] = "INTL"
    folder = f"batches/{header['number']:08}"
    rewrite_leaves_in(copy, folder, verifier.sha256)
    names = []
    for line in copy.lines(f"{folder}/subjects.jsonl"):
        fields = json.loads(line)
        opened = verifier.hmac(verifier.sha256, bytes.fromhex(fields["blind"]), dumps(fields["positions"]).encode())
        names.append(verifier.leaf_of(verifier.sha256, bytes.fromhex(fields["pseudonym"]) + opened))
    header["subjects"] = merkle.root(verifier.sha256, names).hex()


def rewrite_leaves_in(copy: Copy, folder: str, digest: Callable[[bytes], bytes]) -> None:
    entries = copy.lines(f"{folder}/entries.jsonl")
    copy.put(f"{folder}/leaves.txt", [merkle.leaf(digest, entry.encode()).hex() for entry in entries])


def _pem(key: ec.EllipticCurvePrivateKey) -> str:
    return (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


def _sign(key: ec.EllipticCurvePrivateKey, kind: str, text: str) -> str:
    encoded = urlsafe_b64encode(key.sign(signed(kind, text), ec.ECDSA(hashes.SHA256()))).decode()
    return f"ecdsa-p256-sha256.{verifier.Key(_pem(key)).name}.{encoded}"


class TestMap:
    def test_a_person_left_out_of_the_map_is_found(self, spoiled: Copy) -> None:
        folder, _ = spoiled.of(17)
        spoiled.put(f"{folder}/subjects.jsonl", spoiled.lines(f"{folder}/subjects.jsonl")[1:])

        assert [fault["en"] for fault in spoiled.faults()] == ["the map of persons was altered"]

    def test_a_map_that_was_signed_but_hides_an_entry_is_found(self, spoiled: Copy) -> None:
        folder, _ = spoiled.of(17)
        name = f"{folder}/subjects.jsonl"
        lines = [json.loads(line) for line in spoiled.lines(name)]
        longest = max(lines, key=lambda line: len(line["positions"]))
        longest["positions"] = longest["positions"][:-1]
        spoiled.put(name, [dumps(line) for line in lines])
        rechain(spoiled, folder, keep=False)

        assert "does not list what the entries say" in str(spoiled.faults())


class TestDays:
    def test_a_missing_day_is_found(self, spoiled: Copy) -> None:
        lines = spoiled.lines("days.jsonl")
        spoiled.put("days.jsonl", [lines[0], *lines[2:]])

        assert "a day is missing" in spoiled.faults()[0]["en"]

    def test_a_day_that_names_another_root_is_found(self, spoiled: Copy) -> None:
        carrier = json.loads(spoiled.lines("days.jsonl")[0])
        statement = json.loads(carrier["statement"]) | {"root": "0" * 64}
        spoiled.put("days.jsonl", [dumps(carrier | {"statement": dumps(statement)})])

        assert {"no valid signature of the day 2026-09-01", "the root of 2026-09-01 is not this batch's"} <= {
            fault["en"] for fault in spoiled.faults()
        }

    def test_a_timestamp_that_is_none_is_found(self, spoiled: Copy) -> None:
        carrier = json.loads(spoiled.lines("days.jsonl")[0])
        spoiled.put("days.jsonl", [dumps(carrier | {"token": "MAMCAQE="}), *spoiled.lines("days.jsonl")[1:]])

        assert [fault["en"] for fault in spoiled.faults()] == ["the timestamp of 2026-09-01 cannot be read"]

    def test_the_timestamps_are_told_with_their_moment(self, spoiled: Copy) -> None:
        report, _ = verifier.check(str(spoiled.folder))

        told = [note["en"] for note in report.notes if "timestamp" in note["en"]]
        assert told == [
            f"{day} timestamp 20260904020000Z (its signature unchecked)" for day in ("2026-09-01", "2026-09-02")
        ]

    def test_the_timestamp_of_another_day_is_found(self, spoiled: Copy) -> None:
        lines = [json.loads(line) for line in spoiled.lines("days.jsonl")]
        lines[0]["token"], lines[1]["token"] = lines[1]["token"], lines[0]["token"]
        spoiled.put("days.jsonl", [dumps(line) for line in lines])

        assert "is for something else" in spoiled.faults()[0]["en"]

    def test_a_day_that_was_published_and_is_not_there_is_found(self, spoiled: Copy) -> None:
        assert spoiled.faults(days={"2026-10-01": "0" * 64})


class TestMoments:
    """Whoever holds the key can sign a false moment; the entries and the batches around it show that it is false."""

    def test_a_batch_sealed_before_its_entries_were_recorded_is_found(self, spoiled: Copy) -> None:
        header = spoiled.headers()[-1]
        reseal(spoiled, "2026-01-01T00:00:00.000000Z")

        faults = spoiled.faults()

        early = {fault["position"] for fault in faults if fault["en"] == "the entry was recorded after it was sealed"}
        assert early == set(range(header["first"], header["last"] + 1))
        assert {(fault["batch"], fault["en"]) for fault in faults if "position" not in fault} == {
            (header["number"], "sealed earlier than the batch before")
        }

    def test_and_so_is_one_in_the_proof_of_an_entry(self, made: Made, tmp_path: Path) -> None:
        header = json.loads(made.entry["batch"]["header"])
        text = dumps(header | {"sealed_at": "2026-01-01T00:00:00.000000Z"})
        signature = crypto.sign(signed(BATCH, text), suite=crypto.Suite(header["suite"]))
        proof = tmp_path / "proof.json"
        proof.write_text(dumps(made.entry | {"batch": {"header": text, "signature": signature}}))

        report, _ = verifier.check(str(proof))

        assert [fault["en"] for fault in report.faults] == ["the entry was recorded after it was sealed"]

    @pytest.mark.parametrize("name", ["growth", "persons"])
    def test_a_chain_that_goes_back_in_time_is_found_in_proofs_too(self, made: Made, tmp_path: Path, name: str) -> None:
        document = made.growth if name == "growth" else made.stranger
        copy = json.loads(dumps(document))
        last = copy["steps"][-1]["to"] if name == "growth" else copy["batches"][-1]
        text = dumps(json.loads(last["header"]) | {"sealed_at": "2026-01-01T00:00:00.000000Z"})
        last |= {"header": text, "signature": crypto.sign(signed(BATCH, text), suite=crypto.Suite.SM)}
        proof = tmp_path / "proof.json"
        proof.write_text(dumps(copy))

        report, _ = verifier.check(str(proof))

        assert [fault["en"] for fault in report.faults] == ["sealed earlier than the batch before"]

    @pytest.mark.parametrize(
        ("closed_at", "en"),
        [
            ("2026-09-01T15:59:59.999999Z", "2026-09-01 was closed before it was over"),
            ("2026-09-01T16:00:00.000000Z", "2026-09-01 was closed before this batch was sealed"),
        ],
    )
    def test_a_day_closed_before_it_was_over_or_sealed_is_found(self, spoiled: Copy, closed_at: str, en: str) -> None:
        lines = spoiled.lines("days.jsonl")
        text = dumps(json.loads(json.loads(lines[0])["statement"]) | {"closed_at": closed_at})
        signature = crypto.sign(signed(DAY, text), suite=crypto.Suite.SM)
        spoiled.put("days.jsonl", [dumps({"statement": text, "signature": signature, "token": None}), *lines[1:]])

        assert en in {fault["en"] for fault in spoiled.faults()}

    def test_a_moment_in_another_spelling_cannot_be_read(self, spoiled: Copy) -> None:
        reseal(spoiled, "2027-01-01 00:00:00Z")

        assert "cannot be read: sealed_at" in {fault["en"] for fault in spoiled.faults()}


def reseal(copy: Copy, moment: str) -> None:
    """Sign the last batch with another moment, with the very key of the keeper, and publish no day on it."""
    lines = copy.lines("headers.jsonl")
    text = dumps(copy.headers()[-1] | {"sealed_at": moment})
    signature = crypto.sign(signed(BATCH, text), suite=crypto.Suite.SM)
    copy.put("headers.jsonl", [*lines[:-1], dumps({"header": text, "signature": signature})])
    copy.put("days.jsonl", [])


def test_a_file_that_does_not_belong_there_is_found(spoiled: Copy) -> None:
    (spoiled.folder / "batches/00000099").mkdir()
    spoiled.put("batches/00000099/entries.jsonl", ["{}"])

    assert "does not belong here" in spoiled.faults()[0]["en"]


@pytest.mark.parametrize("name", ["entries.jsonl", "leaves.txt", "subjects.jsonl"])
def test_a_missing_file_is_a_fault_of_its_batch(spoiled: Copy, name: str) -> None:
    spoiled.file(f"batches/00000003/{name}").unlink()

    assert [fault["batch"] for fault in spoiled.faults()] == [3]
