from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.city import City
from tests.conftest import in_threads
from tests.identity.test_parties import MOBILE, NUMBER, walk_in
from tongban.identity import api as identity
from tongban.identity.api import DocumentType, RealNameLevel
from tongban.identity.models import Party, PartyDocument
from tongban.identity.queries import document_columns
from tongban.kernel.actors import SYSTEM
from tongban.kernel.errors import NotFound
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger

LATER = timedelta(days=1)


def prove(party: Party, level: RealNameLevel, at: datetime, method: str = "NATIONAL") -> bool:
    return identity.prove(party=party.id, level=level, by_method=method, by=SYSTEM, at=at)


@pytest.mark.usefixtures("db")
class TestProve:
    def test_who_came_to_the_counter_is_proven_face_to_face(self, at: datetime) -> None:
        party = Party.objects.get(id=walk_in(at))

        assert (party.real_name_level, party.proven_by, party.proven_at) == ("FACE_TO_FACE", "COUNTER", at)

    def test_a_level_is_raised_and_the_entry_says_from_what_to_what_and_how(self, at: datetime) -> None:
        party = Party.objects.get(id=walk_in(at))

        assert prove(party, RealNameLevel.STRONG, at + LATER)

        party.refresh_from_db()
        last = ledger.history(kind="party", subject=party.id)[-1]
        assert (party.real_name_level, party.proven_by, party.proven_at) == ("STRONG", "NATIONAL", at + LATER)
        assert (last.verb, last.before, last.after, last.facts) == (
            "identity.prove",
            "FACE_TO_FACE",
            "STRONG",
            {"method": "NATIONAL"},
        )

    @pytest.mark.parametrize("level", [RealNameLevel.NONE, RealNameLevel.BASIC, RealNameLevel.FACE_TO_FACE])
    def test_a_level_is_never_lowered_and_nothing_is_written(self, at: datetime, level: RealNameLevel) -> None:
        party = Party.objects.get(id=walk_in(at))

        assert not prove(party, level, at + LATER)

        party.refresh_from_db()
        assert (party.real_name_level, party.proven_by, party.proven_at) == ("FACE_TO_FACE", "COUNTER", at)
        assert len(ledger.history(kind="party", subject=party.id)) == 1

    def test_nobody_is_not_found(self, at: datetime) -> None:
        with pytest.raises(NotFound):
            identity.prove(party=uuid4(), level=RealNameLevel.STRONG, by_method="NATIONAL", by=SYSTEM, at=at)

    def test_a_level_without_a_method_is_refused_by_the_database(self, at: datetime) -> None:
        party = walk_in(at)

        with pytest.raises(IntegrityError, match="identity_party_level_is_proven"), transaction.atomic():
            Party.objects.filter(id=party).update(proven_by="")


@pytest.mark.django_db(transaction=True)
def test_of_two_proofs_at_once_the_stronger_one_stays(at: datetime) -> None:
    party = Party.objects.get(id=walk_in(at))
    Party.objects.update(real_name_level="NONE", proven_by="", proven_at=None)

    in_threads(*[lambda level=level: prove(party, level, at + LATER) for level in RealNameLevel for _ in range(2)])

    party.refresh_from_db()
    assert party.real_name_level == "STRONG"


def add_document(party: Party, kind: DocumentType, number: str, at: datetime, *, primary: bool = False) -> None:
    key = uuid7(at)
    columns = document_columns(key, number)
    PartyDocument.objects.create(
        id=key, party=party, holder=party.kind, document_type=kind, primary=primary, from_at=at, **columns
    )


@pytest.mark.usefixtures("db")
class TestDocuments:
    def test_one_person_is_found_by_each_of_several_documents(self, at: datetime) -> None:
        party = Party.objects.get(id=walk_in(at))
        add_document(party, DocumentType.PASSPORT, "EA9012345", at)

        assert identity.by_document(DocumentType.PASSPORT, "EA9012345") == party
        assert identity.by_document(DocumentType.RESIDENT_ID, NUMBER) == party
        assert walk_in(at, document_type="PASSPORT", number="ea 9012345") == party.id
        assert identity.party_view(party.id, by=SYSTEM).document_type is DocumentType.RESIDENT_ID

    def test_the_same_number_of_another_kind_is_somebody_else_s(self, at: datetime) -> None:
        walk_in(at)

        assert identity.by_document(DocumentType.TEMPORARY_RESIDENT_ID, NUMBER) is None

    def test_a_second_primary_document_is_refused_by_the_database(self, at: datetime) -> None:
        party = Party.objects.get(id=walk_in(at))

        with pytest.raises(IntegrityError, match="identity_document_one_primary"), transaction.atomic():
            add_document(party, DocumentType.PASSPORT, "EA9012345", at, primary=True)

    def test_a_document_of_an_organisation_is_not_a_person_s(self, at: datetime) -> None:
        party = Party.objects.get(id=walk_in(at))

        with pytest.raises(IntegrityError, match="identity_party_legal_iff_credit_code"), transaction.atomic():
            add_document(party, DocumentType.CREDIT_CODE, "91320200MAYYYY0244", at)


@pytest.mark.usefixtures("db")
class TestMobile:
    def test_a_family_that_shares_a_telephone_is_found_whole_the_earliest_first(self, at: datetime) -> None:
        first = walk_in(at)
        second = walk_in(at + LATER, number="91320200MAYYYY0244", document_type="CREDIT_CODE", name="测试公司")

        assert [party.id for party in identity.by_mobile(MOBILE)] == [first, second]
        assert identity.by_mobile("19900000008") == []

    def test_whoever_left_none_is_not_found_by_none(self, at: datetime) -> None:
        walk_in(at, mobile="")

        assert identity.by_mobile("") == []

    def test_a_telephone_without_its_digest_is_refused_by_the_database(self, at: datetime) -> None:
        party = walk_in(at)

        with pytest.raises(IntegrityError, match="identity_party_mobile_is_found_by_digest"), transaction.atomic():
            Party.objects.filter(id=party).update(mobile_digest="")


def test_an_address_is_seen_by_the_party_itself_and_kept_encrypted(city: City) -> None:
    citizen = city.actor("citizen")
    assert citizen.party
    party = Party.objects.get(id=citizen.party)

    whole, seen = (identity.party_view(party.id, by=by) for by in (citizen, city.actor("acceptor")))

    assert whole.address == "样例路 1 号 2 幢 301 室"
    assert seen.address == ""
    assert whole.address.encode() not in bytes(party.address_cipher)
