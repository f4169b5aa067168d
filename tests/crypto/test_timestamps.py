"""RFC 3161 tokens: ours under the eyes of openssl, openssl's under ours, and every way in which one can be wrong."""

from __future__ import annotations

import secrets
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from asn1crypto import algos, cms, core, tsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from tongban.crypto import algorithms, asking, sm2, tokens
from tongban.crypto import api as crypto
from tongban.crypto.devauthority import NAME, POLICY, SoftwareAuthority
from tongban.kernel.days import SHANGHAI

AT = datetime(2026, 9, 1, 10, 0, 0, 999_999, tzinfo=SHANGHAI)
DATA = b"tongban ledger root: 4711"
SM, INTL = crypto.Suite.SM, crypto.Suite.INTL
each_suite = pytest.mark.parametrize("suite", crypto.Suite)
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl gives the second opinion")
pytestmark = pytest.mark.usefixtures("state")

TSA_CONFIG = """
[tsa]
default_tsa = own
[own]
serial = {folder}/serial
default_policy = 1.2.3.4
signer_digest = sha256
digests = sha256, sm3
ess_cert_id_alg = {ess}
[extensions]
extendedKeyUsage = critical, timeStamping
"""


@cache
def authority() -> SoftwareAuthority:
    return SoftwareAuthority(Path(mkdtemp()))


def digest_of(suite: crypto.Suite) -> bytes:
    return crypto.hasher(suite)(DATA)


def stamped(suite: crypto.Suite = SM) -> bytes:
    return authority().stamp(digest_of(suite), suite=suite, at=AT)


def openssl(*words: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["openssl", *map(str, words)], capture_output=True, check=False)


class TestStamping:
    @each_suite
    def test_a_token_says_when_by_whom_and_over_what(self, suite: crypto.Suite) -> None:
        digest = crypto.hasher(suite)(DATA)

        said = crypto.check_timestamp(crypto.stamp(digest, at=AT, suite=suite), digest, suite=suite)

        assert said.moment == AT.replace(microsecond=0)
        assert said.moment.tzinfo is not None
        assert (said.imprint, said.suite, said.policy, said.authority) == (digest, suite, POLICY, NAME)
        assert said.certificate.startswith("-----BEGIN CERTIFICATE-----")

    def test_the_local_authority_says_itself_that_it_is_for_development(self) -> None:
        said = crypto.read_timestamp(crypto.stamp(digest_of(SM), at=AT))

        assert "开发用" in said.authority
        assert "无法律效力" in said.authority

    def test_the_suite_of_the_installation_holds_where_none_is_named(self, settings: Settings) -> None:
        settings.SIGNATURE_SUITE = "INTL"
        token = crypto.stamp(digest_of(INTL), at=AT)

        assert crypto.check_timestamp(token, digest_of(INTL)).suite is INTL

    def test_every_token_has_a_number_of_its_own(self) -> None:
        assert len({tokens.read(stamped()).serial for _ in range(20)}) == 20

    def test_tokens_hold_after_a_restart_and_under_a_newer_key(self, state: Path, settings: Settings) -> None:
        old = crypto.stamp(digest_of(SM), at=AT)
        other = SoftwareAuthority(state / "other")
        other.ensure()
        (state / "other" / "tsa-1.key").rename(state / "keys" / "tsa-2.key")
        settings.STATE_DIR = state / ".." / state.name

        new = crypto.stamp(digest_of(SM), at=AT)

        old_said, new_said = (crypto.check_timestamp(token, digest_of(SM)) for token in (old, new))
        assert old_said.certificate != new_said.certificate

    @pytest.mark.parametrize("length", [0, 20, 31, 33, 64])
    def test_what_is_no_digest_of_a_suite_is_a_fault_of_the_programme(self, length: int) -> None:
        with pytest.raises(ValueError, match="32 bytes"):
            crypto.stamp(bytes(length), at=AT)

    def test_key_and_certificate_that_do_not_belong_together_are_refused(self, state: Path) -> None:
        for folder in ("keys", "other"):
            SoftwareAuthority(state / folder).ensure()
        one, other = ((state / folder / "tsa-1.key").read_bytes() for folder in ("keys", "other"))
        cut = b"-----BEGIN CERTIFICATE"
        (state / "keys" / "tsa-1.key").write_bytes(one.partition(cut)[0] + cut + other.partition(cut)[2])

        with pytest.raises(crypto.KeysUnsafe):
            crypto.stamp(digest_of(SM), at=AT)


class TestAuthority:
    """The development authority answers anybody's request as RFC 3161 says."""

    def asked(self, **changed: object) -> str | None:
        request = tsp.TimeStampReq.load(asking.request(digest_of(SM), suite=SM, nonce=7))
        for field, value in changed.items():
            request[field] = value
        return _reason(authority().respond(request.dump(force=True), at=AT))

    def test_a_sound_request_is_granted(self) -> None:
        assert self.asked() is None
        assert self.asked(req_policy=POLICY) is None

    def test_what_it_does_not_do_is_refused_with_the_reason(self) -> None:
        md5 = {"hash_algorithm": {"algorithm": "md5"}, "hashed_message": bytes(16)}
        short = {"hash_algorithm": {"algorithm": algorithms.SM3}, "hashed_message": bytes(31)}

        assert self.asked(message_imprint=md5) == "bad_alg"
        assert self.asked(message_imprint=short) == "bad_data_format"
        assert self.asked(version="v2") == "bad_data_format"
        assert self.asked(req_policy="1.2.3") == "unaccepted_policy"
        assert self.asked(extensions=[{"extn_id": "1.2.3", "extn_value": b""}]) == "unaccepted_extensions"

    @hypothesis_settings(max_examples=60, deadline=None)
    @given(st.binary(max_size=80))
    def test_any_other_bytes_are_refused_and_not_answered_with_a_token(self, request_: bytes) -> None:
        assert _reason(authority().respond(request_, at=AT)) == "bad_data_format"

    def test_without_being_asked_for_it_gives_no_certificate(self) -> None:
        request = tsp.TimeStampReq.load(asking.request(digest_of(SM), suite=SM, nonce=7))
        request["cert_req"] = False
        answer = asking.Answer.load(authority().respond(request.dump(force=True), at=AT))

        assert answer["time_stamp_token"]["content"]["certificates"].native is None


class TestAnswer:
    def answer(self, *, digest: bytes | None = None, nonce: int = 7, suite: crypto.Suite = SM) -> bytes:
        request = asking.request(digest or digest_of(suite), suite=suite, nonce=nonce)
        return authority().respond(request, at=AT)

    def accept(self, answer: bytes) -> bytes:
        return asking.accept(answer, digest=digest_of(SM), suite=SM, nonce=7)

    def test_an_answer_to_our_request_is_accepted(self) -> None:
        assert tokens.check(self.accept(self.answer()), digest=digest_of(SM), suite=SM)

    def test_an_answer_to_another_request_is_refused(self) -> None:
        for answer in (self.answer(nonce=8), self.answer(digest=bytes(32)), self.answer(suite=INTL)):
            with pytest.raises(crypto.BadTimestamp):
                self.accept(answer)

    def test_an_answer_without_our_nonce_is_refused(self) -> None:
        request = tsp.TimeStampReq.load(asking.request(digest_of(SM), suite=SM, nonce=7))
        del request["nonce"]

        with pytest.raises(crypto.BadTimestamp):
            self.accept(authority().respond(request.dump(force=True), at=AT))

    @pytest.mark.parametrize("status", ["rejection", "waiting", "revocation_warning", "revocation_notification"])
    def test_an_answer_that_grants_nothing_is_refused_even_with_a_token(self, status: str) -> None:
        answer = asking.Answer.load(self.answer())
        answer["status"] = {"status": status}

        for refused in (answer.dump(force=True), asking.Answer({"status": {"status": status}}).dump()):
            with pytest.raises(crypto.TimestampUnavailable):
                self.accept(refused)

    def test_an_answer_that_was_granted_with_changes_is_a_token_all_the_same(self) -> None:
        answer = asking.Answer.load(self.answer())
        answer["status"] = {"status": "granted_with_mods"}

        assert self.accept(answer.dump(force=True))

    def test_a_grant_without_a_token_is_refused(self) -> None:
        with pytest.raises(crypto.BadTimestamp):
            self.accept(asking.Answer({"status": {"status": "granted"}}).dump())

    @pytest.mark.parametrize("answer", [b"", b"\x30", b"<html></html>", b"\x30\x80\x00\x00", b"\x30\x03\x02\x01\x00"])
    def test_garbage_is_refused(self, answer: bytes) -> None:
        with pytest.raises(crypto.BadTimestamp):
            self.accept(answer)


class TestChecking:
    def test_another_digest_and_the_same_bytes_under_another_suite_are_refused(self) -> None:
        token = stamped()

        for digest, suite in ((bytes(32), SM), (digest_of(SM), INTL), (b"", SM), (digest_of(SM)[:31], SM)):
            with pytest.raises(crypto.BadTimestamp):
                crypto.check_timestamp(token, digest, suite=suite)

    def test_the_refusal_says_in_chinese_what_to_do(self) -> None:
        with pytest.raises(crypto.BadTimestamp) as refusal:
            crypto.read_timestamp(b"nonsense")

        assert "不能作为证明" in refusal.value.message
        assert "请联系系统管理员" in refusal.value.message

    @pytest.mark.parametrize("token", [b"", b"\x30\x00", b"\x00" * 50, b"\x30\x80", b"\x04\x02ab"])
    def test_what_is_no_token_is_refused(self, token: bytes) -> None:
        with pytest.raises(crypto.BadTimestamp):
            crypto.read_timestamp(token)

    def test_a_token_with_something_after_it_or_cut_short_is_refused(self) -> None:
        token = stamped()

        for changed in (token + b"\0", token[:-1], token[: len(token) // 2]):
            with pytest.raises(crypto.BadTimestamp):
                crypto.read_timestamp(changed)

    @hypothesis_settings(max_examples=400, deadline=None)
    @given(st.floats(0, 1, exclude_max=True), st.integers(0, 7))
    def test_one_changed_bit_is_refused_or_changes_nothing_of_what_it_says(self, place: float, bit: int) -> None:
        token = bytearray(stamped_once())
        token[int(place * len(token))] ^= 1 << bit

        try:
            said = tokens.check(bytes(token), digest=digest_of(SM), suite=SM)
        except crypto.BadTimestamp:
            return
        assert said == tokens.read(stamped_once())

    @pytest.mark.parametrize(
        "change",
        [
            "another moment",
            "no certificate",
            "a foreign certificate of the same name",
            "no binding of the certificate",
            "another digest of the contents",
            "no type of the contents",
            "an attribute twice",
            "another algorithm",
            "a digest no longer safe",
            "no attributes",
            "two signers",
            "other contents",
            "no signed data",
            "usage not critical",
            "usage for more",
            "no usage",
            "certificate not yet valid",
            "certificate no longer valid",
            "version two",
        ],
    )
    def test_a_token_put_together_wrongly_is_refused(self, change: str) -> None:
        assert tokens.read(Forge().token()).authority == NAME
        with pytest.raises(crypto.BadTimestamp):
            tokens.read(Forge(change).token())

    def test_an_authority_that_signs_with_sm2_is_understood(self) -> None:
        key = sm2.PrivateKey.generate()
        forge = Forge(key=key)

        said = tokens.check(forge.token(), digest=digest_of(SM), suite=SM)

        assert said.moment == AT.replace(microsecond=0)
        assert forge.certificate.public_key.dump() == key.public.spki()
        with pytest.raises(crypto.BadTimestamp):
            tokens.read(Forge("another moment", key=key).token())


@needs_openssl
class TestSecondOpinion:
    @each_suite
    def test_openssl_accepts_our_tokens_over_the_data_and_refuses_them_over_other_data(
        self, tmp_path: Path, suite: crypto.Suite
    ) -> None:
        token = stamped(suite)
        (tmp_path / "token").write_bytes(token)
        (tmp_path / "ca.pem").write_text(tokens.read(token).certificate)
        check = ["ts", "-verify", "-token_in", "-in", tmp_path / "token", "-CAfile", tmp_path / "ca.pem"]

        for data, expected in ((DATA, 0), (DATA + b".", 1)):
            (tmp_path / "data").write_bytes(data)
            assert openssl(*check, "-data", tmp_path / "data").returncode == expected

    @pytest.mark.parametrize("digest", ["-sha256", "-sm3"])
    def test_openssl_accepts_our_answers_to_its_own_requests(self, tmp_path: Path, digest: str) -> None:
        (tmp_path / "data").write_bytes(DATA)
        query, reply = tmp_path / "query", tmp_path / "reply"
        openssl("ts", "-query", "-data", tmp_path / "data", digest, "-cert", "-out", query)

        reply.write_bytes(authority().respond(query.read_bytes(), at=AT))

        (tmp_path / "ca.pem").write_text(tokens.read(stamped()).certificate)
        done = openssl("ts", "-verify", "-in", reply, "-queryfile", query, "-CAfile", tmp_path / "ca.pem")
        assert done.returncode == 0, done.stderr.decode()

    @each_suite
    @pytest.mark.parametrize("key", [["rsa:2048"], ["ec", "-pkeyopt", "ec_paramgen_curve:P-384"]], ids=["rsa", "ec"])
    def test_we_accept_the_answers_of_openssl_to_our_requests(
        self, tmp_path: Path, key: list[str], suite: crypto.Suite
    ) -> None:
        answer = _openssl_answers(tmp_path, key, asking.request(digest_of(suite), suite=suite, nonce=7))

        token = asking.accept(answer, digest=digest_of(suite), suite=suite, nonce=7)

        said = tokens.check(token, digest=digest_of(suite), suite=suite)
        assert (said.authority, said.policy) == ("时间戳 authority", "1.2.3.4")
        with pytest.raises(crypto.BadTimestamp):
            asking.accept(answer, digest=digest_of(suite), suite=suite, nonce=8)

    def test_a_short_rsa_key_and_a_binding_with_sha1_are_refused(self, tmp_path: Path) -> None:
        request = asking.request(digest_of(INTL), suite=INTL, nonce=7)

        for key, ess in ((["rsa:1024"], "sha256"), (["rsa:2048"], "sha1")):
            answer = _openssl_answers(tmp_path, key, request, ess=ess)
            with pytest.raises(crypto.BadTimestamp):
                asking.accept(answer, digest=digest_of(INTL), suite=INTL, nonce=7)


class Forge:
    """Puts tokens together from parts, well or badly."""

    def __init__(self, change: str = "", key: sm2.PrivateKey | None = None) -> None:
        self.change = change
        self.key, self.certificate = authority()._held[0], authority()._held[1].copy()
        self.sm2 = key
        tbs = self.certificate["tbs_certificate"]
        if key:
            tbs["subject_public_key_info"] = x509.PublicKeyInfo.load(key.public.spki())
        self._bend(tbs)
        self.certificate = x509.Certificate.load(self.certificate.dump(force=True))

    def _bend(self, tbs: x509.TbsCertificate) -> None:
        usage = next(one for one in tbs["extensions"] if one["extn_id"].native == "extended_key_usage")
        validity, day = tbs["validity"], timedelta(days=1)
        if self.change == "usage not critical":
            usage["critical"] = False
        elif self.change == "usage for more":
            usage["extn_value"] = core.ParsableOctetString(
                x509.ExtKeyUsageSyntax(["time_stamping", "code_signing"]).dump()
            )
        elif self.change == "no usage":
            tbs["extensions"] = [one for one in tbs["extensions"] if one is not usage]
        elif self.change == "certificate not yet valid":
            validity["not_before"] = x509.Time("general_time", (AT + day).astimezone(UTC).replace(microsecond=0))
        elif self.change == "certificate no longer valid":
            validity["not_after"] = x509.Time("general_time", (AT - day).astimezone(UTC).replace(microsecond=0))

    def token(self) -> bytes:
        content = self._content(AT)
        attributes = self._attributes(content)
        digest = "md5" if self.change == "a digest no longer safe" else self._digest_oid()
        signature = "1.2.840.10045.4.3.3" if self.change == "another algorithm" else self._signature_oid()
        signer = {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                "issuer_and_serial_number",
                {"issuer": self.certificate.issuer, "serial_number": self.certificate.serial_number},
            ),
            "digest_algorithm": {"algorithm": digest},
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": signature}),
            "signature": self._signed(attributes.dump() if self.change != "no attributes" else content),
        }
        if self.change != "no attributes":
            signer["signed_attrs"] = attributes
        if self.change == "another moment":
            content = self._content(AT + timedelta(days=1))
        signed = {
            "version": "v3",
            "digest_algorithms": [{"algorithm": digest}],
            "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(content)},
            "signer_infos": [signer] * (2 if self.change == "two signers" else 1),
        }
        if self.change == "other contents":
            signed["encap_content_info"] = {"content_type": "data", "content": core.ParsableOctetString(content)}
        if self.change != "no certificate":
            signed["certificates"] = [self._embedded()]
        if self.change == "no signed data":
            return bytes(cms.ContentInfo({"content_type": "data", "content": content}).dump())
        return bytes(cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)}).dump())

    def _content(self, at: datetime) -> bytes:
        told = {
            "version": "v2" if self.change == "version two" else "v1",
            "policy": POLICY,
            "message_imprint": {
                "hash_algorithm": {"algorithm": algorithms.SM3},
                "hashed_message": digest_of(SM),
            },
            "serial_number": secrets.randbits(64),
            "gen_time": at.astimezone(UTC).replace(microsecond=0),
        }
        return bytes(tsp.TSTInfo(told).dump())

    def _attributes(self, content: bytes) -> cms.CMSAttributes:
        digest = algorithms.digester(self._digest_oid())
        bound = {"cert_hash": algorithms.digester(algorithms.SHA256)(self.certificate.dump())}
        told = digest(content + (b"." if self.change == "another digest of the contents" else b""))
        attributes = [
            {"type": "content_type", "values": ["tst_info"]},
            {"type": "message_digest", "values": [told]},
            {"type": "signing_certificate_v2", "values": [tsp.SigningCertificateV2({"certs": [bound]})]},
        ]
        if self.change == "no binding of the certificate":
            attributes = attributes[:2]
        if self.change == "no type of the contents":
            attributes = attributes[1:]
        if self.change == "an attribute twice":
            attributes = [*attributes, attributes[1]]
        return cms.CMSAttributes(attributes)

    def _embedded(self) -> x509.Certificate:
        if self.change != "a foreign certificate of the same name":
            return self.certificate
        foreign = self.certificate.copy()
        foreign["tbs_certificate"]["extensions"] = list(foreign["tbs_certificate"]["extensions"])[:-1]
        return x509.Certificate.load(foreign.dump(force=True))

    def _digest_oid(self) -> str:
        return algorithms.SM3 if self.sm2 else algorithms.SHA256

    def _signature_oid(self) -> str:
        return algorithms.SM2_WITH_SM3 if self.sm2 else algorithms.ECDSA_WITH_SHA256

    def _signed(self, data: bytes) -> bytes:
        return self.sm2.sign(data) if self.sm2 else self.key.sign(data, ec.ECDSA(hashes.SHA256()))


@cache
def stamped_once() -> bytes:
    return stamped()


def _reason(answer: bytes) -> str | None:
    """Return why a request was refused, or None if it was granted; a refusal never carries a token."""
    read = asking.Answer.load(answer)
    status, token = read["status"], read["time_stamp_token"].native
    assert (status["status"].native == "granted") == (token is not None)
    return None if token else str(next(iter(status["fail_info"].native)))


def _openssl_answers(folder: Path, key: list[str], request: bytes, ess: str = "sha256") -> bytes:
    config, pem, query = folder / "config", folder / "tsa.pem", folder / "query"
    config.write_text(TSA_CONFIG.format(folder=folder, ess=ess))
    (folder / "serial").write_text("01")
    query.write_bytes(request)
    new = ["req", "-x509", "-nodes", "-newkey", *key, "-subj", "/CN=时间戳 authority", "-utf8", "-days", 30]
    made = openssl(
        *new, "-keyout", folder / "key.pem", "-out", pem, "-addext", "extendedKeyUsage=critical,timeStamping"
    )
    assert made.returncode == 0, made.stderr.decode()
    reply = ["ts", "-reply", "-config", config, "-queryfile", query, "-signer", pem, "-inkey", folder / "key.pem"]
    done = openssl(*reply, "-out", folder / "reply")
    assert done.returncode == 0, done.stderr.decode()
    return (folder / "reply").read_bytes()
