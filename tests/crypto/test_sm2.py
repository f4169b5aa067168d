"""SM2 against the example of the standard, against gmalg, against openssl, and against itself."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import gmalg
import pytest
from asn1crypto import pem
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tongban.crypto import curve, sm2

# The example of GB/T 32918.5, annex A.
EXAMPLE = sm2.PrivateKey(0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8)
EXAMPLE_X = "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
EXAMPLE_Y = "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
EXAMPLE_R = 0xF5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3
EXAMPLE_S = 0xB1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA
EXAMPLE_K = 0x59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21

few = hypothesis_settings(max_examples=40, deadline=None)
numbers = st.integers(1, curve.N - 2)
OPENSSL = shutil.which("openssl")
WITH_NAME = ["-pkeyopt", "distid:1234567812345678", "-pkeyopt", "digest:sm3"]


def gmalg_of(key: sm2.PrivateKey) -> gmalg.SM2:
    return gmalg.SM2(key.number.to_bytes(32), sm2.USER_ID, key.public.encoded)


def openssl(*words: object) -> bool:
    return subprocess.run(["openssl", *map(str, words)], capture_output=True, check=False).returncode == 0


class TestStandard:
    def test_the_public_key_is_that_of_the_example(self) -> None:
        assert EXAMPLE.public.encoded.hex() == "04" + EXAMPLE_X + EXAMPLE_Y

    def test_the_digest_with_the_name_of_the_signer_is_that_of_the_example(self) -> None:
        digest = EXAMPLE.public.digest(b"message digest")

        assert f"{digest:064x}" == "f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640"

    def test_the_signature_with_the_k_of_the_example_is_that_of_the_example(self) -> None:
        assert EXAMPLE._signed(EXAMPLE.public.digest(b"message digest"), EXAMPLE_K) == (EXAMPLE_R, EXAMPLE_S)

    def test_the_signature_of_the_example_holds(self) -> None:
        assert EXAMPLE.public.verify(b"message digest", encode_dss_signature(EXAMPLE_R, EXAMPLE_S))

    @pytest.mark.parametrize(
        ("made_zero", "k"),
        [
            (lambda x: -x, 7),  # r = 0
            (lambda x: -7 - x, 7),  # r + k = n
        ],
    )
    def test_a_k_that_the_standard_forbids_is_passed_over(self, made_zero, k: int) -> None:
        point = curve.times_base(k)
        assert point

        assert EXAMPLE._signed(made_zero(point[0]) % curve.N, k) is None

    def test_a_k_that_gives_no_s_is_passed_over(self) -> None:
        k = 7
        point = curve.times_base(k)
        assert point
        r = k * pow(EXAMPLE.number, -1, curve.N) % curve.N

        assert EXAMPLE._signed((r - point[0]) % curve.N, k) is None


class TestArithmetic:
    @few
    @given(numbers, numbers, numbers)
    def test_a_sum_of_multiples_is_the_multiple_of_the_sum(self, one: int, two: int, key: int) -> None:
        point = curve.times_base(key)
        assert point

        assert curve.combined(one, two, point) == curve.times_base((one + two * key) % curve.N)

    @pytest.mark.parametrize("factor", [1, 2, 3, 15, 16, 17, 31, 255, 256, 257, 1 << 128, curve.N - 1, curve.N - 2])
    def test_small_and_great_factors_meet_on_the_curve(self, factor: int) -> None:
        point = curve.times_base(factor)

        assert point
        assert curve.on_curve(point)
        assert curve.combined(0, factor, curve.G) == point
        assert curve.combined(factor - 1, 1, curve.G) == point

    def test_opposite_points_meet_at_infinity(self) -> None:
        assert curve.combined(curve.N - 5, 5, curve.G) is None
        assert curve.combined(0, 0, curve.G) is None
        assert curve.times_base(0) is None

    def test_one_less_than_the_order_is_the_mirrored_base(self) -> None:
        assert curve.times_base(curve.N - 1) == (curve.G[0], curve.P - curve.G[1])


class TestSecondOpinion:
    @hypothesis_settings(max_examples=8, deadline=None)
    @given(numbers, st.binary(max_size=200))
    def test_gmalg_recognises_our_signatures(self, number: int, data: bytes) -> None:
        key = sm2.PrivateKey(number)
        r, s = decode_dss_signature(key.sign(data))

        assert gmalg_of(key).verify(data, r.to_bytes(32), s.to_bytes(32))

    @hypothesis_settings(max_examples=8, deadline=None)
    @given(numbers, st.binary(max_size=200))
    def test_we_recognise_the_signatures_of_gmalg(self, number: int, data: bytes) -> None:
        key = sm2.PrivateKey(number)
        r, s = gmalg_of(key).sign(data)

        assert key.public.verify(data, encode_dss_signature(int.from_bytes(r), int.from_bytes(s)))

    def test_openssl_recognises_our_signatures(self, tmp_path: Path) -> None:
        key, data = sm2.PrivateKey.generate(), tmp_path / "data"
        data.write_bytes(b"decision")
        signature = key.sign(b"decision")
        (tmp_path / "signature").write_bytes(signature)
        (tmp_path / "public").write_bytes(pem.armor("PUBLIC KEY", key.public.spki()))
        check = ["pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", tmp_path / "public", *WITH_NAME]
        check += ["-sigfile", tmp_path / "signature", "-in"]
        r, s = decode_dss_signature(signature)

        assert gmalg_of(key).verify(b"decision", r.to_bytes(32), s.to_bytes(32))
        assert OPENSSL is None or openssl(*check, data)
        data.write_bytes(b"decision.")
        assert not openssl(*check, data) if OPENSSL else True

    def test_we_recognise_keys_and_signatures_of_openssl(self, tmp_path: Path) -> None:
        key, (r, s) = EXAMPLE, gmalg_of(EXAMPLE).sign(b"decision")
        signature = encode_dss_signature(int.from_bytes(r), int.from_bytes(s))
        if OPENSSL:
            private, made = tmp_path / "private", tmp_path / "signature"
            (tmp_path / "data").write_bytes(b"decision")
            curve_option = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2"]
            assert openssl("genpkey", *curve_option, "-out", private)
            sign = ["pkeyutl", "-sign", "-rawin", "-inkey", private, *WITH_NAME]
            assert openssl(*sign, "-in", tmp_path / "data", "-out", made)
            key = sm2.PrivateKey.from_pkcs8(pem.unarmor(private.read_bytes())[2])
            signature = made.read_bytes()

        assert key.public.verify(b"decision", signature)
        assert not key.public.verify(b"decision.", signature)


class TestSigning:
    @few
    @given(numbers, st.binary(max_size=300), st.binary(max_size=40))
    def test_what_was_signed_is_recognised_under_the_same_name_only(
        self, number: int, data: bytes, user_id: bytes
    ) -> None:
        key = sm2.PrivateKey(number)
        signature = key.sign(data, user_id)

        assert key.public.verify(data, signature, user_id)
        assert not key.public.verify(data, signature, user_id + b"x")
        assert not key.public.verify(data + b"x", signature, user_id)

    @few
    @given(st.data())
    def test_one_changed_bit_of_a_signature_is_refused(self, data: st.DataObject) -> None:
        signature = bytearray(encode_dss_signature(EXAMPLE_R, EXAMPLE_S))
        place = data.draw(st.integers(0, len(signature) - 1))
        signature[place] ^= 1 << data.draw(st.integers(0, 7))

        assert not EXAMPLE.public.verify(b"message digest", bytes(signature))

    def test_another_key_did_not_sign_it(self) -> None:
        assert not sm2.PrivateKey.generate().public.verify(b"decision", EXAMPLE.sign(b"decision"))

    def test_no_k_is_used_twice_even_for_the_same_data(self) -> None:
        assert len({decode_dss_signature(EXAMPLE.sign(b"same"))[0] for _ in range(50)}) == 50

    def test_without_any_randomness_k_still_differs_from_data_to_data(self) -> None:
        candidates = {next(sm2._candidates(EXAMPLE.number, digest, bytes(32))) for digest in range(50)}

        assert len(candidates) == 50

    def test_a_user_id_longer_than_its_length_field_is_a_fault_of_the_programme(self) -> None:
        assert EXAMPLE.public.verify(b"", EXAMPLE.sign(b"", b"x" * 8191), b"x" * 8191)
        with pytest.raises(ValueError, match="user id"):
            EXAMPLE.sign(b"", b"x" * 8192)


class TestMalformed:
    @pytest.mark.parametrize(
        ("r", "s"),
        [
            (0, 1),
            (1, 0),
            (curve.N, 1),
            (1, curve.N),
            (EXAMPLE_R + curve.N, EXAMPLE_S),
            (EXAMPLE_R, EXAMPLE_S + curve.N),
        ],
    )
    def test_numbers_out_of_range_are_no_signature(self, r: int, s: int) -> None:
        assert not EXAMPLE.public.verify(b"message digest", encode_dss_signature(r, s))

    def test_numbers_that_cancel_out_are_no_signature(self) -> None:
        assert not EXAMPLE.public.verify(b"message digest", encode_dss_signature(5, curve.N - 5))

    def test_numbers_that_lead_to_infinity_are_no_signature(self) -> None:
        factor = 5
        s = -factor * EXAMPLE.number % curve.N

        assert not EXAMPLE.public.verify(b"message digest", encode_dss_signature((factor - s) % curve.N, s))

    def test_any_other_form_of_the_same_numbers_is_no_signature(self) -> None:
        good = encode_dss_signature(EXAMPLE_R, EXAMPLE_S)
        r = good[2 : 4 + good[3]]
        s = good[2 + len(r) :]
        long = bytes([0x02, r[1] + 1, 0, *r[2:]])
        negative = bytes([0x02, r[1] - 1, *r[3:]])
        forms = {
            "trailing byte": good + b"\0",
            "trailing byte inside": bytes([0x30, good[1] + 1, *good[2:], 0]),
            "truncated": good[:-1],
            "length in two bytes": bytes([0x30, 0x81, *good[1:]]),
            "needless zero": bytes([0x30, len(long + s)]) + long + s,
            "negative": bytes([0x30, len(negative + s)]) + negative + s,
            "set": b"\x31" + good[1:],
            "plain numbers": EXAMPLE_R.to_bytes(32) + EXAMPLE_S.to_bytes(32),
            "nothing": b"",
        }

        assert EXAMPLE.public.verify(b"message digest", good)
        assert [name for name, form in forms.items() if EXAMPLE.public.verify(b"message digest", form)] == []

    @few
    @given(st.binary(max_size=100))
    def test_no_bytes_at_all_make_verifying_fail_otherwise(self, signature: bytes) -> None:
        assert not EXAMPLE.public.verify(b"message digest", signature)


class TestKeys:
    def test_keys_are_read_back_as_they_were_written(self) -> None:
        key = sm2.PrivateKey.generate()

        assert sm2.PrivateKey.from_pkcs8(key.pkcs8()) == key
        assert sm2.PublicKey.from_spki(key.public.spki()) == key.public
        assert sm2.PublicKey.read(key.public.encoded) == key.public

    @pytest.mark.parametrize("number", [-1, 0, curve.N - 1, curve.N, curve.N + 1])
    def test_a_number_out_of_range_is_no_private_key(self, number: int) -> None:
        with pytest.raises(ValueError, match="private key"):
            sm2.PrivateKey(number)

    def test_the_least_and_the_greatest_private_key_sign(self) -> None:
        for number in (1, curve.N - 2):
            key = sm2.PrivateKey(number)
            assert key.public.verify(b"decision", key.sign(b"decision"))

    @pytest.mark.parametrize(
        "encoded",
        [
            b"",
            b"\x00",
            b"\x04" + bytes(64),
            b"\x06" + EXAMPLE.public.encoded[1:],
            b"\x02" + EXAMPLE.public.encoded[1:33],
            EXAMPLE.public.encoded + b"\0",
            EXAMPLE.public.encoded[:-1],
            EXAMPLE.public.encoded[:-1] + b"\x14",
            b"\x04" + (curve.P).to_bytes(32) + EXAMPLE.public.encoded[33:],
        ],
    )
    def test_what_is_no_point_of_the_curve_is_no_public_key(self, encoded: bytes) -> None:
        with pytest.raises(ValueError, match="SM2"):
            sm2.PublicKey.read(encoded)

    def test_a_coordinate_beyond_the_field_is_refused_though_it_means_the_same_point(self) -> None:
        x = next(x for x in range(100) if _y(x) is not None)
        point = (x, _y(x) or 0)
        encoded = b"\x04" + (x + curve.P).to_bytes(32) + point[1].to_bytes(32)

        assert curve.on_curve(point)
        with pytest.raises(ValueError, match="SM2"):
            sm2.PublicKey.read(encoded)

    def test_a_key_of_another_curve_or_with_a_foreign_public_half_is_refused(self) -> None:
        other = sm2.PrivateKey.generate().pkcs8()
        mixed = EXAMPLE.pkcs8()[:-65] + other[-65:]

        for der in (b"", EXAMPLE.pkcs8()[:-1], EXAMPLE.pkcs8() + b"\0", mixed, b"\x31" + EXAMPLE.pkcs8()[1:]):
            with pytest.raises(ValueError, match="SM2"):
                sm2.PrivateKey.from_pkcs8(der)
        with pytest.raises(ValueError, match="SM2"):
            sm2.PublicKey.from_spki(b"\x31" + EXAMPLE.public.spki()[1:])

    def test_a_private_key_is_not_shown(self) -> None:
        assert str(EXAMPLE.number) not in repr(EXAMPLE)


def _y(x: int) -> int | None:
    square = (x**3 + curve.A * x + curve.B) % curve.P
    root = pow(square, (curve.P + 1) // 4, curve.P)
    return root if root * root % curve.P == square else None
