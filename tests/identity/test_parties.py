from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from tests.city import City
from tests.conftest import in_threads
from tongban.identity import api as identity
from tongban.identity.models import Party, PartyDocument
from tongban.identity.services.parties import find_or_make, let_represent
from tongban.kernel.actors import SYSTEM, VISITOR, Actor, ActorKind, Grant, Role
from tongban.kernel.codes import resident_id
from tongban.kernel.errors import Broken, Faulty, NotAllowed, NotFound
from tongban.ledger import api as ledger

CLERK = Actor(id=uuid4(), kind=ActorKind.STAFF, grants=frozenset({Grant(Role.RECEIVER)}))
NUMBER = "32020019900307905"
NUMBER += resident_id.check_character(NUMBER)
MOBILE = "19900000009"


def walk_in(at: datetime, *, by: Actor = CLERK, **other: str) -> UUID:
    given = {"name": "测试丁", "document_type": "RESIDENT_ID", "number": NUMBER, "mobile": MOBILE}
    return identity.register_walk_in(**given | other, by=by, at=at)


@pytest.mark.usefixtures("db")
class TestRegisterWalkIn:
    def test_registers_a_person_once_however_the_number_is_typed(self, at: datetime) -> None:
        first = walk_in(at)

        again = walk_in(at, number=f" {NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]} ".lower())

        assert again == first
        assert Party.objects.count() == 1

    def test_keeps_neither_the_number_nor_the_telephone_in_the_clear(self, at: datetime) -> None:
        party = walk_in(at)

        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT concat(p, d), d.cipher, p.mobile_cipher"
                " FROM identity_party p JOIN identity_partydocument d ON d.party_id = p.id"
            )
            row, *ciphers = cursor.fetchone() or ("",)

        kept = row.encode() + b"".join(map(bytes, ciphers))
        assert not any(part.encode() in kept for part in (NUMBER, NUMBER[6:14], MOBILE))
        assert identity.party_view(party, by=SYSTEM).document_number == NUMBER

    def test_a_number_copied_to_another_row_does_not_open(self, at: datetime) -> None:
        party = walk_in(at)
        other = walk_in(at, document_type="CREDIT_CODE", number="91320200MAYYYY0244", name="测试公司")
        stolen = PartyDocument.objects.get(party=party).cipher

        PartyDocument.objects.filter(party=other).update(cipher=stolen)

        with pytest.raises(Exception, match=r".") as refusal:
            identity.party_view(other, by=SYSTEM)
        assert type(refusal.value).__name__ == "Unreadable"

    def test_writes_who_registered_whom_and_nothing_about_them(self, at: datetime) -> None:
        party = walk_in(at)
        walk_in(at)

        entries = ledger.history(kind="party", subject=party)
        assert [(e.verb, e.actor_id, e.for_party, e.facts) for e in entries] == [
            ("identity.register_walk_in", CLERK.id, party, {"new": True, "checked_by": "COUNTER"}),
            ("identity.register_walk_in", CLERK.id, party, {"new": False, "checked_by": "COUNTER"}),
        ]

    def test_refuses_another_name_for_a_known_number(self, at: datetime) -> None:
        walk_in(at)

        with pytest.raises(identity.NameDiffers) as refusal:
            walk_in(at, name="测试戊")

        assert refusal.value.field == "name"

    def test_a_telephone_may_be_missing(self, at: datetime) -> None:
        party = walk_in(at, mobile="")

        assert identity.party_view(party, by=SYSTEM).mobile == ""
        assert identity.party_view(party, by=CLERK).mobile == ""

    @pytest.mark.parametrize(
        ("wrong", "field", "sentence"),
        [
            ({"number": "320200199003079051"}, "number", "最后一位"),
            ({"number": "123"}, "number", "18位"),
            ({"document_type": "CREDIT_CODE"}, "number", "信用代码"),
            ({"document_type": "999"}, "document_type", "证件类型"),
            ({"mobile": "12345"}, "mobile", "11位"),
            ({"name": "  "}, "name", "姓名"),
            ({"name": "测试\u0000"}, "name", "姓名"),
            ({"name": "测" * 201}, "name", "姓名"),
        ],
    )
    def test_says_which_field_cannot_be_right(
        self, at: datetime, wrong: dict[str, str], field: str, sentence: str
    ) -> None:
        with pytest.raises(Broken, match=sentence) as refusal:
            walk_in(at, by=CLERK, **wrong)

        assert refusal.value.field == field
        assert not Party.objects.exists()

    def test_says_at_once_everything_that_is_missing(self, at: datetime) -> None:
        with pytest.raises(Faulty) as refusal:
            walk_in(at, name="", number="", mobile="1")

        assert refusal.value.faults == {
            "number": "请填写证件号码。",
            "name": "请填写姓名（名称），与证件上的一致。",
            "mobile": refusal.value.faults["mobile"],
        }

    @pytest.mark.parametrize("role", sorted(set(Role) - {Role.RECEIVER}))
    def test_is_refused_to_everybody_but_receiving_clerks(self, at: datetime, role: Role) -> None:
        clerk = Actor(id=uuid4(), kind=ActorKind.STAFF, grants=frozenset({Grant(role)}))

        with pytest.raises(NotAllowed):
            walk_in(at, by=clerk)

        assert not Party.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_counters_at_once_register_one_person(at: datetime) -> None:
    parties = in_threads(*[lambda: walk_in(at)] * 6)

    assert len(set(parties)) == 1
    assert Party.objects.count() == 1


def party_of(actor: Actor) -> Party:
    assert actor.party is not None
    return Party.objects.get(id=actor.party)


class TestPartyView:
    def test_staff_see_the_name_and_masked_numbers(self, city: City) -> None:
        citizen = city.actor("citizen").party
        assert citizen

        view = identity.party_view(citizen, by=city.actor("acceptor"))

        assert (view.name, view.document_number, view.mobile) == ("测试甲", "320***********9015", "199****0001")

    def test_the_party_itself_sees_everything(self, city: City) -> None:
        citizen = city.actor("citizen")
        assert citizen.party

        view = identity.party_view(citizen.party, by=citizen)

        assert (view.document_number, view.mobile) == ("320200198804169015", "19900000001")

    def test_a_credit_code_is_public(self, city: City) -> None:
        company = city.owner_for_company.party
        assert company

        view = identity.party_view(company, by=city.actor("acceptor"))

        assert (view.document_number, view.mobile) == ("91320200MAYYYY0169", "199****0003")

    @pytest.mark.parametrize("viewer", ["elder", "visitor"])
    def test_nobody_else_sees_anything(self, city: City, viewer: str) -> None:
        citizen = city.actor("citizen").party
        assert citizen

        with pytest.raises(NotAllowed):
            identity.party_view(citizen, by=VISITOR if viewer == "visitor" else city.actor(viewer))

    def test_an_unknown_party_is_not_found(self, city: City) -> None:
        with pytest.raises(NotFound):
            identity.party_view(uuid4(), by=city.actor("acceptor"))


class TestRepresentation:
    def test_only_a_natural_person_represents_and_only_an_organisation_is_represented(self, city: City) -> None:
        person = party_of(city.actor("citizen"))
        company = party_of(city.owner_for_company)

        for represents, represented in ((company, person), (person, person), (company, company)):
            with pytest.raises(Broken):
                let_represent(person=represents, organisation=represented, by=SYSTEM, at=city.at)

    def test_is_recorded_for_the_organisation(self, city: City) -> None:
        person = party_of(city.actor("citizen"))
        company = party_of(city.owner_for_company)

        let_represent(person=person, organisation=company, by=SYSTEM, at=city.at)

        last = ledger.history(kind="party", subject=company.id)[-1]
        assert (last.verb, last.for_party, last.facts) == (
            "identity.let_represent",
            company.id,
            {"person": str(person.id)},
        )


@pytest.mark.usefixtures("db")
def test_the_database_refuses_an_organisation_with_a_personal_document(at: datetime) -> None:
    party, _ = find_or_make(name="测试丁", document_type="RESIDENT_ID", number=NUMBER, mobile="", at=at)

    with pytest.raises(IntegrityError, match="identity_party_legal_iff_credit_code"), transaction.atomic():
        Party.objects.filter(id=party.id).update(kind="LEGAL")


@pytest.mark.usefixtures("db")
def test_neither_users_nor_parties_show_a_name_where_they_are_printed(at: datetime) -> None:
    party, _ = find_or_make(name="测试丁", document_type="RESIDENT_ID", number=NUMBER, mobile="", at=at)
    user = identity.open_account(username="ding", password="x", display_name="测试丁", party=party, by=SYSTEM, at=at)

    printed = f"{party} {party!r} {user} {user!r}"

    assert "测试" not in printed
    assert "ding" not in printed
