"""Known answers of the national standards, so that our SM3 and SM4 are everybody's."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tongban.crypto import rules
from tongban.crypto.api import Suite, hasher, sm3

KEY = bytes.fromhex("0123456789abcdeffedcba9876543210")


def test_sm3_of_abc_is_the_answer_of_the_standard() -> None:
    assert sm3(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_sm3_of_the_second_example_is_the_answer_of_the_standard() -> None:
    assert sm3(b"abcd" * 16) == "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"


def test_the_hasher_of_each_suite_gives_the_answer_of_its_standard() -> None:
    assert hasher(Suite.SM)(b"abc").hex() == sm3(b"abc")
    assert hasher(Suite.INTL)(b"abc").hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_hasher_gives_the_same_answer_again_and_again() -> None:
    for suite in Suite:
        once = hasher(suite)
        assert once(b"") == once(b"") != once(b"\0")


def test_a_build_of_python_without_sm3_gives_the_same_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    def without(name: str) -> object:
        raise ValueError(f"unsupported hash type {name}")

    monkeypatch.setattr(hashlib, "new", without)
    other = rules._fastest_sm3()

    assert other is not hasher(Suite.SM)
    assert all(other(data) == hasher(Suite.SM)(data) for data in (b"", b"abc", b"abcd" * 1000))


def test_sm4_of_one_block_is_the_answer_of_the_standard() -> None:
    encryptor = Cipher(algorithms.SM4(KEY), modes.ECB()).encryptor()  # noqa: S305 - the published vector is ECB

    assert encryptor.update(KEY).hex() == "681edf34d206965e86b3e94f536e4246"


def test_sm4_gcm_is_the_answer_of_rfc_8998() -> None:
    nonce = bytes.fromhex("00001234567800000000abcd")
    bound = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    plain = b"".join(bytes([value]) * 8 for value in (0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF, 0xEE, 0xAA))

    encryptor = Cipher(algorithms.SM4(KEY), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(bound)
    cipher = encryptor.update(plain) + encryptor.finalize()

    assert cipher.hex() == (
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
    )
    assert encryptor.tag.hex() == "83de3541e4c2b58177e065a9bf7b62ec"


def test_the_envelope_has_its_parts_where_the_description_says() -> None:
    envelope = rules.seal(KEY, key_id=b"KEYS", nonce=b"n" * 12, data=b"data", context=b"row")

    assert envelope[:17] == b"\x01KEYS" + b"n" * 12
    assert len(envelope) == 17 + 4 + 16
    assert rules.key_id_of(envelope) == b"KEYS"
