"""A running case keeps its guide; a newer one is adopted only where it is approved and this applicant no worse off."""

from __future__ import annotations

import copy
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from tests.cases.samples import Desk
from tests.cases.versions import FAVOURABLE, Newer, adjusted, less_to_hand_in
from tests.catalog.conftest import DOCUMENT
from tests.conftest import in_threads
from tongban.cases import api as cases
from tongban.cases import rules
from tongban.cases.api import State, Verb
from tongban.cases.models import Case
from tongban.cases.queries import adopting
from tongban.catalog import api as catalog
from tongban.catalog.guide.document import Guide
from tongban.duties import api as duties
from tongban.kernel.errors import NotAllowed, Refused
from tongban.ledger import api as ledger
from tongban.messages import api as messages

Document = dict[str, Any]
REASON = "新版少交一份材料，申请人已经提交的内容符合新版的要求。"
RUNNING = [State.RECEIVED, State.CORRECTED, State.ACCEPTED, State.EXAMINED]


def propose(desk: Desk, case: cases.Case, *, who: str = "examiner", reason: str = REASON) -> cases.Case:
    return cases.propose_version(number=case.number, reason=reason, by=desk.staff(who), at=desk.now())


def adopt(desk: Desk, case: cases.Case, *, who: str = "decider", reason: str = REASON) -> cases.Case:
    propose(desk, case)
    return cases.adopt_version(number=case.number, reason=reason, by=desk.staff(who), at=desk.now())


def refused(desk: Desk, case: cases.Case, by: type[Refused]) -> str:
    """Let the proposal and the verb be refused in one sentence, see that nothing changed, and return it."""
    before = len(ledger.history(kind="case", subject=case.pk))
    with pytest.raises(by) as proposal:
        propose(desk, case)
    with pytest.raises(by) as refusal:
        cases.adopt_version(number=case.number, reason=REASON, by=desk.staff("decider"), at=desk.now())
    assert proposal.value.message == refusal.value.message
    assert desk.fresh(case).guide.version == 1
    assert len(ledger.history(kind="case", subject=case.pk)) == before
    return refusal.value.message


def promised(amount: int, unit: str = "WORKING_DAY") -> Callable[[Document], None]:
    def change(document: Document) -> None:
        document["limits"]["promised"] |= {"amount": amount, "unit": unit}

    return change


def shorter_and_less(amount: int) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        promised(amount)(document)
        less_to_hand_in(document)

    return change


def one_more_material(document: Document) -> None:
    document["materials"].append(copy.deepcopy(document["materials"][2]) | {"id": "98", "name": "房屋租赁合同"})


def one_more_question(document: Document) -> None:
    form = document["form"]
    form["properties"]["opening_day"] = {
        "type": "string",
        "maxLength": 40,
        "x-label": "预计开业时间",
        "x-group": "contact",
        "x-order": 90,
    }
    form["required"].append("opening_day")


FEE: Document = {"id": "1", "name": "工本费", "kind": "FIXED_PRICE", "standard": "每平方米5元", "legal": "food-35"}


def charged(entries: list[Document]) -> Document:
    return {"fees": {"entries": entries, "note": ""}}


def no_companies(document: Document) -> None:
    document["basics"]["service_objects"] = ["NATURAL_PERSON"]


class TestWhatTheGuideAllows:
    def test_without_a_newer_version_there_is_nothing_to_adopt(self, desk: Desk) -> None:
        refused(desk, desk.accepted(), cases.NothingNewer)

    def test_a_version_that_says_neither_is_not_followed(self, desk: Desk) -> None:
        case = desk.accepted()
        adjusted(desk, less_to_hand_in, favourable="", transition="")

        refused(desk, case, cases.NotToFollow)

    def test_a_version_that_came_without_an_approved_revision_is_not_followed(self, desk: Desk) -> None:
        case = desk.accepted()
        adjusted(desk, less_to_hand_in, by_revision=False)

        refused(desk, case, cases.NotToFollow)

    def test_one_unfavourable_version_on_the_way_bars_all_that_follow(self, desk: Desk) -> None:
        case = desk.accepted()
        adjusted(desk, promised(4), favourable="")
        adjusted(desk, less_to_hand_in)

        refused(desk, case, cases.NotToFollow)

    def test_a_version_that_is_not_in_force_yet_is_not_followed(self, desk: Desk) -> None:
        case = desk.accepted()
        adjusted(desk, less_to_hand_in, in_days=3)

        refused(desk, case, cases.NothingNewer)
        desk.at += timedelta(days=4)
        assert adopt(desk, case).guide.version == 2

    def test_a_rule_of_transition_is_enough(self, desk: Desk) -> None:
        case = desk.accepted()
        adjusted(desk, less_to_hand_in, favourable="", transition="苏市监规〔2026〕3号第九条：尚未办结的适用本规定。")

        assert adopt(desk, case).guide.version == 2

    def test_of_several_versions_the_one_in_force_is_adopted(self, desk: Desk) -> None:
        case = desk.accepted()
        adjusted(desk, less_to_hand_in)
        adjusted(desk, promised(3))

        assert adopt(desk, case).guide.version == 3


class TestThisApplicant:
    @pytest.mark.parametrize(
        ("change", "named"),
        [
            (one_more_material, "材料“房屋租赁合同”"),
            (one_more_question, "申请表“预计开业时间”"),
            (no_companies, "不面向"),
        ],
    )
    def test_what_would_be_missing_is_told_and_the_case_stays(
        self, desk: Desk, change: Callable[[Document], None], named: str
    ) -> None:
        case = desk.accepted()
        adjusted(desk, change)

        assert named in refused(desk, case, cases.LackingUnderNew)

    @pytest.mark.parametrize("change", [promised(6), promised(7, "NATURAL_DAY")])
    def test_a_limit_that_is_longer_or_cannot_be_compared_is_refused(
        self, desk: Desk, change: Callable[[Document], None]
    ) -> None:
        case = desk.accepted()
        adjusted(desk, change)

        assert "承诺办结时限" in refused(desk, case, cases.LongerUnderNew)

    @pytest.mark.parametrize(
        ("before", "after", "named"),
        [
            ([], [FEE], ["“工本费”"]),
            ([FEE], [], []),
            ([FEE], [FEE], []),
            ([FEE], [FEE | {"standard": "每平方米8元"}], ["“工本费”"]),
            ([FEE | {"reduction": "小微企业减半"}], [FEE], ["“工本费”"]),
            ([FEE], [FEE, FEE | {"id": "2", "name": "公告费"}], ["“公告费”"]),
        ],
    )
    def test_what_costs_more_or_cannot_be_compared_is_refused(
        self, before: list[Document], after: list[Document], named: list[str]
    ) -> None:
        old, new = (Guide.model_validate(DOCUMENT | charged(entries)) for entries in (before, after))

        assert adopting._dearer(old, new) == named

    def test_a_guide_that_charges_now_is_not_followed_and_names_the_charge(self, desk: Desk) -> None:
        case = desk.accepted()
        adjusted(desk, lambda document: document.update(charged([FEE])))

        assert "“工本费”" in refused(desk, case, cases.DearerUnderNew)

    def test_the_database_lets_a_case_follow_only_a_newer_version_of_its_item(self, desk: Desk) -> None:
        draft, case = desk.draft(), desk.accepted()
        other = catalog.on_offer(at=desk.now())[0]
        new = adjusted(desk, less_to_hand_in).version
        assert other.item_id != new.item_id

        with pytest.raises(IntegrityError, match="同一事项更新"), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(guide=other)
        Case.objects.filter(pk=case.pk).update(guide=new)
        with pytest.raises(IntegrityError, match="同一事项更新"), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(guide=case.guide_id)
        assert Case.objects.filter(pk=draft.pk).update(guide=new) == 1

    def test_not_while_a_special_procedure_lasts(self, desk: Desk) -> None:
        case = desk.suspended(desk.accepted())
        adjusted(desk, less_to_hand_in)

        refused(desk, case, cases.AdoptAfterwards)
        desk.resumed(case)
        assert adopt(desk, case).guide.version == 2

    def test_nobody_adopts_without_a_reason(self, desk: Desk) -> None:
        case = desk.accepted()
        adjusted(desk, less_to_hand_in)

        with pytest.raises(cases.NeedsReason):
            adopt(desk, case, reason=" ")


class TestWho:
    @pytest.mark.parametrize("who", ["acceptor", "examiner", "supervisor"])
    def test_only_who_decides_adopts(self, desk: Desk, who: str) -> None:
        case = desk.submitted()
        adjusted(desk, less_to_hand_in)

        propose(desk, case)
        another = replace(desk.staff(who), id=uuid4())  # who proposed it is refused for that already

        with pytest.raises(NotAllowed) as refusal:
            cases.adopt_version(number=case.number, reason=REASON, by=another, at=desk.now())

        assert type(refusal.value) is NotAllowed

    @pytest.mark.parametrize("who", ["decider", "supervisor", "receiver"])
    def test_only_who_accepts_or_examines_proposes(self, desk: Desk, who: str) -> None:
        case = desk.submitted()
        adjusted(desk, less_to_hand_in)

        with pytest.raises((NotAllowed, cases.CaseNotFound)):
            propose(desk, case, who=who)

    def test_nobody_adopts_what_no_colleague_proposed_nor_what_they_proposed_alone(self, desk: Desk) -> None:
        case = desk.accepted()
        adjusted(desk, less_to_hand_in)
        grants = desk.staff("decider").grants | desk.staff("examiner").grants
        both = replace(desk.staff("decider"), grants=grants)

        def alone() -> cases.Case:
            return cases.adopt_version(number=case.number, reason=REASON, by=both, at=desk.now())

        with pytest.raises(cases.NotProposed):
            alone()
        cases.propose_version(number=case.number, reason=REASON, by=both, at=desk.now())
        with pytest.raises(cases.OwnProposal):
            alone()
        assert Verb.ADOPT_VERSION not in cases.open_verbs(both, case, at=desk.now())
        assert cases.OwnProposal().message == cases.barred(case, at=desk.now(), by=both)[Verb.ADOPT_VERSION]
        propose(desk, case)
        assert alone().guide.version == 2

    def test_nobody_proposes_twice_and_a_proposal_is_none_of_a_later_version(self, desk: Desk) -> None:
        case = desk.accepted()
        adjusted(desk, less_to_hand_in)
        propose(desk, case)
        with pytest.raises(cases.ProposedAlready):
            propose(desk, case)
        adjusted(desk, promised(3))

        with pytest.raises(cases.NotProposed):
            cases.adopt_version(number=case.number, reason=REASON, by=desk.staff("decider"), at=desk.now())
        assert adopt(desk, case).guide.version == 3

    def test_a_proposal_is_one_entry_and_nothing_that_the_applicant_reads(self, desk: Desk) -> None:
        case = desk.accepted()
        adjusted(desk, less_to_hand_in)
        mail, papers = len(messages.inbox(desk.party)), len(cases.document_list(case))

        propose(desk, case)

        entry = ledger.history(kind="case", subject=case.pk)[-1]
        assert (entry.verb, entry.basis, entry.facts["version"]) == ("case.propose_version", "GZGF.8", 2)
        assert (len(messages.inbox(desk.party)), len(cases.document_list(case))) == (mail, papers)
        assert cases.opinion_list(desk.applicant, case) == []
        assert Verb.PROPOSE_VERSION not in {one.verb for one in cases.timeline(case)}

    def test_another_department_does_not_find_the_case(self, desk: Desk) -> None:
        case = desk.submitted()
        adjusted(desk, less_to_hand_in)

        with pytest.raises(cases.CaseNotFound):
            adopt(desk, case, who="housing-decider")
        with pytest.raises(cases.CaseNotFound):
            propose(desk, case, who="housing-examiner")

    def test_the_buttons_are_there_only_while_something_can_be_proposed_and_then_adopted(self, desk: Desk) -> None:
        case, found = desk.accepted(), []

        def look() -> None:
            for who, verb in (("examiner", Verb.PROPOSE_VERSION), ("decider", Verb.ADOPT_VERSION)):
                found.append(verb in cases.open_verbs(desk.staff(who), desk.fresh(case), at=desk.now()))

        look()
        adjusted(desk, less_to_hand_in)
        look()
        propose(desk, case)
        look()
        cases.adopt_version(number=case.number, reason=REASON, by=desk.staff("decider"), at=desk.now())
        look()

        assert found == [False, False, True, False, False, True, False, False]


class TestAdopted:
    @pytest.mark.parametrize("state", RUNNING)
    def test_the_case_goes_on_from_where_it_stands(self, desk: Desk, state: State) -> None:
        case = desk.in_state(state)
        adjusted(desk, less_to_hand_in)

        adopt(desk, case)

        kept = desk.fresh(case)
        assert (kept.state, kept.guide.version) == (state, 2)
        rows = [row for row in cases.material_list(kept) if row.files]
        assert [(row.material.id, row.dropped) for row in rows] == [("2", False), ("4", False), ("3", True)]

    def test_one_entry_says_from_which_version_to_which_and_by_which_revision(self, desk: Desk) -> None:
        case = desk.accepted()
        made: Newer = adjusted(desk, less_to_hand_in)

        adopt(desk, case)

        entry = ledger.history(kind="case", subject=case.pk)[-1]
        assert (entry.verb, entry.basis) == ("case.adopt_version", "GZGF.8")
        assert entry.facts == {
            "from": 1,
            "version": 2,
            "digest": made.version.digest,
            "revisions": [str(made.revision)],
            "proposed_by": str(desk.staff("examiner").id),
        }
        assert case.applicant_id in entry.about

    def test_the_applicant_gets_a_paper_a_message_and_the_reason(self, desk: Desk) -> None:
        case = desk.accepted()
        adjusted(desk, less_to_hand_in)

        adopt(desk, case)

        paper = cases.document_list(case)[-1]
        held = cases.read_document(number=case.number, kind=paper.kind, by=desk.applicant, at=desk.now())
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(held.pdf)).pages)
        words = "".join(text.split())
        assert (paper.kind, paper.title) == ("new_version", "适用新版办事指南告知书")
        assert [word for word in ("第1版", "第2版", FAVOURABLE, REASON, "不需要补交") if word not in words] == []
        assert messages.inbox(desk.party)[0].title == "按新版办事指南办理"
        assert [(name, one.text) for name, one in cases.opinion_list(desk.applicant, case)] == [
            ("适用新版办事指南", REASON)
        ]

    def test_a_shorter_promise_is_counted_anew_from_the_acceptance_and_told(self, desk: Desk) -> None:
        case = desk.accepted()
        before = dict(_ends(case, desk.at))
        adjusted(desk, promised(3))
        foreseen = cases.adoption(desk.fresh(case), at=desk.now())

        adopt(desk, case)

        after, entry = dict(_ends(case, desk.at)), ledger.history(kind="case", subject=case.pk)[-1]
        promise, moves = duties.Kind.PROMISED, foreseen.promised
        assert moves is not None
        assert (before[promise], after[promise]) == (moves.was, moves.date)
        assert str(moves.date) < str(moves.was)
        assert after | {promise: moves.was} == before
        assert (entry.facts["promised_was"], entry.facts["promised_until"]) == (str(moves.was), str(moves.date))
        [clock] = [one for one in cases.clocks(case, at=desk.at) if one.kind == promise]
        assert ("第2版" in clock.basis, "3个工作日" in clock.explanation) == (True, True)
        paper = cases.read_document(number=case.number, kind="new_version", by=desk.applicant, at=desk.now())
        text = "".join("".join(page.extract_text() for page in PdfReader(BytesIO(paper.pdf)).pages).split())
        assert foreseen.clock in text
        assert "其他已经开始计算的期限不因此改变" in text

    @pytest.mark.parametrize("days", [5, 20])
    def test_a_promise_that_would_be_over_at_once_or_is_over_stays_and_the_page_says_so(
        self, desk: Desk, days: int
    ) -> None:
        case = desk.accepted()
        adjusted(desk, shorter_and_less(2))
        desk.at += timedelta(days=days)
        before = _ends(case, desk.at)
        foreseen = cases.adoption(desk.fresh(case), at=desk.now())

        adopt(desk, case)

        assert foreseen.promised is not None
        assert foreseen.promised.kept in {duties.Kept.OVER, duties.Kept.OVER_AT_ONCE}
        assert "到期" in foreseen.clock
        assert _ends(case, desk.at) == before
        assert "promised_until" not in ledger.history(kind="case", subject=case.pk)[-1].facts

    def test_where_nothing_would_change_for_the_case_it_is_neither_offered_nor_done(self, desk: Desk) -> None:
        case = desk.accepted()
        adjusted(desk, promised(2))
        desk.at += timedelta(days=20)

        assert "没有一处起作用" in refused(desk, case, cases.NothingForCase)
        against = cases.barred(case, at=desk.now())
        assert against[Verb.ADOPT_VERSION] == against[Verb.PROPOSE_VERSION] == cases.NothingForCase().message

    def test_limits_that_begin_later_are_those_of_the_new_version(self, desk: Desk) -> None:
        case = desk.submitted()
        notice = duties.open_duty(duties.Kind.NOTICE, subject=case.pk)
        adjusted(desk, promised(3))

        adopt(desk, case)
        assert notice is not None
        assert duties.open_duty(duties.Kind.NOTICE, subject=case.pk) == notice
        cases.accept(number=case.number, by=desk.staff("acceptor"), at=desk.now())

        duty = duties.open_duty(duties.Kind.PROMISED, subject=case.pk)
        assert duty is not None
        assert duty.amount == 3

    def test_silence_still_accepts_from_the_day_of_receipt(self, desk: Desk) -> None:
        case = desk.submitted()
        received = desk.fresh(case).received_at
        adjusted(desk, less_to_hand_in)
        adopt(desk, case)
        desk.at += timedelta(days=20)

        assert cases.sweep(case=case.pk, at=desk.at)
        kept = desk.fresh(case)
        assert (kept.state, kept.accepted_at, kept.guide.version) == (State.ACCEPTED, received, 2)

    def test_what_silence_did_before_is_applied_first(self, desk: Desk) -> None:
        case = desk.submitted()
        adjusted(desk, shorter_and_less(3))
        desk.at += timedelta(days=20)

        kept = adopt(desk, case)

        duty = duties.open_duty(duties.Kind.PROMISED, subject=case.pk)
        assert (kept.state, kept.guide.version) == (State.ACCEPTED, 2)
        assert duty is not None
        assert duty.amount > 3

    def test_it_is_decided_under_the_new_version(self, desk: Desk) -> None:
        case = desk.examined()
        adjusted(desk, less_to_hand_in)
        adopt(desk, case)

        cases.grant(number=case.number, opinion="符合条件。", by=desk.staff("decider"), at=desk.now())

        kept = desk.fresh(case)
        assert (kept.state, kept.guide.version) == (State.GRANTED, 2)

    def test_what_was_handed_in_stays_in_the_case_where_the_new_version_asks_it_no_more(self, desk: Desk) -> None:
        case = desk.accepted()
        before = {row.material.name: row.files for row in cases.material_list(case) if row.files}
        adjusted(desk, less_to_hand_in)

        rows = cases.material_list(desk.fresh(adopt(desk, case)))

        assert {row.material.name: row.files for row in rows if row.files} == before
        (dropped,) = [row for row in rows if row.dropped]
        assert (dropped.material.id, dropped.asked, dropped.needed, dropped.missing) == ("3", False, False, False)
        assert rows[-1] == dropped

    def test_a_correction_of_what_is_asked_no_more_can_still_be_read(self, desk: Desk) -> None:
        case = desk.corrected()
        before = cases.correction_of(case)
        adjusted(desk, less_to_hand_in)

        after = cases.correction_of(adopt(desk, case))

        assert before is not None
        assert after is not None
        assert [(one.name, one.upload) for one in after.points] == [(one.name, one.upload) for one in before.points]

    def test_a_second_adoption_has_a_paper_of_its_own(self, desk: Desk) -> None:
        case = desk.accepted()
        adjusted(desk, less_to_hand_in)
        adopt(desk, case)
        adjusted(desk, promised(3))
        adopt(desk, case)

        kinds = [paper.kind for paper in cases.document_list(case)]
        assert kinds[-2:] == ["new_version", "new_version-2"]

    def test_an_extension_names_the_limit_that_runs(self, desk: Desk) -> None:
        case = desk.accepted()
        adjusted(desk, promised(3))
        adopt(desk, case)

        desk.extended(case)

        held = cases.read_document(number=case.number, kind="extension", by=desk.applicant, at=desk.now())
        text = "".join("".join(page.extract_text() for page in PdfReader(BytesIO(held.pdf)).pages).split())
        assert "承诺的办理时限（3个工作日）" in text


class TestAtOnce:
    @pytest.mark.django_db(transaction=True)
    def test_of_two_who_adopt_at_once_one_is_told(self, desk: Desk) -> None:
        case = desk.accepted()
        adjusted(desk, less_to_hand_in)
        propose(desk, case)
        number, by, at = case.number, desk.staff("decider"), desk.now()

        def attempt() -> str:
            try:
                cases.adopt_version(number=number, reason=REASON, by=by, at=at)
            except Refused as refusal:
                return refusal.code
            return "adopted"

        assert sorted(in_threads(attempt, attempt)) == ["adopted", "nothing_newer"]
        verbs = [entry.verb for entry in ledger.history(kind="case", subject=case.pk)]
        assert verbs.count("case.adopt_version") == 1

    @pytest.mark.django_db(transaction=True)
    def test_who_accepts_meanwhile_still_finds_the_case(self, desk: Desk) -> None:
        case = desk.submitted()
        adjusted(desk, less_to_hand_in)
        propose(desk, case)
        number, at = case.number, desk.now()
        decider, acceptor = desk.staff("decider"), desk.staff("acceptor")

        in_threads(
            lambda: cases.adopt_version(number=number, reason=REASON, by=decider, at=at),
            lambda: cases.accept(number=number, by=acceptor, at=at),
        )

        kept = desk.fresh(case)
        assert (kept.state, kept.guide.version) == (State.ACCEPTED, 2)


class TestRules:
    """What the law says of it, as arithmetic: nobody is worse off, whatever was approved in general."""

    def test_another_authority_or_regime_is_refused_before_anything_is_compared(self) -> None:
        with pytest.raises(cases.OtherRules):
            rules.refuse_worse(same_rules=False, longer={"承诺办结时限": False}, lacking=[])

    @given(st.lists(st.tuples(st.sampled_from(["", " ", "少一份"]), st.sampled_from(["", "第九条"])), max_size=4))
    def test_every_version_on_the_way_has_to_allow_it(self, grounds: list[tuple[str, str]]) -> None:
        allowed = bool(grounds) and all(favourable.strip() or rule for favourable, rule in grounds)
        refusal = cases.NotToFollow if grounds else cases.NothingNewer

        with nullcontext() if allowed else pytest.raises(refusal):
            rules.refuse_to_follow(grounds)

    @given(st.dictionaries(st.sampled_from(["法定", "承诺", "延长"]), st.sampled_from([True, False, None])))
    def test_only_what_is_surely_no_longer_may_be_adopted(self, longer: dict[str, bool | None]) -> None:
        sure = set(longer.values()) <= {False}

        with nullcontext() if sure else pytest.raises(cases.LongerUnderNew):
            rules.refuse_worse(same_rules=True, longer=longer, lacking=[])


def _ends(case: cases.Case, at: datetime) -> list[tuple[str, object]]:
    return [(clock.kind, clock.due_date) for clock in cases.clocks(case, at=at)]
