from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cases.samples import Desk
from tests.conftest import in_threads
from tests.privacy.conftest import acting
from tongban.cases import api as cases
from tongban.identity import api as identity
from tongban.identity.models import Party, PartyDocument, Representation
from tongban.kernel.actors import Actor, MandateKind
from tongban.ledger.models import Entry
from tongban.messages import api as messages
from tongban.privacy import api as privacy
from tongban.privacy.models import Closing
from tongban.privacy.services.closing import close_account
from tongban.privacy.states import CLOSINGS, ClosingState, ClosingVerb

LATER = timedelta(days=15, minutes=1)
LETTERS = "320200198804169015"


@pytest.fixture
def citizen(desk: Desk) -> Actor:
    return desk.city.actor("citizen")


def close(desk: Desk, *, after: timedelta = LATER) -> bool:
    at = desk.at + after
    return [key for key in privacy.due_closings(at=at) if close_account(closing=key, at=at)] != []


class TestAsking:
    def test_gives_fifteen_days_to_think_and_says_until_when(self, desk: Desk, citizen: Actor) -> None:
        until = privacy.ask_closing(by=citizen, at=desk.at)

        assert until == desk.at + timedelta(days=15)
        assert privacy.leaving(by=citizen) == privacy.Leaving(desk.at, until)
        assert citizen.party
        assert "2026年9月16日" in messages.inbox(citizen.party)[0].body

    def test_nothing_stands_against_asking_also_not_a_running_case(self, desk: Desk) -> None:
        owner = desk.city.actor("owner")
        assert owner.party
        Desk(desk.city, desk.at, owner)

        assert privacy.ask_closing(by=owner, at=desk.now())

    @pytest.mark.django_db(transaction=True)
    def test_a_double_click_asks_once(self, desk: Desk, citizen: Actor) -> None:
        def click() -> str:
            try:
                privacy.ask_closing(by=citizen, at=desk.at)
            except privacy.ClosingAlready:
                return "refused"
            return "asked"

        assert sorted(in_threads(click, click)) == ["asked", "refused"]

    @pytest.mark.parametrize("kind", list(MandateKind))
    def test_nobody_closes_the_account_of_somebody_else(self, desk: Desk, citizen: Actor, kind: MandateKind) -> None:
        assert citizen.party
        with pytest.raises(privacy.NotYourData):
            privacy.ask_closing(by=acting(citizen.party, kind, desk), at=desk.at)

    def test_taken_back_nothing_is_closed(self, desk: Desk, citizen: Actor) -> None:
        privacy.ask_closing(by=citizen, at=desk.at)

        privacy.take_back_closing(by=citizen, at=desk.now())

        assert not close(desk)
        assert desk.city.user("citizen").is_active
        with pytest.raises(privacy.NotClosing):
            privacy.take_back_closing(by=citizen, at=desk.now())

    def test_taking_back_what_somebody_else_asked_is_refused(self, desk: Desk, citizen: Actor) -> None:
        privacy.ask_closing(by=citizen, at=desk.at)

        with pytest.raises(privacy.NotClosing):
            privacy.take_back_closing(by=desk.city.actor("elder"), at=desk.now())


class TestClosing:
    def test_before_its_time_is_not_done(self, desk: Desk, citizen: Actor) -> None:
        privacy.ask_closing(by=citizen, at=desk.at)

        assert not close(desk, after=timedelta(days=14, hours=23))

    def test_without_a_case_leaves_an_id_and_no_person(self, desk: Desk, citizen: Actor) -> None:
        user = desk.city.user("citizen")
        privacy.ask_closing(by=citizen, at=desk.at)

        assert close(desk)

        party = Party.objects.get(pk=citizen.party or "")
        user.refresh_from_db()
        assert (party.name, bytes(party.mobile_cipher), party.mobile_tail) == ("（已注销）", b"", "")
        assert not PartyDocument.objects.filter(party=party).exists()
        assert identity.by_document(identity.DocumentType.RESIDENT_ID, LETTERS) is None
        assert (user.is_active, user.has_usable_password()) == (False, False)
        assert user.username.startswith("closed-")
        assert messages.kept_for(party.pk) == 0
        assert Entry.objects.filter(about__contains=[party.pk]).exists()

    def test_with_a_decided_case_keeps_for_whom_it_was_decided_and_erases_the_rest(
        self, desk: Desk, citizen: Actor
    ) -> None:
        case = delivered(desk, citizen)
        privacy.ask_closing(by=citizen, at=desk.at)

        assert close(desk)

        party = Party.objects.get(pk=citizen.party or "")
        assert party.name == "测试甲"
        assert PartyDocument.objects.filter(party=party).exists()
        assert (bytes(party.mobile_cipher), bytes(party.address_cipher)) == (b"", b"")
        assert cases.case_for(desk.staff("decider"), case.number).applicant_id == party.pk

    @pytest.mark.parametrize("state", [cases.State.RECEIVED, cases.State.CORRECTION, cases.State.GRANTED])
    def test_waits_until_every_case_is_decided_and_delivered(
        self, desk: Desk, citizen: Actor, state: cases.State
    ) -> None:
        own = personal(desk, citizen)
        case = own.in_state(state)
        privacy.ask_closing(by=citizen, at=own.at)

        assert not close(own)
        assert desk.city.user("citizen").is_active

        cases.Case.objects.filter(pk=case.pk).update(
            state=cases.State.GRANTED, accepted_at=own.at, closed_at=own.at, delivered_at=own.at
        )
        assert close(own)

    def test_throws_drafts_away(self, desk: Desk, citizen: Actor) -> None:
        own = personal(desk, citizen)
        own.filled()
        privacy.ask_closing(by=citizen, at=own.at)

        assert close(own)

        assert not cases.Case.objects.filter(applicant=citizen.party).exists()
        assert Party.objects.get(pk=citizen.party or "").name == "（已注销）"

    def test_ends_what_the_person_represented(self, desk: Desk) -> None:
        owner = desk.city.actor("owner")
        company = desk.city.owner_for_company.party
        assert company
        privacy.ask_closing(by=owner, at=desk.at)

        assert close(desk)

        held = Representation.objects.get(organisation=company, person=owner.party)
        assert held.until_at == desk.at + LATER

    def test_done_twice_is_done_once(self, desk: Desk, citizen: Actor) -> None:
        privacy.ask_closing(by=citizen, at=desk.at)
        (key,) = privacy.due_closings(at=desk.at + LATER)

        assert [close_account(closing=key, at=desk.at + LATER) for _ in range(2)] == [True, False]

    def test_the_same_person_may_come_back(self, desk: Desk, citizen: Actor) -> None:
        privacy.ask_closing(by=citizen, at=desk.at)
        close(desk)

        again = identity.register_walk_in(
            name="测试甲",
            document_type="RESIDENT_ID",
            number=LETTERS,
            mobile="",
            by=desk.staff("receiver"),
            at=desk.at + LATER,
        )

        assert again != citizen.party

    def test_the_record_of_it_cites_the_law_and_holds_no_name(self, desk: Desk, citizen: Actor) -> None:
        privacy.ask_closing(by=citizen, at=desk.at)
        close(desk)

        entries = Entry.objects.filter(kind="closing").order_by("id")

        assert [entry.verb for entry in entries] == ["closing.ask", "closing.close"]
        assert {entry.basis for entry in entries} == {"GBF.47.1.3"}


def test_every_state_of_a_closing_is_initial_or_reached() -> None:
    assert set(ClosingState) - {line.target for line in CLOSINGS.lines} == {ClosingState.COOLING}
    assert {line.verb for line in CLOSINGS.lines} == set(ClosingVerb)


def test_only_the_law_closes() -> None:
    assert Closing.objects is not None
    assert CLOSINGS.open_to(state=ClosingState.COOLING, roles=["APPLICANT"]) == (ClosingVerb.TAKE_BACK,)


def personal(desk: Desk, citizen: Actor) -> Desk:
    """The citizen applies for herself."""
    return Desk(desk.city, desk.at, citizen)


def delivered(desk: Desk, citizen: Actor) -> cases.Case:
    own = personal(desk, citizen)
    case = own.granted()
    done = cases.deliver(number=case.number, by=citizen, at=own.now())
    desk.at = own.at
    return done
