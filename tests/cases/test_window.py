from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.cases.samples import PAGES, PDF, WENT, Desk
from tests.conftest import in_threads
from tongban.cases import api as cases
from tongban.cases.window import api as window
from tongban.cases.window import rules
from tongban.cases.window.queries.wishes import parcels_to_ask
from tongban.cases.window.tables import DeliveryChoice, SeenPaper
from tongban.duties import api as duties
from tongban.identity import api as identity
from tongban.kernel.errors import Faulty, NotAllowed, Refused, WrongState
from tongban.ledger import api as ledger
from tongban.messages import api as messages

OWNER = identity.Card(name="测试丙", number="320200197908229030")
CITIZEN = identity.Card(name="测试甲", number="320200198804169015")
BY_POST = window.Wish(way="POST", name="测试丙", mobile="19900000003", place="江苏省无锡市样例路 1 号")
ON_PAPER = window.Acknowledged("ON_PAPER")
DRAWING = "M10 20 L11 22 L15 30"
PLACE = "ZP320213"


@dataclass
class FakePost:
    """A postal service that does what it is told to; ``away``: it cannot be reached."""

    away: bool = False
    takes: bool = True
    gives_up: bool = True
    says: window.Parcel = window.Parcel.ON_ITS_WAY
    orders: list[UUID] = field(default_factory=list)

    def order(self, *, key: UUID, to: window.Address, content: str, at: datetime) -> str:
        del to, at
        assert "许可" not in content
        if self.away:
            raise window.PostAway
        if not self.takes:
            raise window.PostRefused
        self.orders.append(key)
        return "YZ00000000001"

    def cancel(self, *, key: UUID, at: datetime) -> bool:
        del at
        if not self.gives_up:
            return False
        self.orders = [one for one in self.orders if one != key]
        return True

    def where(self, *, tracking: str, at: datetime) -> window.Parcel:
        del tracking, at
        if self.away:
            raise window.PostAway
        return self.says


@pytest.fixture
def post() -> Iterator[FakePost]:
    service = FakePost()
    window.use(post=service)
    yield service
    window.use()


def offering_post(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> cases.Case:
    """Bring a case to its decision, under a guide that sends its result by post, as the applicant wishes."""
    monkeypatch.setattr("tongban.cases.window.choosing.offered", lambda _: tuple(window.Way))
    case = desk.granted()
    window.choose_delivery(number=case.number, wish=BY_POST, by=desk.applicant, at=desk.now())
    return case


def sent(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> UUID:
    case = offering_post(desk, monkeypatch)
    window.send_by_post(number=case.number, by=desk.staff("handout"), at=desk.now())
    (parcel,) = parcels_to_ask(limit=9)
    return parcel


def counter_draft(desk: Desk) -> cases.Case:
    by = desk.staff("receiver")
    return cases.open_draft(item="ZISPJY", by=by, at=desk.now(), applicant=desk.party, place=PLACE)


def taken_in(desk: Desk) -> cases.Case:
    """Take in at the counter, all of it on paper."""
    by, case = desk.staff("receiver"), counter_draft(desk)
    for group, posted in PAGES.items():
        cases.save_answers(draft=case.pk, group=group, posted=posted, by=by, at=desk.now())
    papers = {key: window.OnPaper(seen=True, copies=1) for key in ("2", "3", "4")}
    window.note_papers(draft=case.pk, papers=papers, by=by, at=desk.now())
    return cases.submit(draft=case.pk, token=uuid4(), by=by, at=desk.now())


def handed_out(desk: Desk, case: cases.Case, card: identity.Card = OWNER, how: window.Acknowledged = ON_PAPER) -> None:
    receiver = window.Receiver(card, "DOCUMENT")
    window.hand_out(number=case.number, receiver=receiver, acknowledged=how, by=desk.staff("handout"), at=desk.now())


def verbs(case: cases.Case) -> list[str]:
    return [entry.verb for entry in ledger.history(kind="case", subject=case.id)]


class TestPapers:
    def test_paper_at_the_counter_is_as_good_as_a_scan(self, desk: Desk) -> None:
        """工作规范21: what is handed in on paper need not be handed in once more as a file."""
        case = taken_in(desk)

        assert case.state == cases.State.RECEIVED
        assert [one.missing for one in window.checklist(case)] == [False] * len(window.checklist(case))

    def test_a_material_that_was_only_looked_at_is_still_missing(self, desk: Desk) -> None:
        case, by = counter_draft(desk), desk.staff("receiver")
        window.note_papers(draft=case.pk, papers={"3": window.OnPaper(seen=True)}, by=by, at=desk.now())

        assert "materials.3" in cases.faults(desk.fresh(case), at=desk.at)

    @pytest.mark.parametrize("material", ["99", "1", ""])
    def test_a_paper_that_the_guide_does_not_ask_for_is_refused(self, desk: Desk, material: str) -> None:
        case, by = counter_draft(desk), desk.staff("receiver")

        with pytest.raises(Refused):
            window.note_papers(draft=case.pk, papers={material: window.OnPaper(copies=1)}, by=by, at=desk.now())
        assert not SeenPaper.objects.exists()

    def test_only_a_clerk_says_what_was_seen(self, desk: Desk) -> None:
        with pytest.raises(NotAllowed):
            window.note_papers(draft=desk.draft().pk, papers={}, by=desk.applicant, at=desk.now())

    def test_the_words_of_the_receipt_name_copies_and_originals(self) -> None:
        assert window.OnPaper(seen=True, copies=2).words == "原件已核对，当场退还，复印件2份"
        assert window.OnPaper(seen=True, kept=1).words == "收存原件1份"

    @pytest.mark.parametrize("text", ["-1", "1.5", "100", "many", "²"])
    def test_a_number_of_sheets_is_a_small_number(self, text: str) -> None:
        with pytest.raises(window.TooManyCopies):
            window.copies(text)


class TestTakingOver:
    def take(self, desk: Desk, draft: UUID, *, agreed: bool = True, by: str = "receiver") -> cases.Case:
        clerk = desk.staff(by)
        return window.take_over_draft(
            draft=draft, applicant=desk.party, agreed=agreed, by=clerk, at=desk.now(), place=PLACE
        )

    def test_what_was_begun_at_home_goes_on_at_the_counter(self, desk: Desk) -> None:
        draft = desk.filled()
        assert list(window.begun_at_home(desk.staff("receiver"), desk.party)) == [draft]

        case = self.take(desk, draft.pk)

        assert (case.channel, case.place_code) == (cases.Channel.COUNTER, PLACE)
        assert cases.answers(case) == cases.answers(draft)
        assert cases.draft_for(desk.staff("receiver"), case.pk) == cases.draft_for(desk.applicant, case.pk)
        assert messages.inbox(desk.party)[0].title == "窗口正在接着办您的申请"

    def test_nothing_is_taken_over_without_the_applicant_s_consent(self, desk: Desk) -> None:
        draft = desk.filled()

        with pytest.raises(window.NotAgreed):
            self.take(desk, draft.pk, agreed=False)
        with pytest.raises(cases.CaseNotFound):
            cases.draft_for(desk.staff("receiver"), draft.pk)

    @pytest.mark.parametrize("by", ["xishan-receiver", "acceptor"])
    def test_others_do_not_reach_a_draft_that_was_begun_at_home(self, desk: Desk, by: str) -> None:
        with pytest.raises(cases.CaseNotFound):
            self.take(desk, desk.filled().pk, by=by)

    def test_a_draft_of_the_counter_is_not_lost_to_one_from_home(self, desk: Desk) -> None:
        draft = desk.filled()
        counter_draft(desk)

        with pytest.raises(window.BegunAtTheWindow):
            self.take(desk, draft.pk)


class TestHandingOver:
    def waiting(self, desk: Desk, by: str = "receiver") -> list[UUID]:
        return [line.file.pk for line in window.papers_to_hand_over(desk.staff(by))]

    def over(self, desk: Desk, by: str = "receiver") -> window.Handover:
        return window.hand_over(files=self.waiting(desk), by=desk.staff(by), at=desk.now())

    def test_papers_wait_on_both_sides_until_they_are_handed_over(self, desk: Desk) -> None:
        taken_in(desk)
        assert len(self.waiting(desk)) == len(self.waiting(desk, "acceptor")) == 1
        assert self.waiting(desk, "housing-acceptor") == self.waiting(desk, "xishan-receiver") == []

        made = self.over(desk)

        assert self.waiting(desk) == []
        (line,) = window.listed_on(made)
        assert [words for _, words in line.papers] == ["原件已核对，当场退还，复印件1份"] * 3

    def test_of_what_was_only_scanned_or_looked_at_there_is_nothing_to_hand_over(self, desk: Desk) -> None:
        by, case = desk.staff("receiver"), counter_draft(desk)
        for group, posted in PAGES.items():
            cases.save_answers(draft=case.pk, group=group, posted=posted, by=by, at=desk.now())
        for key in ("2", "3", "4"):
            cases.attach(draft=case.pk, material=key, data=PDF, name="图.pdf", by=by, at=desk.now())
        papers = {"2": window.OnPaper(seen=True)}
        window.note_papers(draft=case.pk, papers=papers, by=by, at=desk.now())

        done = cases.submit(draft=case.pk, token=uuid4(), by=by, at=desk.now())

        assert self.waiting(desk) == []
        assert window.trips_of(done) == 1

    @pytest.mark.parametrize("on_paper", [True, False])
    def test_paper_of_a_correction_is_handed_over_where_some_stays(self, desk: Desk, *, on_paper: bool) -> None:
        case = desk.correcting()
        cases.supplement(
            number=case.number,
            uploads=[cases.Upload(material="3", data=PDF, name="图.pdf")],
            replies={},
            on_paper=on_paper,
            by=desk.staff("receiver"),
            at=desk.now(),
        )

        assert len(self.waiting(desk)) == int(on_paper)

    def test_no_clock_moves_with_the_papers(self, desk: Desk) -> None:
        case = taken_in(desk)
        before = cases.clocks(case, at=desk.at)

        made = self.over(desk)
        window.confirm_handover(number=made.number, lacking={}, by=desk.staff("acceptor"), at=desk.now())

        assert cases.clocks(case, at=desk.at) == before

    def test_what_the_department_misses_goes_back_to_the_window(self, desk: Desk) -> None:
        taken_in(desk)
        made = self.over(desk)
        (line,) = window.listed_on(made)

        window.confirm_handover(
            number=made.number, lacking={line.file.pk: "少一份布局图"}, by=desk.staff("acceptor"), at=desk.now()
        )

        (back,) = window.papers_to_hand_over(desk.staff("receiver"))
        assert (back.file.stage, back.file.lacks) == (window.PaperStage.LACKING, "少一份布局图")
        assert self.over(desk).number != made.number

    @pytest.mark.parametrize("twice", [True, False])
    def test_a_list_is_confirmed_once_and_says_what_lacks(self, desk: Desk, *, twice: bool) -> None:
        taken_in(desk)
        made, by = self.over(desk), desk.staff("acceptor")
        (line,) = window.listed_on(made)
        if twice:
            window.confirm_handover(number=made.number, lacking={}, by=by, at=desk.now())

        with pytest.raises(window.HandoverDone if twice else window.SayWhatLacks):
            window.confirm_handover(
                number=made.number, lacking={} if twice else {line.file.pk: " "}, by=by, at=desk.now()
            )

    def test_nothing_is_handed_over_twice_and_not_by_the_department(self, desk: Desk) -> None:
        taken_in(desk)
        files = self.waiting(desk)
        with pytest.raises(NotAllowed):
            window.hand_over(files=files, by=desk.staff("acceptor"), at=desk.now())
        window.hand_over(files=files, by=desk.staff("receiver"), at=desk.now())

        with pytest.raises(WrongState):
            window.hand_over(files=files, by=desk.staff("receiver"), at=desk.now())
        with pytest.raises(window.NothingToHandOver):
            window.hand_over(files=[], by=desk.staff("receiver"), at=desk.now())

    def test_a_list_is_nobody_else_s_and_names_nobody(self, desk: Desk) -> None:
        taken_in(desk)
        made = self.over(desk)

        with pytest.raises(window.HandoverNotFound):
            window.handover_for(desk.staff("housing-acceptor"), made.number)
        (entry,) = ledger.history(kind="handover", subject=made.id)
        assert "测试" not in str(entry.facts)


class TestHandingOut:
    @pytest.mark.parametrize(
        "how",
        [
            ON_PAPER,
            window.Acknowledged("DRAWN", drawing=DRAWING),
            window.Acknowledged("REFUSED", witness="测试见证人", told="看过决定书后拒绝签字。"),
        ],
    )
    def test_the_representative_collects_against_a_receipt(self, desk: Desk, how: window.Acknowledged) -> None:
        case = desk.granted()

        handed_out(desk, case, how=how)

        case = desk.fresh(case)
        out = window.handing_out_of(case)
        assert case.delivered_at == desk.at
        assert out is not None
        assert (out.way, out.capacity, out.signature) == ("WINDOW", "MANDATED", how.how)
        assert cases.document_list(case)[-1].kind == "delivery"
        assert verbs(case)[-1] == "case.deliver"
        assert next(c for c in cases.clocks(case, at=desk.at) if c.kind == duties.Kind.DELIVERY).light == "MET"

    @pytest.mark.parametrize(
        ("card", "how", "refusal"),
        [
            (CITIZEN, ON_PAPER, window.NotToCollect),
            (replace(OWNER, name="测试乙"), ON_PAPER, window.NotToCollect),
            (replace(OWNER, number="320200197908229031"), ON_PAPER, Refused),
            (OWNER, window.Acknowledged(""), window.NotSigned),
            (OWNER, window.Acknowledged("BY_POST"), window.NotSigned),
            (OWNER, window.Acknowledged("DRAWN", drawing="<script>"), window.NotSigned),
            (OWNER, window.Acknowledged("REFUSED", witness="测试见证人"), window.NoWitness),
        ],
    )
    def test_without_right_check_or_signature_nothing_is_handed_out(
        self, desk: Desk, card: identity.Card, how: window.Acknowledged, refusal: type[Refused]
    ) -> None:
        case = desk.granted()

        with pytest.raises(refusal):
            handed_out(desk, case, card, how)
        assert desk.fresh(case).delivered_at is None

    def test_a_result_is_handed_out_once(self, desk: Desk) -> None:
        case = desk.granted()
        handed_out(desk, case)

        with pytest.raises(cases.AlreadyDelivered):
            handed_out(desk, case)

    def test_the_database_keeps_no_handing_out_that_nobody_checked(self, desk: Desk) -> None:
        case = desk.granted()
        unchecked = {"way": "WINDOW", "capacity": "APPLICANT", "signature": "ON_PAPER", "at": desk.at}

        with pytest.raises(IntegrityError), transaction.atomic():
            window.HandingOut.objects.create(case=case, **unchecked)


class TestPosting:
    def test_a_parcel_that_was_signed_for_delivers_the_result(
        self, desk: Desk, post: FakePost, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        parcel = sent(desk, monkeypatch)
        case = window.Shipment.objects.get().case
        assert window.ask_post(parcel=parcel, at=desk.now())
        assert not window.ask_post(parcel=parcel, at=desk.now())
        assert desk.fresh(case).delivered_at is None

        post.says = window.Parcel.SIGNED
        assert window.ask_post(parcel=parcel, at=desk.now())

        assert desk.fresh(case).delivered_at == desk.at
        assert not window.ask_post(parcel=parcel, at=desk.now())
        assert [one.title for one in messages.inbox(desk.party)][:2] == ["结果已送达", "结果已寄出"]
        assert verbs(case)[-3:] == ["case.send_by_post", "case.posted", "case.deliver"]

    def test_a_post_that_is_away_loses_nothing_and_gets_one_order(
        self, desk: Desk, post: FakePost, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        parcel = sent(desk, monkeypatch)
        post.away = True
        with pytest.raises(window.PostAway):
            window.ask_post(parcel=parcel, at=desk.now())
        assert window.Shipment.objects.get().stage == window.PostStage.ORDERING

        post.away = False
        window.ask_post(parcel=parcel, at=desk.now())

        assert post.orders == [parcel]

    def test_what_comes_back_waits_at_the_window_again(
        self, desk: Desk, post: FakePost, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        parcel = sent(desk, monkeypatch)
        case = window.Shipment.objects.get().case
        window.ask_post(parcel=parcel, at=desk.now())
        with pytest.raises(window.OnItsWay):
            handed_out(desk, case)
        post.says = window.Parcel.RETURNED
        window.ask_post(parcel=parcel, at=desk.now())

        assert desk.fresh(case).delivered_at is None
        assert window.read_to_hand_out(by=desk.staff("handout"), at=desk.now(), post=True) == [case]
        handed_out(desk, case)

    def test_an_address_that_the_post_does_not_take_is_asked_for_again(
        self, desk: Desk, post: FakePost, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        post.takes = False
        parcel = sent(desk, monkeypatch)
        case = window.Shipment.objects.get().case
        window.ask_post(parcel=parcel, at=desk.now())
        assert messages.inbox(desk.party)[0].title == "请核对收件地址"
        assert parcels_to_ask(limit=9) == []

        post.takes = True
        window.choose_delivery(number=case.number, wish=BY_POST, by=desk.applicant, at=desk.now())
        window.send_by_post(number=case.number, by=desk.staff("handout"), at=desk.now())

        assert len(parcels_to_ask(limit=9)) == 1

    @pytest.mark.usefixtures("post")
    def test_a_second_parcel_is_refused_and_the_wish_stands(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        sent(desk, monkeypatch)
        number = window.Shipment.objects.get().case.number

        with pytest.raises(window.OnItsWay):
            window.send_by_post(number=number, by=desk.staff("handout"), at=desk.now())
        with pytest.raises(window.OnItsWay):
            window.choose_delivery(number=number, wish=window.Wish("WINDOW"), by=desk.applicant, at=desk.now())

    @pytest.mark.usefixtures("post")
    def test_what_is_held_back_is_not_sent(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        number = offering_post(desk, monkeypatch).number
        monkeypatch.setattr("tongban.cases.queries.barred", lambda _, at: {cases.Verb.DELIVER: f"等补交{at:%Y}"})

        with pytest.raises(WrongState, match="等补交"):
            window.send_by_post(number=number, by=desk.staff("handout"), at=desk.now())

    @pytest.mark.usefixtures("post")
    def test_what_is_signed_for_online_before_it_is_sent_is_not_sent(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        number = offering_post(desk, monkeypatch).number
        window.send_by_post(number=number, by=desk.staff("handout"), at=desk.now())

        cases.deliver(number=number, by=desk.applicant, at=desk.now())

        parcel = window.Shipment.objects.get(case__number=number)
        assert (parcel.stage, parcel.ended_at) == (window.PostStage.RECALLED, desk.at)
        assert not window.ask_post(parcel=parcel.pk, at=desk.now())

    @pytest.mark.parametrize("killed", [False, True])
    @pytest.mark.parametrize("gives_up", [False, True])
    def test_what_is_signed_for_online_while_the_post_is_told_is_given_up_or_followed(
        self, desk: Desk, post: FakePost, monkeypatch: pytest.MonkeyPatch, *, gives_up: bool, killed: bool
    ) -> None:
        post.gives_up, taken = gives_up, post.order
        parcel = sent(desk, monkeypatch)
        number = window.Shipment.objects.get().case.number

        def order(*, key: UUID, to: window.Address, content: str, at: datetime) -> str:
            tracking = taken(key=key, to=to, content=content, at=at)
            cases.deliver(number=number, by=desk.applicant, at=desk.now())
            if killed:
                raise KeyboardInterrupt
            return tracking

        # What came back is older than the signature, and is kept by the next sweep.
        with monkeypatch.context() as meanwhile, suppress(KeyboardInterrupt, ledger.EarlierThanLast):
            meanwhile.setattr(post, "order", order)
            window.ask_post(parcel=parcel, at=desk.now())
        if killed or not gives_up:
            assert window.Shipment.objects.get().stage == window.PostStage.ORDERING
            assert parcels_to_ask(limit=9) == [parcel]
            assert window.ask_post(parcel=parcel, at=desk.now())

        row = window.Shipment.objects.get()
        if gives_up:
            assert (post.orders, row.stage, row.tracking) == ([], window.PostStage.RECALLED, "")
        else:
            assert (set(post.orders), row.stage, row.tracking) == ({parcel}, window.PostStage.SENT, "YZ00000000001")
            post.says = window.Parcel.SIGNED
            assert window.ask_post(parcel=parcel, at=desk.now())

    def test_an_address_that_is_not_taken_is_not_asked_for_again_once_it_was_signed_for_online(
        self, desk: Desk, post: FakePost, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        post.gives_up = post.takes = False
        parcel = sent(desk, monkeypatch)
        number = window.Shipment.objects.get().case.number
        window.note_ordering(parcel=parcel, at=desk.now())
        cases.deliver(number=number, by=desk.applicant, at=desk.now())

        assert window.ask_post(parcel=parcel, at=desk.now())

        assert window.Shipment.objects.get().stage == window.PostStage.RECALLED
        assert "请核对收件地址" not in [one.title for one in messages.inbox(desk.party)]

    @pytest.mark.usefixtures("post")
    def test_only_what_is_wished_by_post_goes_by_post(self, desk: Desk) -> None:
        with pytest.raises(window.NotByPost):
            window.send_by_post(number=desk.granted().number, by=desk.staff("handout"), at=desk.now())


class TestChoosing:
    def test_the_address_is_encrypted_and_masked_at_the_desk(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        case = offering_post(desk, monkeypatch)

        told = window.wish_of(case, whole=False)

        assert told is not None
        assert told.address == window.Address("测**", "199****0003", "江苏省无锡市…")
        assert "样例路" not in bytes(DeliveryChoice.objects.get().address or b"").decode("latin-1")

    def test_what_the_guide_does_not_offer_cannot_be_chosen(self, desk: Desk) -> None:
        case = desk.submitted()
        offered = window.offered(case)

        for way in set(window.Way) - set(offered):
            with pytest.raises(window.NotAWay):
                window.choose_delivery(
                    number=case.number, wish=replace(BY_POST, way=way), by=desk.applicant, at=desk.at
                )

    def test_an_address_says_everything_that_it_lacks_at_once(self) -> None:
        with pytest.raises(Faulty) as refused:
            rules.address("", "123", "无锡")

        assert set(refused.value.faults) == {"name", "mobile", "place"}

    def test_at_the_window_only_for_who_was_found_or_shows_a_document_and_the_applicant_is_told(
        self, desk: Desk
    ) -> None:
        case, clerk = desk.granted(), desk.staff("handout")
        stranger = window.Receiver(identity.Card("测试乙", "11010519491231002X", "RESIDENT_ID"), "DOCUMENT")
        chosen = partial(window.choose_delivery, number=case.number, wish=window.Wish("ONLINE"), by=clerk)

        with pytest.raises(window.NotChecked):
            chosen(at=desk.now())
        with pytest.raises(window.NotChecked):
            chosen(at=desk.now(), standing=desk.city.actor("citizen").party)
        with pytest.raises(window.NotToCollect):
            chosen(at=desk.now(), receiver=stranger)
        assert not DeliveryChoice.objects.exists()
        before = len(messages.inbox(desk.party))
        chosen(at=desk.now(), standing=case.applicant_id)
        chosen(at=desk.now(), receiver=window.Receiver(OWNER, "DOCUMENT"))

        assert [one.title for one in messages.inbox(desk.party)[: -before or None]] == ["送达方式改了"] * 2
        window.choose_delivery(number=case.number, wish=window.Wish("ONLINE"), by=desk.applicant, at=desk.now())
        assert len(messages.inbox(desk.party)) == before + 2

    @pytest.mark.parametrize("by", ["acceptor", "decider"])
    def test_others_do_not_choose_for_the_applicant(self, desk: Desk, by: str) -> None:
        with pytest.raises(NotAllowed):
            window.choose_delivery(
                number=desk.granted().number, wish=window.Wish("WINDOW"), by=desk.staff(by), at=desk.now()
            )


class TestTrips:
    def test_taking_in_and_collecting_at_the_window_are_a_trip_a_day(self, desk: Desk) -> None:
        case = taken_in(desk)
        assert window.trips_of(case) == 1
        by = desk.staff("acceptor")
        cases.accept(number=case.number, by=by, at=desk.now())
        cases.examine(
            number=case.number, passed=True, opinion="符合。", others=WENT, by=desk.staff("examiner"), at=desk.now()
        )
        cases.grant(number=case.number, opinion="准予。", by=desk.staff("decider"), at=desk.now())

        handed_out(desk, case)

        assert window.trips_of(case) == 1
        assert window.trips_by_item(since=desk.in_days(0), until=desk.in_days(1)) == {"ZISPJY": (1, 1)}

    def test_who_comes_with_originals_has_come_agreeing_or_not_and_whoever_looks_at_them(self, desk: Desk) -> None:
        case = desk.prescreened()
        receiver, acceptor = desk.staff("receiver"), desk.staff("acceptor")
        assert window.trips_of(case) == 0

        for by in (acceptor, receiver):
            cases.see_originals(number=case.number, by=by, at=desk.now(), differs="布局图不是同一份。")
        assert window.trips_of(desk.fresh(case)) == 1
        desk.at += timedelta(days=1)
        cases.see_originals(number=case.number, by=acceptor, at=desk.now())

        assert window.trips_of(desk.fresh(case)) == 2

    def test_who_does_all_of_it_online_never_comes(self, desk: Desk) -> None:
        case = desk.corrected()

        assert window.trips_of(case) == 0

    @given(st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2026, 1, 5)), st.sampled_from(["A", "B", ""]))))
    def test_trips_are_no_more_than_visits_and_order_does_not_matter(self, visits: list[tuple[date, str]]) -> None:
        assert rules.trips(visits) == rules.trips(reversed(visits)) == rules.trips(visits * 2) <= len(visits)


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_hand_papers_over_once(desk: Desk) -> None:
    taken_in(desk)
    by = desk.staff("receiver")
    files = [line.file.pk for line in window.papers_to_hand_over(by)]

    def over() -> str:
        try:
            return window.hand_over(files=files, by=by, at=desk.now()).number
        except WrongState:
            return ""

    made = in_threads(over, over)

    assert sorted(map(bool, made)) == [False, True]
    assert window.Handover.objects.count() == 1
