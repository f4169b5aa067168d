"""What the desk adds to a case: criteria ticked one by one, texts of the department, papers foreseen, many at once."""

from __future__ import annotations

from io import BytesIO
from uuid import uuid4

import pytest
from pypdf import PdfReader

from tests.cases.samples import WENT, Desk, on_paper
from tongban.cases import api as cases
from tongban.cases.api import State, Verb
from tongban.cases.desk import api as desk_room
from tongban.cases.desk.api import Check, Found, TextBlock
from tongban.documents.models import IssuedDocument
from tongban.kernel.errors import NotAllowed, Refused, WrongState
from tongban.ledger import api as ledger
from tongban.messages import api as messages

OPINION = "经审查，{申请人}申请的{事项}符合条件。依据：{依据}。"


def first_criterion(case: cases.Case) -> str:
    return str(case.guide.guide.criteria[0].id)


def entries(case: cases.Case, verb: str) -> list[ledger.Entry]:
    return [one for one in ledger.history(kind="case", subject=case.pk) if one.verb == verb]


class TestChecks:
    def test_what_was_ticked_is_kept_and_shown_to_whoever_decides(self, desk: Desk) -> None:
        case = desk.accepted()
        criterion = first_criterion(case)
        for found in (Found.MET, Found.NOT_MET):
            desk_room.note_checks(
                number=case.number,
                checks=[Check(criterion, found, "现场照片缺一张")],
                by=desk.staff("examiner"),
                at=desk.now(),
            )

        shown = desk_room.criteria_of(cases.case_for(desk.staff("decider"), case.number))

        assert (shown[0].found, shown[0].note) == (Found.NOT_MET, "现场照片缺一张")
        assert shown[0].by == desk.staff("examiner").id
        assert all(one.found is None for one in shown[1:])
        assert [one.facts for one in entries(case, "case.note_checks")] == [
            {"met": 1, "not_met": 0},
            {"met": 0, "not_met": 1},
        ]

    def test_what_is_ticked_no_more_is_gone(self, desk: Desk) -> None:
        case = desk.accepted()
        one, *others = [criterion.id for criterion in case.guide.guide.criteria]
        for given in ([Check(one, "MET"), Check(others[0], "MET")], [Check(one, ""), Check(others[0], "MET")]):
            desk_room.note_checks(number=case.number, checks=given, by=desk.staff("examiner"), at=desk.now())

        assert [found.found for found in desk_room.criteria_of(case)][:2] == [None, Found.MET]

    @pytest.mark.parametrize(
        ("who", "state", "refusal"),
        [("decider", State.ACCEPTED, NotAllowed), ("examiner", State.EXAMINED, WrongState)],
    )
    def test_only_whoever_examines_ticks_and_only_while_they_do(
        self, desk: Desk, who: str, state: State, refusal: type[Refused]
    ) -> None:
        case = desk.in_state(state)

        with pytest.raises(refusal):
            desk_room.note_checks(
                number=case.number,
                checks=[Check(first_criterion(case), Found.MET)],
                by=desk.staff(who),
                at=desk.now(),
            )

    @pytest.mark.parametrize(
        ("check", "refusal"),
        [
            (Check("not-there", "MET"), desk_room.NotACriterion),
            (Check("", "MAYBE"), desk_room.NotACriterion),
            (Check("", ""), desk_room.NothingChecked),
        ],
    )
    def test_nothing_outside_the_guide_is_ticked(self, desk: Desk, check: Check, refusal: type[Refused]) -> None:
        case = desk.accepted()
        given = Check(check.criterion or first_criterion(case), check.found)

        with pytest.raises(refusal):
            desk_room.note_checks(number=case.number, checks=[given], by=desk.staff("examiner"), at=desk.now())

        assert entries(case, "case.note_checks") == []


class TestTexts:
    def written(self, desk: Desk, **changes: object) -> TextBlock:
        given = {"department": "ZD320213ADM", "verb": Verb.GRANT, "title": "准予", "text": OPINION} | changes
        return desk_room.write_block(by=desk.staff("decider"), at=desk.now(), **given)  # type: ignore[arg-type]

    def test_a_text_stands_with_what_the_case_says(self, desk: Desk) -> None:
        case = desk.examined()
        self.written(desk, department=case.department_id)

        (block,) = desk_room.blocks_for(desk.staff("decider"), case, Verb.GRANT)
        text = desk_room.filled(block.text, desk_room.values_of(case, Verb.GRANT))

        assert case.applicant.name in text
        assert case.item_name in text
        assert "行政许可法" in text
        assert "{" not in text
        assert desk_room.blocks_for(desk.staff("decider"), case, Verb.REFUSE) == []

    def test_nobody_writes_texts_for_a_department_in_which_they_do_not_examine_or_decide(self, desk: Desk) -> None:
        case = desk.examined()
        block = self.written(desk, department=case.department_id)

        for who in ("acceptor", "housing-decider", "supervisor"):
            with pytest.raises(NotAllowed):
                desk_room.write_block(
                    department=case.department_id,
                    verb=Verb.GRANT,
                    title="别的",
                    text="别的。",
                    by=desk.staff(who),
                    at=desk.now(),
                )
            with pytest.raises(desk_room.BlockNotFound):
                desk_room.put_away_block(block=block.pk, by=desk.staff(who), at=desk.now())

    def test_one_that_is_put_away_is_offered_no_more_and_its_name_is_free(self, desk: Desk) -> None:
        case = desk.examined()
        block = self.written(desk, department=case.department_id)
        with pytest.raises(desk_room.BlockTwice):
            self.written(desk, department=case.department_id)
        again = self.written(desk, department=case.department_id, block=block.pk, text="改过的。")

        desk_room.put_away_block(block=again.pk, by=desk.staff("decider"), at=desk.now())

        assert desk_room.blocks_for(desk.staff("decider"), case, Verb.GRANT) == []
        assert [one.verb for one in ledger.history(kind="text_block", subject=block.pk)] == [
            "text_block.write",
            "text_block.write",
            "text_block.put_away",
        ]
        self.written(desk, department=case.department_id)

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"title": " "}, desk_room.BlockIncomplete),
            ({"text": " "}, desk_room.BlockIncomplete),
            ({"title": "长" * 41}, desk_room.BlockIncomplete),
            ({"verb": Verb.DELIVER}, desk_room.BlockIncomplete),
            ({"text": "{身份证号}"}, desk_room.UnknownPlaceholder),
            ({"block": uuid4()}, desk_room.BlockNotFound),
        ],
    )
    def test_a_text_without_words_or_with_a_place_that_nothing_fills_is_refused(
        self, desk: Desk, changes: dict[str, object], refusal: type[Refused]
    ) -> None:
        department = desk.examined().department_id

        with pytest.raises(refusal):
            self.written(desk, department=department, **changes)


class TestPreview:
    def preview(self, desk: Desk, case: cases.Case, who: str = "decider") -> bytes:
        by = desk.staff(who)
        return desk_room.preview(
            number=case.number,
            act=lambda: cases.refuse(number=case.number, reason="卫生条件不符合。", by=by, at=desk.at),
            by=by,
            at=desk.now(),
        )

    def test_the_paper_reads_as_it_will_and_nothing_of_it_is_kept(self, desk: Desk) -> None:
        case = desk.examined()
        papers, told = IssuedDocument.objects.count(), len(messages.inbox(desk.party))

        text = "".join(page.extract_text() for page in PdfReader(BytesIO(self.preview(desk, case))).pages)

        assert "卫生条件不符合。" in text
        assert "行政复议" in text
        assert "行政诉讼" in text
        assert "预览" in text
        assert "尚未编号" in text
        assert desk.fresh(case).state == State.EXAMINED
        assert (IssuedDocument.objects.count(), len(messages.inbox(desk.party))) == (papers, told)
        assert entries(case, "case.refuse") == []
        assert len(entries(case, "case.read")) == 1

    def test_nobody_sees_a_paper_that_they_could_not_issue(self, desk: Desk) -> None:
        with pytest.raises(NotAllowed):
            self.preview(desk, desk.examined(), "examiner")

    def test_a_verb_without_a_paper_has_none_to_show(self, desk: Desk) -> None:
        case, by = desk.examined(), desk.staff("decider")

        with pytest.raises(desk_room.NoPaper):
            desk_room.preview(
                number=case.number,
                act=lambda: cases.send_back(number=case.number, reason="再看。", by=by, at=desk.at),
                by=by,
                at=desk.now(),
            )

        assert desk.fresh(case).state == State.EXAMINED


class TestRestingOn:
    """No grant is written from a page while a criterion is neither ticked as met nor said to be."""

    def grant(self, desk: Desk, case: cases.Case, checked: str | None) -> cases.Case:
        by = desk.staff("decider")
        return cases.grant(number=case.number, opinion="符合条件，准予。", checked=checked, by=by, at=desk.now())

    def test_what_was_left_open_is_named_until_it_is_said_on_what_it_rests(self, desk: Desk) -> None:
        case = desk.accepted()
        second, fourth = case.guide.guide.criteria[1].id, case.guide.guide.criteria[3].id
        desk.tick(case, but={second, fourth})
        checks = [Check(fourth, Found.NOT_MET, "照片不清")]
        desk_room.note_checks(number=case.number, checks=checks, by=desk.staff("examiner"), at=desk.now())
        cases.examine(
            number=case.number, passed=True, opinion="符合。", others=WENT, by=desk.staff("examiner"), at=desk.now()
        )

        with pytest.raises(cases.NeedsReason) as refusal:
            self.grant(desk, case, " ")
        assert desk.fresh(case).state == State.EXAMINED
        done = self.grant(desk, case, "现场核查笔录第二页。")

        assert (refusal.value.field, "第2项、第4项没有核对为符合" in refusal.value.message) == ("checked", True)
        kept = done.opinions.get(verb=Verb.GRANT).text
        assert kept == (
            "符合条件，准予。\n受理标准第2项、第4项没有逐项核对为符合，认定符合的依据：现场核查笔录第二页。"
        )

    def test_where_all_were_ticked_or_promised_there_is_nothing_to_say(self, desk: Desk) -> None:
        desk.replaced = {"criteria.5": cases.Promised.COMMITMENT}
        case = desk.accepted()
        desk.tick(case, but={"5"})
        cases.examine(
            number=case.number, passed=True, opinion="符合。", others=WENT, by=desk.staff("examiner"), at=desk.now()
        )

        assert desk_room.open_places(case) == []
        assert self.grant(desk, case, "").opinions.get(verb=Verb.GRANT).text == "符合条件，准予。"

    def test_whoever_was_asked_nothing_says_nothing(self, desk: Desk) -> None:
        assert self.grant(desk, desk.examined(), None).opinions.get(verb=Verb.GRANT).text == "符合条件，准予。"

    def test_in_one_go_nothing_is_granted_of_which_something_was_left_open(self, desk: Desk) -> None:
        case = desk.examined()

        (told,) = desk_room.in_one_go(
            verb=Verb.GRANT, numbers=[case.number], opinion="符合条件。", by=desk.staff("decider"), at=desk.now()
        )

        assert (told.done, "没有核对为符合" in told.why) == (False, True)


class TestInOneGo:
    def test_each_is_done_or_refused_as_if_it_were_alone(self, desk: Desk) -> None:
        ready, waiting = (
            desk.examined(ticked=True),
            Desk(city=desk.city, at=desk.at, applicant=desk.city.actor("citizen")),
        )
        other = waiting.submitted()

        found = desk_room.in_one_go(
            verb=Verb.GRANT,
            numbers=[ready.number, other.number, "32021320260901000000XX", ready.number],
            opinion="符合条件。",
            by=desk.staff("decider"),
            at=desk.now() + (waiting.at - desk.at),
        )

        assert [one.done for one in found] == [True, False, False]
        assert all(one.why for one in found if not one.done)
        assert desk.fresh(ready).state == State.GRANTED
        assert waiting.fresh(other).state == State.RECEIVED
        assert len(entries(ready, "case.grant")) == 1

    @pytest.mark.parametrize(
        ("verb", "who", "state", "after"),
        [
            (Verb.ACCEPT, "acceptor", State.RECEIVED, State.ACCEPTED),
            (Verb.EXAMINE, "examiner", State.ACCEPTED, State.EXAMINED),
        ],
    )
    def test_accepting_and_examining_go_the_same_way(
        self, desk: Desk, verb: Verb, who: str, state: State, after: State
    ) -> None:
        desk.guided(on_paper)
        case = desk.in_state(state)
        stranger = desk_room.in_one_go(
            verb=verb, numbers=[case.number], opinion="符合。", by=desk.staff("handout"), at=desk.now()
        )
        done = desk_room.in_one_go(
            verb=verb, numbers=[case.number], opinion="符合。", by=desk.staff(who), at=desk.now()
        )

        assert [one.done for one in (*stranger, *done)] == [False, True]
        assert desk.fresh(case).state == after

    @pytest.mark.parametrize(
        ("verb", "numbers", "opinion", "refusal"),
        [
            (Verb.REFUSE, ["X"], "理由。", desk_room.NotInOneGo),
            (Verb.GRANT, [], "意见。", desk_room.NothingChosen),
            (Verb.GRANT, [str(n) for n in range(51)], "意见。", desk_room.NotInOneGo),
            (Verb.GRANT, ["X"], " ", cases.NeedsReason),
        ],
    )
    def test_nothing_that_refuses_anybody_is_done_in_one_go(
        self, desk: Desk, verb: Verb, numbers: list[str], opinion: str, refusal: type[Refused]
    ) -> None:
        with pytest.raises(refusal):
            desk_room.in_one_go(verb=verb, numbers=numbers, opinion=opinion, by=desk.staff("decider"), at=desk.now())


def test_other_matters_of_an_applicant_are_shown_as_far_as_one_reaches_and_not_counted(desk: Desk) -> None:
    first = desk.granted()
    second = desk.submitted()

    assert [one.number for one in desk_room.earlier_of(desk.staff("decider"), second)] == [first.number]
    assert desk_room.earlier_of(desk.staff("housing-decider"), second) == []
