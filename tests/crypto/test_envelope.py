from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from tongban.crypto import api as crypto
from tongban.kernel.errors import Unavailable

pytestmark = pytest.mark.usefixtures("state")
relaxed = hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@relaxed
@given(st.binary(max_size=300), st.binary(max_size=40))
def test_what_was_encrypted_is_read_back(data: bytes, context: bytes) -> None:
    envelope = crypto.encrypt("files", data, context)

    assert crypto.decrypt("files", envelope, context) == data


def test_the_data_does_not_stand_in_the_envelope() -> None:
    envelope = crypto.encrypt("files", "申请人张三".encode() * 3)

    assert "张三".encode() not in envelope


def test_the_same_data_never_gives_the_same_envelope_twice() -> None:
    assert crypto.encrypt("files", b"same") != crypto.encrypt("files", b"same")


@relaxed
@given(st.data())
def test_one_changed_bit_anywhere_is_refused(data: st.DataObject) -> None:
    envelope = bytearray(crypto.encrypt("files", b"contents", b"row"))
    place = data.draw(st.integers(0, len(envelope) - 1))
    envelope[place] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises((crypto.Unreadable, crypto.KeyMissing)):
        crypto.decrypt("files", bytes(envelope), b"row")


@pytest.mark.parametrize("length", [0, 1, 5, 16, 32])
def test_a_truncated_envelope_is_refused(length: int) -> None:
    envelope = crypto.encrypt("files", b"contents")

    with pytest.raises(crypto.Unreadable):
        crypto.decrypt("files", envelope[:length])


def test_an_appended_byte_is_refused() -> None:
    with pytest.raises(crypto.Unreadable):
        crypto.decrypt("files", crypto.encrypt("files", b"contents") + b"\0")


def test_another_purpose_is_refused() -> None:
    envelope = crypto.encrypt("files", b"contents")

    with pytest.raises(crypto.Unreadable):
        crypto.decrypt("documents", envelope)


def test_another_context_is_refused() -> None:
    envelope = crypto.encrypt("files", b"contents", b"row 1")

    with pytest.raises(crypto.Unreadable):
        crypto.decrypt("files", envelope, b"row 2")


def test_a_later_version_is_refused_and_not_guessed_at() -> None:
    envelope = crypto.encrypt("files", b"contents")

    with pytest.raises(crypto.Unreadable):
        crypto.decrypt("files", b"\x02" + envelope[1:])


def test_the_refusal_says_in_chinese_what_to_do() -> None:
    with pytest.raises(Unavailable) as refusal:
        crypto.decrypt("files", b"nonsense")

    assert refusal.value.code == "crypto_unreadable"
    assert "请联系系统管理员" in refusal.value.message


@pytest.mark.parametrize("purpose", ["", "Files", "a b", "../x", "文件", "a/1/b", "a."])
def test_a_purpose_that_is_no_short_name_is_a_fault_of_the_programme(purpose: str) -> None:
    with pytest.raises(ValueError, match="purpose"):
        crypto.encrypt(purpose, b"")


def test_the_same_text_and_purpose_give_the_same_digest() -> None:
    digest = crypto.digest("identity.number", "11010519491231002X")

    assert digest == crypto.digest("identity.number", "11010519491231002X")
    assert len(digest) == 64


def test_digests_of_two_purposes_cannot_be_joined() -> None:
    assert crypto.digest("identity.number", "same") != crypto.digest("ledger", "same")


def test_a_digest_is_not_the_plain_digest_that_anyone_could_try_out() -> None:
    assert crypto.digest("identity.number", "abc") != crypto.sm3(b"abc")


def test_digests_of_two_installations_differ(state: Path, settings: Settings) -> None:
    here = crypto.digest("identity.number", "same")
    settings.STATE_DIR = state / "other"

    assert crypto.digest("identity.number", "same") != here
