from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from tongban.crypto import api as crypto


class OtherSigner:
    """A signature server, as far as the port goes."""

    def sign(self, data: bytes) -> str:
        return f"other.{crypto.sm3(data)}"

    def verify(self, data: bytes, signature: str) -> bool:
        return signature == self.sign(data)


class OtherKeys:
    """A security module, as far as the port goes."""

    def current(self) -> bytes:
        return b"HSM1"

    def derive(self, key_id: bytes, *, info: str, length: int) -> bytes:
        return crypto.sm3(key_id + info.encode()).encode()[:length]

    def derive_lasting(self, *, info: str, length: int) -> bytes:
        return self.derive(b"HSM0", info=info, length=length)


pytestmark = pytest.mark.usefixtures("state")


def test_a_signature_is_recognised_and_names_its_algorithm() -> None:
    signature = crypto.sign(b"decision")

    assert crypto.verify(b"decision", signature)
    assert signature.startswith("ecdsa-p256-sha256.")


def test_a_signature_over_other_bytes_is_not_ours() -> None:
    assert not crypto.verify(b"decision.", crypto.sign(b"decision"))


@pytest.mark.parametrize(
    "signature",
    ["", ".", "..", "ecdsa-p256-sha256", "ecdsa-p256-sha256..", "ecdsa-p256-sha256.0000000000000000.AAAA", "签.名.字"],
)
def test_any_other_text_is_simply_no_signature(signature: str) -> None:
    assert not crypto.verify(b"decision", signature)


@pytest.mark.parametrize("ending", ["", "!", "AAAA", "签"])
def test_a_damaged_signature_is_no_signature(ending: str) -> None:
    algorithm, key, _ = crypto.sign(b"decision").split(".")

    assert not crypto.verify(b"decision", f"{algorithm}.{key}.{ending}")


def test_the_algorithm_cannot_be_renamed() -> None:
    signature = crypto.sign(b"decision")

    assert not crypto.verify(b"decision", signature.replace("ecdsa", "other"))


def test_a_signature_of_another_installation_is_not_ours(state: Path, settings: Settings) -> None:
    signature = crypto.sign(b"decision")
    settings.STATE_DIR = state / "other"

    assert not crypto.verify(b"decision", signature)


@pytest.mark.usefixtures("wiring")
def test_another_signer_can_be_wired_in_its_place() -> None:
    crypto.use(signer=OtherSigner())

    signature = crypto.sign(b"decision")

    assert signature.startswith("other.")
    assert crypto.verify(b"decision", signature)


@pytest.mark.usefixtures("wiring")
def test_another_holder_of_keys_can_be_wired_and_no_file_is_made(state: Path) -> None:
    crypto.use(keys=OtherKeys(), signer=OtherSigner())

    envelope = crypto.encrypt("files", b"contents")
    crypto.ensure_keys()

    assert envelope[1:5] == b"HSM1"
    assert crypto.decrypt("files", envelope) == b"contents"
    assert len(crypto.digest("files", "text")) == 64
    assert list(state.iterdir()) == []
