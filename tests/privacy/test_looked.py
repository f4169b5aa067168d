from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import transaction

from tests.cases.samples import Desk
from tests.city import City
from tests.identity.systems import registered, token_of
from tests.privacy.conftest import acting
from tongban.cases import api as cases
from tongban.identity import api as identity
from tongban.identity.models import Staff, StaffPost
from tongban.kernel.actors import ActorKind, MandateKind, Role
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs
from tongban.privacy import api as privacy

VERIFIER = Path(__file__).parents[2] / "verifier/tongban_verify.py"
ALL = ledger.Asked()


def sequenced(_desk: Desk) -> None:
    ledger.sequence()


def looks(desk: Desk, asked: ledger.Asked = ALL) -> list[privacy.Look]:
    return privacy.looked(by=desk.applicant, at=desk.at, asked=asked).rows


def withhold(desk: Desk) -> None:
    """An entry about the applicant that a law keeps back."""
    with transaction.atomic():
        ledger.record(
            at=desk.now(),
            actor=desk.staff("supervisor"),
            verb="case.read",
            kind="case",
            subject=UUID(int=5),
            why=ledger.Why(
                ledger.Purpose.SUPERVISION,
                "GZGF.35",
                about=(desk.party,),
                disclosure=ledger.withheld("JCF.18"),
                reading=True,
            ),
        )
    sequenced(desk)


class TestList:
    def test_says_in_which_capacity_somebody_looked_and_at_what(self, desk: Desk) -> None:
        case = desk.submitted()
        cases.read_case(number=case.number, by=desk.staff("acceptor"), at=desk.now())
        sequenced(desk)

        (look,) = [one for one in looks(desk, ledger.Asked(reading=True)) if one.kind == "case"]

        assert (look.verb, look.number, look.item) == ("case.read", case.number, case.item_name)
        assert look.office == privacy.Office((Role.ACCEPTOR,), "无锡市梁溪区行政审批局")
        assert (look.actor_kind, look.mine, look.basis) == (ActorKind.STAFF, False, "GBF.13.1.3,GZGF.22.1")

    def test_holds_no_name_of_a_member_of_staff(self, desk: Desk) -> None:
        desk.granted()
        sequenced(desk)

        assert "测试受理员" not in repr(looks(desk))
        assert "测试审批科长" not in repr(looks(desk))

    def test_can_leave_out_what_one_did_oneself(self, desk: Desk) -> None:
        desk.accepted()
        sequenced(desk)

        assert {one.mine for one in looks(desk)} == {True, False}
        assert {one.mine for one in looks(desk, ledger.Asked(but_by=desk.applicant.id))} == {False}

    def test_is_narrowed_by_time(self, desk: Desk) -> None:
        desk.submitted()
        noon = desk.now()
        cases.read_list(by=desk.staff("acceptor"), at=desk.now())
        sequenced(desk)

        assert {one.kind for one in looks(desk, ledger.Asked(since_at=noon))} == {"case_list"}
        assert "case_list" not in {one.kind for one in looks(desk, ledger.Asked(until_at=noon))}

    def test_goes_on_page_by_page_without_missing_or_repeating(self, desk: Desk) -> None:
        desk.granted()
        sequenced(desk)
        whole = [one.position for one in looks(desk)]
        seen: list[int] = []
        before: int | None = None

        while before != 0:
            page = privacy.looked(by=desk.applicant, at=desk.at, asked=ALL, before=before, limit=4)
            seen += [one.position for one in page.rows]
            before = page.older

        assert seen == whole
        assert len(seen) > 8

    def test_a_capacity_is_that_of_the_moment(self, desk: Desk) -> None:
        case = desk.submitted()
        cases.read_case(number=case.number, by=desk.staff("acceptor"), at=desk.now())
        sequenced(desk)
        posts = desk.city.user("acceptor").posts
        posts.update(until_at=desk.now() + timedelta(days=1))

        (look,) = [one for one in looks(desk, ledger.Asked(reading=True)) if one.kind == "case"]

        assert look.office
        assert look.office.roles == (Role.ACCEPTOR,)

    def test_what_a_law_keeps_back_leaves_no_trace(self, desk: Desk) -> None:
        desk.submitted()
        sequenced(desk)
        before = looks(desk)

        withhold(desk)

        assert looks(desk) == before

    def test_names_the_department_of_who_supervises_and_the_system_that_asked(self, desk: Desk, city: City) -> None:
        case = desk.submitted()
        supervisor = desk.staff("supervisor")
        Staff.objects.update_or_create(
            user_id=supervisor.id, defaults={"number": "S1", "department": "ZD320213ADM", "region": "320213"}
        )
        StaffPost.objects.filter(user_id=supervisor.id).update(department="*")
        cases.read_case(number=case.number, by=city.actor("supervisor"), at=desk.now())
        system = registered(city.at)
        identity.hand_over(token=token_of(city, system), at=city.at)
        sequenced(desk)

        of_company = looks(desk, ledger.Asked(reading=True))
        of_citizen = privacy.looked(by=city.actor("citizen"), at=city.at, asked=ledger.Asked(reading=True)).rows

        watched = next(one for one in of_company if one.purpose is ledger.Purpose.SUPERVISION)
        assert watched.office == privacy.Office((Role.SUPERVISOR,), "无锡市梁溪区行政审批局")
        assert next(one.system for one in of_citizen if one.verb == "login.read") == privacy.System(
            system.name, orgs.department(system.department).name
        )

    def test_looks_of_one_hand_within_an_hour_are_told_as_one_with_their_number(self, desk: Desk) -> None:
        case = desk.submitted()
        first = desk.now()
        for reader, minutes in (
            ("acceptor", 0),
            ("examiner", 5),
            ("acceptor", 30),
            ("acceptor", 59),
            ("acceptor", 150),
        ):
            at = first + timedelta(minutes=minutes)
            cases.read_case(number=case.number, by=desk.staff(reader), at=at)
        sequenced(desk)
        found = looks(desk)

        told = privacy.folded(found)

        assert [one.times for one in told if one.look.verb == "case.read"] == [1, 3, 1]
        assert sum(one.times for one in told) == len(found)

    def test_reading_it_writes_nothing(self, desk: Desk) -> None:
        desk.submitted()
        sequenced(desk)
        count = ledger.Entry.objects.count()

        looks(desk)

        assert ledger.Entry.objects.count() == count


class TestWhose:
    @pytest.mark.parametrize("kind", [MandateKind.AGENT, MandateKind.ASSISTANT])
    def test_an_agent_does_not_read_the_list_of_whom_they_act_for(self, desk: Desk, kind: MandateKind) -> None:
        agent = acting(desk.party, kind, desk)

        with pytest.raises(privacy.NotYourData):
            privacy.looked(by=agent, at=desk.at, asked=ALL)

    @pytest.mark.parametrize("kind", [MandateKind.LEGAL_REPRESENTATIVE, MandateKind.GUARDIAN])
    def test_who_speaks_for_somebody_altogether_reads_it(self, desk: Desk, kind: MandateKind) -> None:
        desk.submitted()
        sequenced(desk)

        assert privacy.looked(by=acting(desk.party, kind, desk), at=desk.at, asked=ALL).rows

    def test_staff_have_no_list(self, desk: Desk) -> None:
        with pytest.raises(privacy.NotYourData):
            privacy.looked(by=desk.staff("acceptor"), at=desk.at, asked=ALL)

    def test_one_person_sees_nothing_of_another(self, desk: Desk) -> None:
        desk.granted()
        sequenced(desk)
        other = desk.city.actor("elder")

        found = privacy.looked(by=other, at=desk.at, asked=ALL).rows

        assert [one for one in found if one.number] == []
        with pytest.raises(ledger.EntryNotFound):
            privacy.proof_of_one(by=other, at=desk.at, position=looks(desk)[0].position)


class TestProof:
    def test_of_the_list_satisfies_the_verifier_and_without_one_entry_does_not(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        sealed(desk)
        since, until = desk.at - timedelta(days=1), desk.at + timedelta(days=3650)
        proof = privacy.proof_of_list(by=desk.applicant, at=desk.at, since_at=since, until_at=until)
        good = verified(tmp_path / "good.json", proof)
        mine = next(batch for batch in proof["batches"] if "positions" in batch)
        mine["positions"].pop()
        mine["entries"].pop()

        assert good == 0
        assert verified(tmp_path / "bad.json", proof) == 1

    def test_of_the_list_says_how_many_are_not_sealed_yet_and_when_they_will_be(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        sealed(desk)
        case = cases.mine(desk.applicant)[0]
        cases.read_case(number=case.number, by=desk.staff("acceptor"), at=desk.now())
        sequenced(desk)
        since, until = desk.at - timedelta(days=1), desk.at + timedelta(days=3650)

        proof = privacy.proof_of_list(by=desk.applicant, at=desk.at, since_at=since, until_at=until)
        waiting = privacy.waiting_to_be_sealed(by=desk.applicant, at=desk.at)

        assert (proof["left_out"]["not_sealed_yet"], waiting.count) == (1, 1)
        assert "另有1条还没有封存" in proof["left_out"]["words"]
        assert timedelta() < waiting.next_at - desk.at <= timedelta(minutes=10)
        assert verified(tmp_path / "part.json", proof) == 0
        ledger.seal(at=desk.now())
        assert privacy.proof_of_list(by=desk.applicant, at=desk.at, since_at=since, until_at=until)["left_out"][
            "words"
        ] == ("这段时间已经记下的都在这份证明里。")

    def test_of_one_entry_satisfies_the_verifier(self, desk: Desk, tmp_path: Path) -> None:
        sealed(desk)

        proof = privacy.proof_of_one(by=desk.applicant, at=desk.at, position=looks(desk)[0].position)

        assert verified(tmp_path / "one.json", proof) == 0

    def test_of_the_list_is_refused_in_the_same_words_whether_nothing_is_sealed_or_something_is_kept_back(
        self, desk: Desk
    ) -> None:
        desk.submitted()
        since, until = desk.at - timedelta(days=1), desk.at + timedelta(days=3650)
        words = []
        for prepare in (sequenced, withhold):
            prepare(desk)
            with pytest.raises(privacy.NoProofNow) as refusal:
                privacy.proof_of_list(by=desk.applicant, at=desk.at, since_at=since, until_at=until)
            words.append(refusal.value.message)
            ledger.seal(at=desk.now())

        assert len(set(words)) == 1

    def test_of_what_is_kept_back_is_refused_as_of_what_is_not_there(self, desk: Desk) -> None:
        sealed(desk)
        withhold(desk)
        ledger.seal(at=desk.now())
        (position,) = ledger.Entry.objects.filter(disclose="WITHHELD").values_list("place__number", flat=True)

        for number in (position, 10**9):
            with pytest.raises(ledger.EntryNotFound):
                privacy.proof_of_one(by=desk.applicant, at=desk.at, position=number)


def sealed(desk: Desk) -> None:
    desk.submitted()
    sequenced(desk)
    ledger.seal(at=desk.now())


def verified(path: Path, proof: dict[str, object]) -> int:
    path.write_text(json.dumps(proof))
    return subprocess.run([sys.executable, VERIFIER, path], check=False).returncode
