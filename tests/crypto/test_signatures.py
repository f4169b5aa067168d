from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import gmalg
import pytest
from asn1crypto import pem
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from pytest_django import Settings

from tongban.crypto import api as crypto


class OtherTokens:
    def name(self) -> str:
        return "HSM1"

    def sign(self, data: bytes) -> bytes:
        return data[:8]

    def public_keys(self) -> list[Mapping[str, str]]:
        return []


class OtherSigner:
    """A signature server, as far as the port goes."""

    def sign(self, data: bytes, *, suite: crypto.Suite) -> str:
        return f"other-{suite}.{crypto.sm3(data)}"

    def verify(self, data: bytes, signature: str) -> bool:
        return signature in {self.sign(data, suite=suite) for suite in crypto.Suite}

    def public_keys(self) -> list[crypto.PublicKey]:
        return []


class OtherAuthority:
    """A timestamp authority, as far as the port goes."""

    name = "other"

    def stamp(self, digest: bytes, *, suite: crypto.Suite, at: datetime) -> bytes:
        return f"{suite} {at:%Y} ".encode() + digest


class OtherKeys:
    """A security module, as far as the port goes."""

    def current(self) -> bytes:
        return b"HSM1"

    def held(self) -> tuple[bytes, ...]:
        return (b"HSM1",)

    def derive(self, key_id: bytes, *, info: str, length: int) -> bytes:
        return crypto.sm3(key_id + info.encode()).encode()[:length]

    def derive_lasting(self, *, info: str, length: int) -> bytes:
        return self.derive(b"HSM0", info=info, length=length)

    def add(self) -> bytes:
        raise crypto.KeysUnwritable

    def retire(self, key_id: bytes) -> None:
        raise crypto.KeyInUse if key_id == self.current() else crypto.KeyMissing


pytestmark = pytest.mark.usefixtures("state")


ALGORITHMS = {crypto.Suite.SM: "sm2-sm3", crypto.Suite.INTL: "ecdsa-p256-sha256"}
each_suite = pytest.mark.parametrize("suite", crypto.Suite)

# Written by the programme as it was before there were suites. The key was made for this test and serves nothing else.
FORMER_KEY = (
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgOoFaYAYPcjSOsQnMMyG7bdJzyCI+Dwd1Q8SEf84Vc2Ch"
    "RANCAAR7T9Z9rLTdwB+LYor+v1fofjMkG9/y+kbJLFplLVACJGWCq6HFhSOIwjiqBIimmueDlcCE3G6fgYtA62LNmV8s"
)
FORMER_SIGNATURE = (
    "ecdsa-p256-sha256.ab7856bbe2a252f2.MEUCIDlZ5XQdhQiIkDPyq-J2I"
    "e5FOdgFPblbPzd0V9o2MHlOAiEA8gs2ffBbGviqgVdClJ4oQWur7wPllrNpLTnfxgGf_Pw="
)


@each_suite
def test_a_signature_is_recognised_and_names_its_algorithm(suite: crypto.Suite) -> None:
    signature = crypto.sign(b"decision", suite=suite)

    assert crypto.verify(b"decision", signature)
    assert signature.startswith(ALGORITHMS[suite] + ".")


@each_suite
def test_the_setting_says_what_an_installation_signs_with(settings: Settings, suite: crypto.Suite) -> None:
    before = crypto.sign(b"decision")
    settings.SIGNATURE_SUITE = suite.value

    assert crypto.suite() is suite
    assert crypto.sign(b"decision").startswith(ALGORITHMS[suite] + ".")
    assert crypto.verify(b"decision", before)


def test_an_installation_that_says_nothing_signs_with_the_national_algorithms() -> None:
    assert crypto.suite() is crypto.Suite.SM


@pytest.mark.parametrize("setting", ["", "sm", "SM2", "RSA", "国密"])
def test_a_setting_that_names_no_suite_is_refused_when_the_house_is_set_up(settings: Settings, setting: str) -> None:
    settings.SIGNATURE_SUITE = setting

    for verb in (crypto.suite, crypto.ensure_keys):
        with pytest.raises(crypto.SuiteUnknown) as refusal:
            verb()
        assert "TONGBAN_SIGNATURE_SUITE" in refusal.value.message


def test_a_signature_made_before_there_were_suites_still_holds(state: Path) -> None:
    (state / "keys").mkdir(mode=0o700)
    (state / "keys" / "signer-1.key").write_bytes(pem.armor("PRIVATE KEY", base64.b64decode(FORMER_KEY)))
    (state / "keys" / "signer-1.key").chmod(0o600)

    assert crypto.verify(b"decision", FORMER_SIGNATURE)
    assert not crypto.verify(b"decision.", FORMER_SIGNATURE)


@each_suite
def test_an_outsider_checks_a_signature_with_the_public_keys_alone(suite: crypto.Suite) -> None:
    algorithm, name, encoded = crypto.sign(b"decision", suite=suite).split(".")
    signature = base64.urlsafe_b64decode(encoded)
    (key,) = [key for key in crypto.public_keys() if key.name == name]
    point = bytes.fromhex(key.point)

    assert (key.algorithm, key.suite) == (algorithm, suite)
    if suite is crypto.Suite.SM:
        r, s = (number.to_bytes(32) for number in decode_dss_signature(signature))
        assert gmalg.SM2(uid=b"1234567812345678", pk=point).verify(b"decision", r, s)
        assert pem.unarmor(key.pem.encode())[2].endswith(point)
    else:
        public = serialization.load_pem_public_key(key.pem.encode())
        assert isinstance(public, ec.EllipticCurvePublicKey)
        public.verify(signature, b"decision", ec.ECDSA(hashes.SHA256()))
        assert public == ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)


@each_suite
def test_a_newer_key_signs_and_the_older_is_still_recognised(
    state: Path, settings: Settings, suite: crypto.Suite
) -> None:
    old = crypto.sign(b"decision", suite=suite)
    settings.STATE_DIR = state / "other"
    crypto.ensure_keys()
    stem = {crypto.Suite.SM: "sm2", crypto.Suite.INTL: "signer"}[suite]
    (state / "other" / "keys" / f"{stem}-1.key").rename(state / "keys" / f"{stem}-2.key")
    settings.STATE_DIR = state / ".." / state.name

    new = crypto.sign(b"decision", suite=suite)

    assert new.split(".")[1] != old.split(".")[1]
    assert crypto.verify(b"decision", new)
    assert crypto.verify(b"decision", old)
    assert len(crypto.public_keys()) == 3


def test_a_key_of_one_algorithm_in_the_place_of_another_is_refused(state: Path, settings: Settings) -> None:
    crypto.ensure_keys()
    keys = state / "keys"
    sm2, ecdsa = (keys / "sm2-1.key").read_bytes(), (keys / "signer-1.key").read_bytes()

    for name, content in (("sm2-2.key", ecdsa), ("signer-2.key", sm2)):
        (keys / name).touch(mode=0o600)
        (keys / name).write_bytes(content)
        settings.STATE_DIR = settings.STATE_DIR / ".." / state.name
        with pytest.raises(crypto.KeysUnsafe):
            crypto.sign(b"decision")
        (keys / name).unlink()


@each_suite
def test_a_signature_over_other_bytes_is_not_ours(suite: crypto.Suite) -> None:
    assert not crypto.verify(b"decision.", crypto.sign(b"decision", suite=suite))


@pytest.mark.parametrize(
    "signature",
    ["", ".", "..", "sm2-sm3", "sm2-sm3..", "sm2-sm3.0000000000000000.AAAA", "ecdsa-p256-sha256..", "签.名.字"],
)
def test_any_other_text_is_simply_no_signature(signature: str) -> None:
    assert not crypto.verify(b"decision", signature)


@each_suite
@pytest.mark.parametrize("ending", ["", "!", "AAAA", "签"])
def test_a_damaged_signature_is_no_signature(ending: str, suite: crypto.Suite) -> None:
    algorithm, key, _ = crypto.sign(b"decision", suite=suite).split(".")

    assert not crypto.verify(b"decision", f"{algorithm}.{key}.{ending}")


@each_suite
@pytest.mark.parametrize("other", ["sm2-sm3", "ecdsa-p256-sha256", "other"])
def test_the_algorithm_cannot_be_renamed(suite: crypto.Suite, other: str) -> None:
    algorithm, _, rest = crypto.sign(b"decision", suite=suite).partition(".")

    assert crypto.verify(b"decision", f"{other}.{rest}") == (other == algorithm)


@each_suite
def test_a_signature_of_another_installation_is_not_ours(state: Path, settings: Settings, suite: crypto.Suite) -> None:
    signature = crypto.sign(b"decision", suite=suite)
    settings.STATE_DIR = state / "other"

    assert not crypto.verify(b"decision", signature)


@pytest.mark.usefixtures("wiring")
def test_another_signer_can_be_wired_in_its_place() -> None:
    crypto.use(signer=OtherSigner())

    signature = crypto.sign(b"decision")

    assert signature.startswith("other-SM.")
    assert crypto.verify(b"decision", signature)


@pytest.mark.usefixtures("wiring")
def test_another_holder_of_keys_can_be_wired_and_no_file_is_made(state: Path) -> None:
    crypto.use(keys=OtherKeys(), signer=OtherSigner(), timestamps=OtherAuthority(), tokens=OtherTokens())

    envelope = crypto.encrypt("files", b"contents")
    crypto.ensure_keys()

    assert envelope[1:5] == b"HSM1"
    assert crypto.decrypt("files", envelope) == b"contents"
    assert len(crypto.digest("files", "text")) == 64
    assert crypto.stamp(b"digest", at=datetime(2026, 9, 1, tzinfo=UTC)) == b"SM 2026 digest"
    assert crypto.sign_token({}).startswith("eyJ")
    assert list(state.iterdir()) == []
