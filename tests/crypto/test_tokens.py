from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import KeySet

from tongban.crypto import api as crypto
from tongban.crypto import jose
from tongban.crypto.jose import SoftwareTokenSigner


def strangers(folder: Path) -> SoftwareTokenSigner:
    folder.mkdir(exist_ok=True)
    return SoftwareTokenSigner(folder)


def test_a_library_that_knows_only_the_published_keys_reads_the_claims() -> None:
    token = crypto.sign_token({"iss": "https://zwfw.example.cn", "name": "测试甲"})

    keys = KeySet.import_key_set({"keys": [dict(key) for key in crypto.token_keys()]})

    assert jwt.decode(token, keys, algorithms=["RS256"]).claims["name"] == "测试甲"


def test_what_is_published_holds_no_private_half() -> None:
    assert [set(key) for key in crypto.token_keys()] == [{"kty", "n", "e", "kid", "use", "alg"}]


def test_a_token_of_ours_is_read_also_when_it_has_expired() -> None:
    assert crypto.read_token(crypto.sign_token({"exp": 1}))["exp"] == 1


@given(st.integers(min_value=0))
def test_a_token_with_any_letter_changed_is_none(place: int) -> None:
    token = crypto.sign_token({"sub": "x"})
    at = place % len(token)
    bent = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
    # The last letter of a part carries bits that mean nothing.
    if _bytes(bent) != _bytes(token):
        with pytest.raises(crypto.BadToken):
            crypto.read_token(bent)


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "..", "é"])
def test_any_other_text_is_no_token(text: str) -> None:
    with pytest.raises(crypto.BadToken):
        crypto.read_token(text)


def test_a_token_that_names_no_algorithm_is_none() -> None:
    _, claims, _ = crypto.sign_token({"sub": "x"}).split(".")

    with pytest.raises(crypto.BadToken):
        crypto.read_token(f"eyJhbGciOiJub25lIn0.{claims}.")


def test_a_token_of_another_installation_is_none(tmp_path: Path) -> None:
    foreign = jose.encode(strangers(tmp_path / "other"), {"sub": "x"})

    with pytest.raises(crypto.BadToken):
        crypto.read_token(foreign)


def test_a_newer_key_signs_and_tokens_of_the_older_still_hold(tmp_path: Path) -> None:
    older = strangers(tmp_path)
    before = jose.encode(older, {"sub": "x"})
    (tmp_path / "token-2.key").write_bytes(jose._make())
    (tmp_path / "token-2.key").chmod(0o600)

    both = strangers(tmp_path)

    assert jose.decode(both, before)["sub"] == "x"
    assert both.name() != older.name()
    assert len(both.public_keys()) == 2


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    file = tmp_path / "token-1.key"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    file.chmod(0o600)

    with pytest.raises(crypto.KeysUnsafe):
        SoftwareTokenSigner(tmp_path).name()


def test_the_name_of_a_key_is_its_thumbprint() -> None:
    header = crypto.sign_token({}).split(".")[0]

    kid = json.loads(urlsafe_b64decode(header + "=="))["kid"]

    assert KeySet.import_key_set({"keys": [dict(crypto.token_keys()[-1])]}).keys[0].thumbprint() == kid


class TestPartners:
    def test_what_is_signed_for_a_partner_is_recognised_with_the_public_key(self, tmp_path: Path) -> None:
        private, public = pair(tmp_path)

        signature = crypto.partner_sign(private, b"app_id=1")

        assert crypto.partner_signed(public, b"app_id=1", signature)
        assert not crypto.partner_signed(public, b"app_id=2", signature)

    def test_a_secret_that_others_can_read_is_refused(self, tmp_path: Path) -> None:
        file = tmp_path / "secret"
        file.write_text("word\n")
        file.chmod(0o644)

        with pytest.raises(crypto.KeysUnsafe):
            crypto.partner_secret(file)

    def test_the_secret_is_what_stands_in_the_file(self, tmp_path: Path) -> None:
        file = tmp_path / "secret"
        file.write_text("word\n")
        file.chmod(0o600)

        assert crypto.partner_secret(file) == "word"

    def test_a_file_that_is_no_key_is_refused(self, tmp_path: Path) -> None:
        file = tmp_path / "key"
        file.write_text("word")
        file.chmod(0o600)

        with pytest.raises(crypto.KeysUnsafe):
            crypto.partner_sign(file, b"")
        with pytest.raises(crypto.KeysUnsafe):
            crypto.partner_signed(file, b"", b"")


def pair(folder: Path) -> tuple[Path, Path]:
    private, public = folder / "own.pem", folder / "theirs.pem"
    private.write_bytes(jose._make())
    key = serialization.load_pem_private_key(private.read_bytes(), password=None).public_key()
    public.write_bytes(key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo))
    private.chmod(0o600)
    public.chmod(0o600)
    return private, public


def _bytes(token: str) -> list[bytes]:
    return [urlsafe_b64decode(part + "==") for part in token.split(".")]
