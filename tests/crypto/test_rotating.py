from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from shutil import copytree
from threading import Lock
from threading import local as thread_local
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError, connection, models, transaction
from pytest_django import Settings

from tests.cases.samples import Desk
from tests.city import City
from tests.conftest import in_threads
from tests.crypto.samples import MARK, Service
from tongban.cases import api as cases
from tongban.crypto import api as crypto
from tongban.crypto.software import SoftwareKeys
from tongban.documents import api as documents
from tongban.identity import api as identity
from tongban.identity.models import Party, PartyDocument
from tongban.ledger.models import Entry

NO_ENVELOPES = {
    "ledger.Batch.leaves",
    "ledger.Batch.subjects",
    "ledger.Batch.peaks",
    "ledger.Stamp.token",
    "duties.Recount.rows",
    "identity.Passkey.credential",
}
"""Columns of bytes in the open: digests and tokens that anybody may check, packed figures of limits, public keys."""

LATER = timedelta(minutes=11)
NUMBER = "320200198804169015"  # of the citizen


@pytest.fixture
def desk(city: City, settings: Settings, tmp_path: Path) -> Desk:
    """A city with cases, documents and files; its keys are copies, so that other tests keep theirs."""
    copytree(settings.STATE_DIR / "keys", tmp_path / "keys")
    settings.STATE_DIR = tmp_path
    return Desk(city=city, at=city.at, applicant=city.actor("citizen"))


def columns() -> list[crypto.Sealed]:
    return [place for place in crypto.declared() if not place.name.startswith("files/")]


def test_every_column_of_bytes_is_declared_so_that_none_is_forgotten_when_keys_rotate() -> None:
    held = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("tongban.")
        for field in model._meta.get_fields()
        if isinstance(field, models.BinaryField)
    }

    assert held - NO_ENVELOPES == {place.name for place in columns()}
    assert {place.name for place in crypto.declared()} >= {"files/uploads", "files/documents"}


class TestRenewing:
    def test_everything_sealed_is_under_the_new_key_and_says_what_it_said(self, desk: Desk) -> None:
        case = desk.corrected()
        granted = Desk(desk.city, desk.at, desk.city.owner_for_company).granted()
        paper = cases.document_list(granted)[0].kind
        before = (cases.answers(case), cases.correction_of(case), _pdf(desk, granted, paper))

        assert crypto.begin_rotation()
        assert sum(place.left() for place in crypto.declared()) > 20
        done = crypto.renew(at=desk.at)

        assert (done.keys, done.left) == (2, 0)
        assert all(place.left() == place.unfound() == 0 for place in crypto.declared())
        case = desk.fresh(case)
        assert (cases.answers(case), cases.correction_of(case), _pdf(desk, granted, paper)) == before

    def test_stopped_at_any_moment_it_goes_on_and_does_nothing_twice(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tongban.crypto.rotating.BATCH", 3)
        desk.submitted()
        crypto.begin_rotation()
        whole = sum(place.left() for place in crypto.declared())
        seen = []

        for _ in range(500):
            once = iter((True, False))
            found = crypto.renew(at=desk.at, go_on=lambda once=once: next(once, False))  # type: ignore[misc]
            seen.append(found.left)
            if found.left == 0:
                break

        assert found.left == 0
        assert found.renewed == whole
        assert len(seen) > whole // 9

    def test_killed_within_a_batch_it_loses_nothing(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        desk.submitted()
        crypto.begin_rotation()
        count, plain = iter(range(1000)), crypto.SealedColumn._renew

        def dies(place: crypto.SealedColumn, row: dict[str, Any]) -> None:
            if next(count) == 5:
                raise KeyboardInterrupt
            plain(place, row)

        monkeypatch.setattr(crypto.SealedColumn, "_renew", dies)
        with pytest.raises(KeyboardInterrupt):
            crypto.renew(at=desk.at)
        found = crypto.renew(at=desk.at)

        assert found.left == 0
        assert identity.by_document(identity.DocumentType.RESIDENT_ID, NUMBER) is not None

    def test_what_is_written_meanwhile_is_written_under_the_new_key(self, desk: Desk) -> None:
        crypto.begin_rotation()

        case = desk.submitted()

        assert bytes(case.answers)[1:5] == crypto.key_ring().current()

    def test_an_issued_document_changes_in_nothing_but_its_envelope(self, desk: Desk) -> None:
        desk.granted()
        document = documents.IssuedDocument.objects.first()
        assert document is not None
        change = "UPDATE documents_issueddocument SET number = 'x' WHERE id = %s"
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL tongban.renewing = 'envelope'")

        with (
            pytest.raises((IntegrityError, InternalError), match="stays as it is"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change, [document.pk])

    @pytest.mark.django_db(transaction=True)
    def test_whoever_holds_a_row_is_not_waited_for(self, desk: Desk) -> None:
        case = desk.submitted()
        crypto.begin_rotation()
        (place,) = (place for place in columns() if place.name == "cases.Case.answers")

        with transaction.atomic():
            cases.Case.objects.select_for_update().get(pk=case.pk)
            (meanwhile,) = in_threads(lambda: (place.renew(after="", limit=10), place.left()))

        assert meanwhile == (crypto.Step(0, ""), 1)
        assert place.renew(after="", limit=10) == crypto.Step(1, "")


class TestFinding:
    def test_a_person_is_found_before_during_and_after(self, desk: Desk) -> None:
        sort = identity.DocumentType.RESIDENT_ID
        found = [identity.by_document(sort, NUMBER)]
        crypto.begin_rotation()
        found.append(identity.by_document(sort, NUMBER))
        _half(PartyDocument)
        found.append(identity.by_document(sort, NUMBER))
        crypto.renew(at=desk.at)
        found.append(identity.by_document(sort, NUMBER))
        crypto.retire(at=desk.at + LATER)
        found.append(identity.by_document(sort, NUMBER))

        assert {party.pk if party else None for party in found} == {desk.party}

    def test_a_telephone_is_found_all_the_while(self, desk: Desk) -> None:
        crypto.begin_rotation()
        _half(Party)

        assert [party.pk for party in identity.by_mobile("19900000001")] == [desk.party]

    def test_a_person_known_under_the_old_key_is_not_registered_again(self, desk: Desk) -> None:
        crypto.begin_rotation()
        before = Party.objects.count()

        again = _register(desk, NUMBER, "测试甲")

        assert again == desk.party
        assert Party.objects.count() == before

    @pytest.mark.django_db(transaction=True)
    def test_two_counters_of_which_one_learns_of_the_new_key_only_now_make_one_party(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        old = crypto.key_ring().held()
        crypto.begin_rotation()
        indexes, behind = crypto.indexes, Lock()

        def late(purpose: str, text: str) -> tuple[str, ...]:
            """The first look of three of the six is of a moment before the key came; they look again afterwards."""
            key = crypto.key_ring().held()[-1]
            seen = indexes(purpose, text)
            local.looks = getattr(local, "looks", 0) + 1
            with behind:
                local.late = getattr(local, "late", None) if local.looks > 1 else len(started) % 2 == 0
                started.append(key)
            return seen[len(seen) - len(old) :] if local.looks == 1 and local.late else seen

        started: list[bytes] = []
        local = thread_local()
        monkeypatch.setattr(crypto, "indexes", late)
        number = "320200199001019018"
        made = in_threads(*[lambda: _register(desk, number, "测试同时")] * 6)

        assert len(set(made)) == 1
        assert PartyDocument.objects.filter(party=made[0]).count() == 1


class TestRetiring:
    def test_is_refused_while_anything_is_left(self, desk: Desk) -> None:
        crypto.begin_rotation()
        crypto.renew(at=desk.at)
        Party.objects.filter(pk=desk.party).update(mobile_cipher=_under_old_key(desk.party))

        with pytest.raises(crypto.KeyInUse):
            crypto.retire(at=desk.at + LATER)

        assert len(crypto.key_ring().held()) == 2

    def test_is_refused_while_a_row_would_not_be_found_any_more(self, desk: Desk) -> None:
        crypto.begin_rotation()
        crypto.renew(at=desk.at)
        PartyDocument.objects.filter(party=desk.party).update(digest=crypto.indexes("identity.document", NUMBER)[1])

        with pytest.raises(crypto.KeyInUse):
            crypto.retire(at=desk.at + LATER)

    def test_is_refused_before_what_was_being_written_is_committed(self, desk: Desk) -> None:
        crypto.begin_rotation()
        crypto.renew(at=desk.at)

        with pytest.raises(crypto.KeySettling, match="十分钟"):
            crypto.retire(at=desk.at + timedelta(minutes=9))

    def test_without_a_rotation_is_refused(self, desk: Desk) -> None:
        with pytest.raises(crypto.NotRotating):
            crypto.retire(at=desk.at)

    def test_leaves_one_key_under_which_everything_opens(self, desk: Desk) -> None:
        case = desk.submitted()
        answers = cases.answers(case)
        token = crypto.digest("ledger.person", str(desk.party))
        crypto.begin_rotation()
        crypto.renew(at=desk.at)

        crypto.retire(at=desk.at + LATER)

        assert len(crypto.key_ring().held()) == 1
        assert cases.answers(desk.fresh(case)) == answers
        assert crypto.digest("ledger.person", str(desk.party)) == token


class TestCommand:
    def test_begins_renews_and_tells_how_far_it_is(self, desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
        desk.submitted()

        call_command("rotate_keys")
        call_command("rotate_keys", "--status")
        call_command("rotate_keys", "--now")
        told = capsys.readouterr().out

        assert "已生成新的主密钥" in told
        assert "后台正在开始更换" in told
        assert "\n已全部改用新密钥" in told
        assert ".已" not in told
        assert Entry.objects.filter(verb="keys.rotate").count() == 1
        with pytest.raises(CommandError, match="请十分钟后再试"):
            call_command("rotate_keys", "--retire")

    @pytest.mark.usefixtures("desk")
    def test_a_second_rotation_waits_for_the_first(self) -> None:
        crypto.begin_rotation()

        assert not crypto.begin_rotation()
        assert len(crypto.key_ring().held()) == 2


class TestKeyFiles:
    def test_a_process_that_runs_learns_of_a_key_that_another_added(self, tmp_path: Path) -> None:
        mine, other = SoftwareKeys(tmp_path), SoftwareKeys(tmp_path)
        first = mine.current()

        added = other.add()

        assert mine.current() == added
        assert mine.held() == (first, added)

    def test_an_installation_from_before_keeps_the_names_of_people_in_its_record(self, tmp_path: Path) -> None:
        ring = SoftwareKeys(tmp_path)
        before = ring.derive(ring.current(), info="digest/1/ledger.person", length=32)

        assert ring.derive_lasting(info="digest/1/ledger.person", length=32) == before
        ring.add()
        ring.retire(ring.held()[0])
        again = SoftwareKeys(tmp_path)

        assert again.derive_lasting(info="digest/1/ledger.person", length=32) == before

    def test_a_retired_key_is_kept_under_another_name_and_its_number_is_not_given_again(self, tmp_path: Path) -> None:
        ring = SoftwareKeys(tmp_path)
        first = ring.current()
        ring.add()
        ring.retire(first)
        ring.add()

        names = sorted(path.name for path in tmp_path.iterdir())

        assert names == ["lasting-1.key", "master-1.retired", "master-2.key", "master-3.key"]

    def test_the_current_key_cannot_be_retired(self, tmp_path: Path) -> None:
        ring = SoftwareKeys(tmp_path)

        with pytest.raises(crypto.KeyInUse):
            ring.retire(ring.current())


class TestKeyService:
    def test_the_files_hold_nothing_that_opens_without_the_service(self, tmp_path: Path) -> None:
        ring = crypto.ServiceKeys(tmp_path, Service())
        ring.derive_lasting(info="digest/1/x", length=32)

        contents = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

        assert set(contents) == {"service-master-1.key", "service-lasting-1.key"}
        assert all(content.startswith(MARK) for content in contents.values())

    def test_is_not_asked_for_every_envelope(self, tmp_path: Path) -> None:
        service = Service()
        crypto.ServiceKeys(tmp_path, service).current()
        ring, service.opened = crypto.ServiceKeys(tmp_path, service), 0

        for _ in range(100):
            ring.derive(ring.current(), info="encrypt/1/x", length=16)

        assert service.opened == 1

    def test_when_it_is_down_what_is_in_memory_serves_until_its_time_is_over(self, tmp_path: Path) -> None:
        service = Service()
        crypto.ServiceKeys(tmp_path, service).current()
        lasting, short = crypto.ServiceKeys(tmp_path, service), crypto.ServiceKeys(tmp_path, service, kept=0)
        key = lasting.current()
        service.up = False

        assert lasting.derive(key, info="encrypt/1/x", length=16)
        with pytest.raises(crypto.KeyServiceDown):
            short.derive(key, info="encrypt/1/x", length=16)
        with pytest.raises(crypto.KeyServiceDown):
            short.derive_lasting(info="digest/1/x", length=16)

    def test_rotates_as_key_files_do(self, tmp_path: Path) -> None:
        ring = crypto.ServiceKeys(tmp_path, Service())
        first = ring.current()

        added = ring.add()
        ring.retire(first)

        assert ring.held() == (added,)

    @pytest.mark.parametrize("setting", ["", "nowhere", "nowhere:Service", "tests.crypto.samples:Nothing", ":x"])
    def test_a_setting_that_names_none_is_refused_in_words(self, setting: str) -> None:
        with pytest.raises(crypto.KeyServiceWrong, match="TONGBAN_KEY_SERVICE"):
            crypto.key_service(setting)

    def test_a_setting_names_the_adapter(self) -> None:
        assert crypto.key_service("tests.crypto.samples:Service").name == "测试密钥服务"


def _half(model: type[models.Model]) -> None:
    """Renew every second row, as a rotation that is half way."""
    for place in columns():
        if place.name.startswith(f"{model._meta.label}."):
            place.renew(after="", limit=model._base_manager.count() // 2)


def _register(desk: Desk, number: str, name: str) -> UUID:
    by = desk.staff("receiver")
    return identity.register_walk_in(
        name=name, document_type="RESIDENT_ID", number=number, mobile="", by=by, at=desk.at
    )


def _under_old_key(party: UUID) -> bytes:
    """An envelope as a process would write it that does not know the new key."""
    envelope = bytearray(crypto.encrypt("identity.mobile", b"19900000001", party.bytes))
    envelope[1:5] = crypto.key_ring().held()[0]
    return bytes(envelope)


def _pdf(desk: Desk, case: cases.Case, kind: str) -> bytes:
    return cases.read_document(number=case.number, kind=kind, by=desk.city.owner_for_company, at=desk.now()).pdf
