"""A guide is written, judged by others and published; nobody overwrites anybody, and nobody judges their own."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from tests.catalog.conftest import NOW, WUXI, staff
from tongban.catalog import api as catalog
from tongban.catalog import reading
from tongban.catalog.models import BasicItem, Recall, Revision
from tongban.catalog.revising import api as revising
from tongban.catalog.revising import policy
from tongban.catalog.revising.assessing import section_faults
from tongban.catalog.revising.errors import NotAsked
from tongban.kernel.actors import Actor, Role
from tongban.kernel.days import SHANGHAI
from tongban.kernel.errors import NotAllowed, Refused, WrongState
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs

pytestmark = pytest.mark.usefixtures("sample")
CODE = "ZISPJY"
HERE = ("ZD320213ADM", "320213")
MANAGER = staff(Role.ITEM_MANAGER, *HERE)
OTHER_MANAGER = staff(Role.ITEM_MANAGER, *HERE)
REVIEWER = staff(Role.ITEM_REVIEWER, *HERE)
COLLEAGUE = staff(Role.ITEM_REVIEWER, *HERE)
LEGAL = staff(Role.LEGAL_REVIEWER, *HERE)
APPROVER = staff(Role.ITEM_APPROVER, "*", "320200")
MARKET = staff(Role.ITEM_REVIEWER, "ZD320213AMR", "320213")
BASIS, REASON = "苏市监规〔2026〕3号", "减少材料"
State, Verb = catalog.RevisionState, catalog.RevisionVerb


def later(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def begun(**given: object) -> Revision:
    wanted: dict[str, Any] = {"item": CODE, "by": MANAGER, "at": NOW}
    return catalog.begin(**wanted | given)


def changed(held: Revision, **given: object) -> Revision:
    """Promise one day less."""
    limits = copy.deepcopy(held.document["limits"])
    limits["promised"]["amount"] -= 1
    wanted: dict[str, Any] = {
        "section": "limits",
        "content": limits,
        "seen": held.digest,
        "by": MANAGER,
        "at": later(1),
    }
    return catalog.save_section(revision=held.pk, **wanted | given)


def submitted() -> Revision:
    held = changed(begun())
    catalog.ground(revision=held.pk, basis=BASIS, reason=REASON, favourable="承诺时限缩短", by=MANAGER, at=later(2))
    return catalog.submit(revision=held.pk, by=MANAGER, at=later(3))


def checked() -> Revision:
    held = submitted()
    catalog.pass_review(revision=held.pk, by=REVIEWER, at=later(4))
    return catalog.pass_check(revision=held.pk, by=LEGAL, at=later(5))


def approved() -> Revision:
    held = checked()
    catalog.hand_up(revision=held.pk, words="只缩短时限，不涉及别的部门", by=MANAGER, at=later(6))
    return catalog.approve(revision=held.pk, by=APPROVER, at=later(7))


def as_kept(key: UUID) -> Revision:
    return Revision.objects.get(pk=key)


class TestBeginning:
    def test_a_change_begins_from_the_guide_in_force(self) -> None:
        force = catalog.published(CODE, at=NOW)

        held = begun()

        assert force is not None
        assert (held.kind, held.state, held.base) == (catalog.RevisionKind.ADJUSTMENT, State.DRAFT, force)
        assert held.document["limits"]["promised"]["amount"] == force.guide.limits.promised.amount
        (entry,) = ledger.history(kind="revision", subject=held.pk)
        assert (entry.verb, entry.after, entry.facts["item"]) == ("revision.begin", "DRAFT", CODE)

    def test_a_second_one_is_refused_while_the_first_is_open(self) -> None:
        held = begun()

        with pytest.raises(catalog.RevisingAlready):
            begun(by=OTHER_MANAGER)
        catalog.abandon(revision=held.pk, reason="不改了", by=MANAGER, at=later(1))
        assert begun(at=later(2)).pk != held.pk

    def test_the_database_holds_one_open_revision_an_item(self) -> None:
        held = begun()
        held.pk = UUID(int=7)
        held._state.adding = True

        with pytest.raises(IntegrityError, match="catalog_revision_one_open"), transaction.atomic():
            held.save(force_insert=True)

    @pytest.mark.parametrize(
        "by", [REVIEWER, staff(Role.ITEM_MANAGER, "ZD320213AMR", "320213"), staff(Role.ITEM_MANAGER, HERE[0], "320205")]
    )
    def test_only_who_manages_the_item_begins(self, by: Actor) -> None:
        with pytest.raises(NotAllowed):
            begun(by=by)

        assert not Revision.objects.exists()

    def test_what_is_inherited_is_the_item_s_own_wherever_the_text_comes_from(self, document: dict[str, Any]) -> None:
        document["basics"] |= {"name": "别的名称", "item": "ZIXYZ"}

        held = begun(document=document)

        assert (held.document["basics"]["name"], held.document["basics"]["item"]) == (held.item.name, CODE)

    def test_a_guide_of_another_service_is_no_source(self) -> None:
        foreign = catalog.published("ZIGGWS", at=NOW)
        assert foreign is not None

        with pytest.raises(catalog.UnknownGuide):
            begun(source=foreign.pk)


class TestWriting:
    def test_a_section_is_kept_complete_or_not(self) -> None:
        held = begun()

        kept = catalog.save_section(
            revision=held.pk, section="questions", content=[{"id": "1"}], seen=held.digest, by=MANAGER, at=later(1)
        )

        assert kept.document["questions"] == [{"id": "1"}]
        assert kept.digest != held.digest
        parts = {part.section: part for part in catalog.assess(kept, at=later(1)).parts}
        assert parts["questions"].text == "有问题 2"
        assert parts["basics"].text == "齐全"

    def test_a_stale_text_is_refused_and_says_who_changed_what(self) -> None:
        held = begun()
        changed(held)

        with pytest.raises(catalog.Overtaken) as refused:
            catalog.save_section(
                revision=held.pk, section="questions", content=[], seen=held.digest, by=OTHER_MANAGER, at=later(5)
            )

        assert (refused.value.by, refused.value.at, refused.value.sections) == (MANAGER.id, later(1), ("limits",))
        assert as_kept(held.pk).document["questions"]

    def test_a_double_click_is_kept_once(self) -> None:
        held = begun()
        once = changed(held)
        twice = changed(held, at=later(2))

        assert (twice.digest, twice.changed_at) == (once.digest, later(1))
        assert [step.verb for step in catalog.steps(held)] == ["SAVE", "BEGIN"]

    @pytest.mark.parametrize(
        ("section", "key", "value"),
        [("basics", "name", "改个名"), ("basics", "type", "PUBLIC_SERVICE"), ("basics", "item", "ZIABC")],
    )
    def test_what_the_directory_says_cannot_be_written_otherwise(self, section: str, key: str, value: str) -> None:
        held = begun()
        content = held.document[section] | {key: value}

        with pytest.raises(catalog.Inherited, match="基本目录"):
            catalog.save_section(
                revision=held.pk, section=section, content=content, seen=held.digest, by=MANAGER, at=later(1)
            )

    def test_a_law_of_the_directory_cannot_be_left_out(self) -> None:
        held = begun()
        content = [law for law in held.document["legal"] if not law["law"].endswith("食品安全法")]

        with pytest.raises(catalog.Inherited, match="食品安全法"):
            catalog.save_section(
                revision=held.pk, section="legal", content=content, seen=held.digest, by=MANAGER, at=later(1)
            )

    @pytest.mark.parametrize("content", ["\x00", "\ud800", float("nan"), 2**60, ["x" * 1_000_001]])
    def test_what_cannot_be_kept_exactly_is_refused(self, content: object) -> None:
        held = begun()

        with pytest.raises(catalog.UnfitContent):
            catalog.save_section(
                revision=held.pk, section="questions", content=content, seen=held.digest, by=MANAGER, at=later(1)
            )

    def test_a_section_that_there_is_not_is_refused(self) -> None:
        held = begun()

        with pytest.raises(catalog.UnknownSection):
            catalog.save_section(
                revision=held.pk, section="secret", content={}, seen=held.digest, by=MANAGER, at=later(1)
            )

    def test_nothing_is_changed_while_others_judge(self) -> None:
        held = submitted()

        with pytest.raises(catalog.NotNow):
            changed(held, at=later(4))

    def test_who_manages_elsewhere_does_not_see_it(self) -> None:
        held = begun()

        for stranger in (staff(Role.ITEM_MANAGER, "ZD320213AMR", "320213"), staff(Role.EXAMINER, *HERE)):
            with pytest.raises(catalog.UnknownRevision):
                catalog.revision(held.pk, by=stranger, at=NOW)
            with pytest.raises(catalog.UnknownRevision):
                changed(held, by=stranger)
            assert not catalog.revisions(by=stranger)

    def test_editors_see_each_other_for_a_while(self) -> None:
        held = begun()
        assert catalog.look(held, by=MANAGER, at=NOW) == []

        (present,) = catalog.look(held, by=OTHER_MANAGER, at=later(1))
        assert (present.account, present.at) == (MANAGER.id, NOW)
        assert catalog.look(held, by=OTHER_MANAGER, at=later(2)) == []

    def test_who_could_write_and_only_reads_is_not_named(self) -> None:
        held = begun()

        assert catalog.look(held, by=OTHER_MANAGER, at=NOW, writing=False) == []
        assert catalog.look(held, by=MANAGER, at=NOW) == []
        (present,) = catalog.look(held, by=OTHER_MANAGER, at=NOW, writing=False)
        assert present.account == MANAGER.id

    def test_who_only_reads_is_no_editor(self) -> None:
        held = begun()

        catalog.look(held, by=REVIEWER, at=NOW)

        assert catalog.look(held, by=MANAGER, at=NOW) == []


class TestJudging:
    def test_a_faulty_text_is_not_handed_in_and_every_fault_is_told(self) -> None:
        held = begun()
        held = catalog.save_section(
            revision=held.pk, section="remedies", content=[], seen=held.digest, by=MANAGER, at=later(1)
        )
        catalog.ground(revision=held.pk, basis=BASIS, reason=REASON, by=MANAGER, at=later(2))

        with pytest.raises(catalog.GuideFaulty) as refused:
            catalog.submit(revision=held.pk, by=MANAGER, at=later(3))

        told = [fault[:8] for fault in refused.value.faults]
        assert {"没有写明行政复议", "没有写明行政诉讼"} <= set(told)
        assert as_kept(held.pk).state == State.DRAFT

    def test_a_change_without_basis_is_not_handed_in(self) -> None:
        held = changed(begun())

        with pytest.raises(catalog.BasisNeeded):
            catalog.submit(revision=held.pk, by=MANAGER, at=later(3))

    def test_a_change_that_changes_nothing_is_not_handed_in(self) -> None:
        held = begun()
        catalog.ground(revision=held.pk, basis=BASIS, reason=REASON, by=MANAGER, at=later(2))

        with pytest.raises(catalog.NothingChanged):
            catalog.submit(revision=held.pk, by=MANAGER, at=later(3))

    def test_what_was_sent_back_is_not_handed_in_again_as_it_was_without_an_answer_to_each_reason(self) -> None:
        held = submitted()
        catalog.give_back(revision=held.pk, reasons=["材料3写清楚", "电话核对"], by=REVIEWER, at=later(4))

        for answers in ([], ["已经写清楚了"], ["已经写清楚了", " "]):
            with pytest.raises(revising.NothingMended):
                catalog.submit(revision=held.pk, answers=answers, by=MANAGER, at=later(5))
        catalog.ground(  # the same again is no change
            revision=held.pk, basis=BASIS, reason=REASON, favourable="承诺时限缩短", by=MANAGER, at=later(5)
        )
        assert revising.demands(as_kept(held.pk)) == (("材料3写清楚", "电话核对"), False)
        catalog.submit(revision=held.pk, answers=["本来就清楚", "核对过，没有错"], by=MANAGER, at=later(6))

        assert catalog.steps(held)[0].words == "材料3写清楚：本来就清楚\n电话核对：核对过，没有错"

    @pytest.mark.parametrize("how", ["text", "ground"])
    def test_what_was_changed_after_it_was_sent_back_is_handed_in_without_more_words(self, how: str) -> None:
        held = submitted()
        held = catalog.give_back(revision=held.pk, reasons=["写清楚"], by=REVIEWER, at=later(4))
        if how == "text":
            changed(held, at=later(5))
        else:
            catalog.ground(revision=held.pk, basis=BASIS, reason="写得更清楚", by=MANAGER, at=later(5))

        assert catalog.submit(revision=held.pk, by=MANAGER, at=later(6)).state == State.DEPARTMENT_REVIEW

    @pytest.mark.parametrize("verb", [catalog.pass_review, partial(catalog.give_back, reasons=["x"])])
    def test_who_wrote_it_does_not_review_it(self, verb: Callable[..., Revision]) -> None:
        both = Actor(MANAGER.id, MANAGER.kind, grants=MANAGER.grants | REVIEWER.grants)
        held = submitted()

        with pytest.raises(catalog.FourEyes):
            verb(revision=held.pk, by=both, at=later(4))
        assert catalog.kept_apart(held, by=both)
        assert Verb.PASS_REVIEW not in catalog.open_verbs(held, by=both)

    def test_who_reviewed_it_does_not_check_it(self) -> None:
        both = Actor(REVIEWER.id, REVIEWER.kind, grants=REVIEWER.grants | LEGAL.grants)
        held = submitted()
        catalog.pass_review(revision=held.pk, by=both, at=later(4))

        with pytest.raises(catalog.FourEyes):
            catalog.pass_check(revision=held.pk, by=both, at=later(5))

    def test_the_database_keeps_writing_and_judging_apart(self) -> None:
        held = submitted()

        with pytest.raises(IntegrityError, match="catalog_revision_four_eyes"), transaction.atomic():
            Revision.objects.filter(pk=held.pk).update(reviewed_by=held.begun_by)

    def test_sending_back_needs_a_reason_and_makes_it_a_draft_again(self) -> None:
        held = submitted()

        with pytest.raises(catalog.ReasonNeeded):
            catalog.give_back(revision=held.pk, reasons=["  "], by=REVIEWER, at=later(4))
        back = catalog.give_back(revision=held.pk, reasons=["材料3写清楚", "电话核对"], by=REVIEWER, at=later(4))

        assert (back.state, catalog.may_write(back, by=MANAGER)) == (State.RETURNED, True)
        assert catalog.steps(back)[0].words == "材料3写清楚\n电话核对"
        again = catalog.submit(revision=held.pk, answers=["已写清楚", "没有错"], by=MANAGER, at=later(5))
        assert again.reviewed_by is None

    def test_a_change_is_heard_and_approved_before_it_can_be_published(self) -> None:
        held = checked()
        assert held.state == State.OPINION

        with pytest.raises(WrongState):
            catalog.publish_revision(revision=held.pk, by=MANAGER, at=later(6))
        with pytest.raises(catalog.ReasonNeeded):
            catalog.hand_up(revision=held.pk, by=MANAGER, at=later(6))

    def test_another_department_is_asked_and_answers(self) -> None:
        held = checked()
        with pytest.raises(catalog.UnknownRevision):
            catalog.revision(held.pk, by=MARKET, at=NOW)

        catalog.ask_opinion(revision=held.pk, departments=["ZD320213AMR"], by=MANAGER, at=later(6))
        assert [one.revision for one in catalog.todo(by=MARKET, at=later(7))] == [held]
        with pytest.raises(catalog.OpinionsOpen):
            catalog.hand_up(revision=held.pk, by=MANAGER, at=later(7))
        with pytest.raises(catalog.ReasonNeeded):
            catalog.give_opinion(revision=held.pk, agrees=False, text="", by=MARKET, at=later(8))
        catalog.give_opinion(revision=held.pk, agrees=True, text="", by=MARKET, at=later(8))

        assert catalog.hand_up(revision=held.pk, by=MANAGER, at=later(9)).state == State.APPROVAL
        with pytest.raises(WrongState):
            catalog.give_opinion(revision=held.pk, agrees=True, text="", by=MARKET, at=later(10))

    def test_what_was_asked_by_mistake_is_taken_back_for_a_reason_and_holds_nothing_up(self) -> None:
        held = checked()
        asking: dict[str, Any] = {"revision": held.pk, "by": MANAGER}
        catalog.ask_opinion(departments=["ZD320213AMR", "ZD320213HUC"], at=later(6), **asking)

        with pytest.raises(catalog.ReasonNeeded):
            revising.take_back_opinion(department="ZD320213HUC", reason=" ", at=later(7), **asking)
        revising.take_back_opinion(department="ZD320213HUC", reason="选错了部门", at=later(7), **asking)
        with pytest.raises(NotAsked):
            revising.take_back_opinion(department="ZD320213HUC", reason="选错了部门", at=later(8), **asking)
        catalog.give_opinion(revision=held.pk, agrees=True, text="", by=MARKET, at=later(8))
        with pytest.raises(NotAsked):
            revising.take_back_opinion(department="ZD320213AMR", reason="选错了部门", at=later(9), **asking)

        assert catalog.hand_up(at=later(9), **asking).state == State.APPROVAL

    def test_silence_of_a_department_does_not_hold_a_change_for_ever(self) -> None:
        held = checked()
        catalog.ask_opinion(revision=held.pk, departments=["ZD320213AMR"], by=MANAGER, at=later(6))

        assert catalog.hand_up(revision=held.pk, by=MANAGER, at=NOW + timedelta(days=30)).state == State.APPROVAL

    def test_each_verb_is_refused_in_every_other_state(self) -> None:
        held = begun()
        for verb in (catalog.pass_review, catalog.pass_check, catalog.approve, catalog.hand_up):
            everything = Actor(
                UUID(int=9), MANAGER.kind, grants=MANAGER.grants | REVIEWER.grants | LEGAL.grants | APPROVER.grants
            )
            with pytest.raises(Refused):
                verb(revision=held.pk, by=everything, at=later(1))

        assert as_kept(held.pk).state == State.DRAFT

    def test_what_waits_is_listed_for_whose_turn_it_is(self) -> None:
        held = submitted()

        assert [row.revision for row in catalog.todo(by=REVIEWER, at=later(4))] == [held]
        for other in (LEGAL, APPROVER, MANAGER, MARKET):
            assert catalog.todo(by=other, at=later(4)) == []


class TestPublishing:
    def test_what_was_approved_is_published_and_in_force(self) -> None:
        held = approved()

        made = catalog.publish_revision(revision=held.pk, by=MANAGER, at=later(8))

        force = catalog.published(CODE, at=later(8))
        assert (made.state, made.version) == (State.PUBLISHED, force)
        assert force is not None
        assert force.guide.limits.promised.amount == 4
        operations = {entry.operation for entry in ledger.history(kind="guide", subject=force.pk)}
        assert operations == {ledger.history(kind="revision", subject=held.pk)[-1].operation}

    def test_a_coming_version_is_known_and_not_in_force_until_its_moment(self) -> None:
        held = approved()
        before, start = catalog.published(CODE, at=NOW), NOW + timedelta(days=3)

        made = catalog.publish_revision(revision=held.pk, by=MANAGER, at=later(8), effective_from=start)

        assert made.state == State.SCHEDULED
        assert catalog.published(CODE, at=start - timedelta(seconds=1)) == before
        assert catalog.published(CODE, at=start) == catalog.coming(held.item, at=later(9)) == made.version
        assert catalog.revision(held.pk, by=MANAGER, at=start).state == State.PUBLISHED

    def test_a_coming_version_can_be_recalled_and_published_again(self) -> None:
        held = approved()
        before, start = catalog.published(CODE, at=NOW), NOW + timedelta(days=3)
        catalog.publish_revision(revision=held.pk, by=MANAGER, at=later(8), effective_from=start)

        back = catalog.recall(revision=held.pk, reason="系统还没准备好", by=MANAGER, at=later(9))

        assert back.state == State.APPROVED
        assert catalog.published(CODE, at=start + timedelta(days=9)) == before
        assert [one.version for one in catalog.versions(CODE)] == [1]
        with pytest.raises(catalog.GuideRecalled) as gone:
            catalog.version_of(CODE, 2)
        assert (gone.value.version, gone.value.at, gone.value.reason) == (2, later(9), "系统还没准备好")
        assert [one.version for one in catalog.recalled_versions(CODE)] == [2]
        told = catalog.notices(at=later(9), size=2).rows[0]
        assert (told.sort, told.version, told.from_, told.words) == (catalog.Sort.RECALLED, 2, start, "系统还没准备好")
        assert told.id != held.version_id
        assert catalog.notices(before=told.place, size=1).rows[0].id != told.id
        again = catalog.publish_revision(revision=held.pk, by=MANAGER, at=later(10))
        assert again.version is not None
        assert again.version.version == 3

    def test_what_is_in_force_cannot_be_recalled(self) -> None:
        held = approved()
        start = NOW + timedelta(days=3)
        catalog.publish_revision(revision=held.pk, by=MANAGER, at=later(8), effective_from=start)

        with pytest.raises(catalog.InEffectAlready):
            catalog.recall(revision=held.pk, reason="晚了", by=MANAGER, at=start)

    def test_the_effect_is_noted_when_it_came_and_another_change_can_begin(self) -> None:
        held = approved()
        start = NOW + timedelta(days=3)
        catalog.publish_revision(revision=held.pk, by=MANAGER, at=later(8), effective_from=start)
        assert catalog.take_effect(at=start - timedelta(seconds=1)) == 0

        assert begun(at=start + timedelta(minutes=1)).pk != held.pk
        assert as_kept(held.pk).state == State.PUBLISHED
        assert catalog.take_effect(at=start + timedelta(minutes=2)) == 0

    def test_nothing_is_published_in_the_past(self) -> None:
        held = approved()

        with pytest.raises(catalog.InThePast):
            catalog.publish_revision(revision=held.pk, by=MANAGER, at=later(8), effective_from=NOW - timedelta(days=1))

    def test_published_twice_is_refused(self) -> None:
        held = approved()
        catalog.publish_revision(revision=held.pk, by=MANAGER, at=later(8))

        with pytest.raises(WrongState):
            catalog.publish_revision(revision=held.pk, by=MANAGER, at=later(9))


class TestFollowing:
    def moved_on(self) -> catalog.GuideVersion:
        """Publish another version beside the revision, with other questions and another promise."""
        last = catalog.published(CODE, at=NOW)
        assert last is not None
        document = copy.deepcopy(last.document)
        document["questions"][0]["answer"] = "别处发布的回答"
        document["limits"]["promised"]["amount"] = 3
        return catalog.publish(item_code=CODE, document=document, by=MANAGER, at=later(8))

    def test_what_was_published_meanwhile_is_not_undone_unseen(self) -> None:
        held = approved()
        force = self.moved_on()

        with pytest.raises(revising.BaseMoved):
            catalog.publish_revision(revision=held.pk, by=MANAGER, at=later(9))

        assert catalog.published(CODE, at=later(9)) == force
        assert revising.moved(as_kept(held.pk), at=later(9)) == force
        told = {one.section for one in revising.changes_meanwhile(as_kept(held.pk), force)}
        assert told == {"questions", "limits"}

    def test_taking_over_keeps_what_was_written_and_is_judged_anew(self) -> None:
        held = approved()
        force = self.moved_on()

        back = revising.take_over(revision=held.pk, by=OTHER_MANAGER, at=later(9))

        assert (back.state, back.base) == (State.RETURNED, force)
        assert back.document["questions"][0]["answer"] == "别处发布的回答"
        assert back.document["limits"]["promised"]["amount"] == 4
        assert OTHER_MANAGER.id in back.drafters
        with pytest.raises(revising.NotMoved):
            revising.take_over(revision=held.pk, by=MANAGER, at=later(10))
        assert catalog.submit(revision=held.pk, by=MANAGER, at=later(10)).reviewed_by is None

    def test_a_draft_of_an_older_version_is_not_handed_in(self) -> None:
        held = changed(begun())
        catalog.ground(revision=held.pk, basis=BASIS, reason=REASON, by=MANAGER, at=later(2))
        self.moved_on()

        with pytest.raises(revising.BaseMoved):
            catalog.submit(revision=held.pk, by=MANAGER, at=later(9))

    def test_only_who_writes_takes_over(self) -> None:
        held = approved()
        self.moved_on()

        with pytest.raises(NotAllowed):
            revising.take_over(revision=held.pk, by=REVIEWER, at=later(9))


class TestItem:
    def through(self, kind: str, at: datetime, start: datetime | None = None, **given: Any) -> Revision:  # noqa: ANN401 - what a proposal says
        held = catalog.propose(item=CODE, kind=kind, basis=BASIS, reason=REASON, by=MANAGER, at=at, **given)
        catalog.submit(revision=held.pk, by=MANAGER, at=at)
        catalog.pass_review(revision=held.pk, by=REVIEWER, at=at)
        held = catalog.pass_check(revision=held.pk, by=LEGAL, at=at)
        if held.state == State.OPINION:
            catalog.hand_up(revision=held.pk, words="不涉及", by=MANAGER, at=at)
            catalog.approve(revision=held.pk, by=APPROVER, at=at)
        return catalog.publish_revision(revision=held.pk, by=MANAGER, at=at, effective_from=start)

    def test_a_suspension_is_announced_begins_on_its_day_and_ends_by_itself(self) -> None:
        start, until = NOW + timedelta(days=2), NOW + timedelta(days=5)
        held = self.through("SUSPENSION", NOW, start, until=until, notice="请到市政务服务中心办理。")

        assert (held.state, catalog.item(CODE).state) == (State.SCHEDULED, catalog.ItemState.ACTIVE)
        assert revising.planned(held.item, at=later(1)) == held
        told = catalog.notices(size=1).rows[0]
        assert (told.id, told.from_, told.until, told.words) == (held.pk, start, until, "请到市政务服务中心办理。")
        assert catalog.take_effect(at=start - timedelta(seconds=1)) == 0
        assert catalog.take_effect(at=start) == 1
        assert catalog.item(CODE).state == catalog.ItemState.SUSPENDED
        assert CODE not in {one.item.code for one in catalog.on_offer(at=start)}
        assert catalog.take_effect(at=until - timedelta(seconds=1)) == 0
        assert [catalog.take_effect(at=until), catalog.take_effect(at=until)] == [1, 0]
        assert catalog.item(CODE).state == catalog.ItemState.ACTIVE
        assert [one.verb for one in ledger.history(kind="item", subject=held.item.pk)][-2:] == [
            "item.suspend",
            "item.resume",
        ]

    def test_a_coming_suspension_that_is_recalled_is_said_to_be_recalled_and_why(self) -> None:
        start = NOW + timedelta(days=2)
        held = self.through("SUSPENSION", NOW, start, until=start + timedelta(days=3))
        assert revising.notice(held.pk).from_ == start

        back = catalog.recall(revision=held.pk, reason="不停了", by=MANAGER, at=later(1))

        assert (back.state, back.starts_at) == (State.APPROVED, None)
        told = catalog.notices(size=1).rows[0]
        assert (told.sort, told.taken_back, told.announced) == (catalog.Sort.RECALLED, catalog.Sort.SUSPENDED, held.pk)
        assert (told.at, told.from_, told.words) == (later(1), start, "不停了")
        assert held.pk not in {one.id for one in catalog.notices(size=5).rows}
        with pytest.raises(revising.ChangeRecalled) as gone:
            revising.notice(held.pk)
        assert (gone.value.notice, gone.value.status) == (told, 410)
        assert catalog.take_effect(at=NOW + timedelta(days=3)) == 0

    def test_what_was_recalled_can_be_announced_and_recalled_again_and_each_time_is_told(self) -> None:
        held = self.through("SUSPENSION", NOW, NOW + timedelta(days=2))
        catalog.recall(revision=held.pk, reason="先不停", by=MANAGER, at=later(1))
        start = NOW + timedelta(days=4)
        catalog.publish_revision(revision=held.pk, by=MANAGER, at=later(2), effective_from=start)
        assert revising.notice(held.pk).from_ == start

        catalog.recall(revision=held.pk, reason="真的不停了", by=MANAGER, at=later(3))

        recalls = [one.words for one in catalog.notices(size=2).rows if one.taken_back]
        assert recalls == ["真的不停了", "先不停"]
        with pytest.raises(revising.ChangeRecalled) as gone:
            revising.notice(held.pk)
        assert isinstance(gone.value.notice, catalog.Notice)
        assert gone.value.notice.words == "真的不停了"

    def test_a_recall_is_of_a_version_or_of_what_was_to_become_of_an_item(self) -> None:
        held = self.through("SUSPENSION", NOW, NOW + timedelta(days=2))

        with pytest.raises(IntegrityError, match="catalog_recall_of_one"), transaction.atomic():
            Recall.objects.create(id=UUID(int=1), at=NOW)
        with pytest.raises(IntegrityError, match="catalog_recall_of_one"), transaction.atomic():
            Recall.objects.create(id=UUID(int=1), at=NOW, revision=held, starts_at=NOW)

    def test_a_suspension_that_is_lifted_early_says_so_where_it_was_announced(self) -> None:
        until = NOW + timedelta(days=5)
        first = self.through("SUSPENSION", NOW, until=until)
        assert revising.lifted(revising.notice(first.pk)) is None

        again = self.through("RESUMPTION", later(60), notice="提前完工")
        self.through("SUSPENSION", later(120))
        self.through("RESUMPTION", later(180))

        lifted = revising.lifted(revising.notice(first.pk))
        assert lifted is not None
        assert (lifted.announced, lifted.early, lifted.words) == (again.pk, until, "提前完工")
        assert [one.early for one in catalog.notices(size=4).rows] == [None, None, until, None]
        assert revising.lifted(lifted) is None
        with pytest.raises(revising.UnknownNotice):
            revising.notice(UUID(int=5))

    def test_a_resumption_waits_for_its_day(self) -> None:
        self.through("SUSPENSION", NOW)
        self.through("RESUMPTION", later(1), NOW + timedelta(days=1))

        assert catalog.item(CODE).state == catalog.ItemState.SUSPENDED
        catalog.take_effect(at=NOW + timedelta(days=1))
        assert catalog.item(CODE).state == catalog.ItemState.ACTIVE

    @pytest.mark.parametrize(
        ("kind", "start", "until"), [("SUSPENSION", 3, 2), ("SUSPENSION", 0, -1), ("WITHDRAWAL", 1, 2)]
    )
    def test_a_period_that_is_none_is_refused(self, kind: str, start: int, until: int) -> None:
        with pytest.raises(catalog.InThePast):
            self.through(kind, NOW, NOW + timedelta(days=start), until=NOW + timedelta(days=until))

    def test_an_item_is_suspended_and_resumed_on_a_basis(self) -> None:
        self.through("SUSPENSION", NOW)
        assert catalog.item(CODE).state == catalog.ItemState.SUSPENDED
        assert CODE not in {one.item.code for one in catalog.on_offer(at=later(1))}
        ledger.sequence()
        assert [one.item.code for one in catalog.changes(0, at=later(1), limit=999).changes if one.item.code == CODE]

        self.through("RESUMPTION", later(2))
        assert catalog.item(CODE).state == catalog.ItemState.ACTIVE

    def test_a_withdrawn_item_is_found_no_more_and_can_not_be_revised(self) -> None:
        self.through("WITHDRAWAL", NOW)

        assert catalog.item(CODE).state == catalog.ItemState.CANCELLED
        assert CODE not in catalog.names([CODE])
        with pytest.raises(catalog.WrongItemState):
            begun(at=later(1))

    def test_without_a_basis_nothing_is_proposed(self) -> None:
        with pytest.raises(catalog.BasisNeeded):
            catalog.propose(item=CODE, kind="SUSPENSION", basis=" ", reason=REASON, by=MANAGER, at=NOW)

    def test_what_is_offered_cannot_be_resumed(self) -> None:
        with pytest.raises(catalog.WrongItemState):
            catalog.propose(item=CODE, kind="RESUMPTION", basis=BASIS, reason=REASON, by=MANAGER, at=NOW)


def directory_says(**inherited: str) -> None:
    """Let the basic directory have another name or type, as a file that is brought does."""
    BasicItem.objects.filter(items__code=CODE).update(**inherited)


class TestDirectoryMovesOn:
    def test_a_name_is_taken_over_at_the_end_and_what_was_signed_stays_signed(self) -> None:
        held = approved()
        assert revising.renamed(held) == ()
        signed = (held.reviewed_by, held.checked_by, held.approved_by, held.drafters)
        directory_says(name="食品经营许可证核发")

        with pytest.raises(catalog.GuideFaulty):
            catalog.publish_revision(revision=held.pk, by=MANAGER, at=later(8))
        (told,) = revising.renamed(as_kept(held.pk))
        assert (told.what, told.now) == ("事项名称", "食品经营许可证核发")
        before = as_kept(held.pk)
        after = revising.follow_directory(revision=held.pk, by=OTHER_MANAGER, at=later(9))

        assert (after.state, after.reviewed_by, after.checked_by, after.approved_by, after.drafters) == (
            State.APPROVED,
            *signed,
        )
        assert [one.path[-1] for one in catalog.changes_between(before.document, after.document)] == ["name"]
        step = catalog.steps(after)[0]
        assert (step.verb, step.words) == ("FOLLOW_DIRECTORY", f"事项名称：{told.before}→{told.now}")
        done = catalog.publish_revision(revision=held.pk, by=MANAGER, at=later(10))
        assert done.version is not None
        assert done.version.guide.basics.name == "食品经营许可证核发"

    def test_a_text_that_is_written_can_be_saved_again_once_it_follows(self) -> None:
        held = begun()
        directory_says(name="食品经营许可证核发")
        with pytest.raises(catalog.Inherited):
            changed(held)

        assert changed(revising.follow_directory(revision=held.pk, by=MANAGER, at=later(1))).state == State.DRAFT
        with pytest.raises(revising.NotRenamed):
            revising.follow_directory(revision=held.pk, by=MANAGER, at=later(2))

    def test_another_type_is_judged_anew(self) -> None:
        held = approved()
        directory_says(type="CONFIRMATION")

        with pytest.raises(revising.MoreThanName) as refusal:
            revising.follow_directory(revision=held.pk, by=MANAGER, at=later(8))
        assert revising.hindrance(as_kept(held.pk), Verb.FOLLOW_DIRECTORY, at=later(8)) == refusal.value.message
        catalog.give_back(revision=held.pk, reasons=["目录改了事项类型"], by=MANAGER, at=later(9))
        followed = revising.follow_directory(revision=held.pk, by=MANAGER, at=later(10))

        assert followed.state == State.RETURNED
        assert followed.document["basics"]["type"] == "CONFIRMATION"

    @pytest.mark.parametrize("by", [REVIEWER, LEGAL, APPROVER])
    def test_who_judges_does_not_change_the_text(self, by: Actor) -> None:
        held = approved()
        directory_says(name="食品经营许可证核发")

        with pytest.raises(NotAllowed):
            revising.follow_directory(revision=held.pk, by=by, at=later(8))


class TestRemarks:
    def test_a_remark_is_answered_and_settled_before_the_text_is_handed_in(self) -> None:
        held = changed(begun())
        catalog.ground(revision=held.pk, basis=BASIS, reason=REASON, by=MANAGER, at=later(2))
        one = catalog.remark(revision=held.pk, element="materials.3", text="<b>写清楚</b>", by=REVIEWER, at=later(3))

        with pytest.raises(catalog.RemarksOpen):
            catalog.submit(revision=held.pk, by=MANAGER, at=later(4))
        catalog.answer_remark(revision=held.pk, remark=one.pk, text="已改", by=MANAGER, at=later(5))
        catalog.resolve_remark(revision=held.pk, remark=one.pk, by=REVIEWER, at=later(6))

        assert catalog.submit(revision=held.pk, by=MANAGER, at=later(7)).state == State.DEPARTMENT_REVIEW
        assert "写清楚" not in str([entry.facts for entry in ledger.history(kind="revision", subject=held.pk)])

    def test_nothing_is_published_over_an_open_remark_which_can_be_settled_until_then(self) -> None:
        held = approved()
        one = catalog.remark(revision=held.pk, element="", text="核查要几天？", by=REVIEWER, at=later(8))

        with pytest.raises(catalog.RemarksOpen):
            catalog.publish_revision(revision=held.pk, by=MANAGER, at=later(9))
        catalog.answer_remark(revision=held.pk, remark=one.pk, text="三天", by=MANAGER, at=later(10))
        catalog.resolve_remark(revision=held.pk, remark=one.pk, by=REVIEWER, at=later(11))

        assert catalog.publish_revision(revision=held.pk, by=MANAGER, at=later(12)).state == State.PUBLISHED

    def test_why_it_cannot_be_published_is_said_beforehand_in_the_words_of_the_refusal(self) -> None:
        held = approved()
        assert revising.hindrance(held, "PUBLISH", at=later(8)) == ""
        catalog.remark(revision=held.pk, element="", text="核查要几天？", by=REVIEWER, at=later(8))

        assert revising.hindrance(held, "PUBLISH", at=later(9)) == catalog.RemarksOpen().message
        assert revising.hindrance(held, "APPROVE", at=later(9)) == ""

    def test_only_who_made_a_remark_and_colleagues_of_the_role_settle_it_and_writers_answer(self) -> None:
        held = submitted()
        one = catalog.remark(revision=held.pk, element="", text="核查要几天？", by=REVIEWER, at=later(4))
        said: dict[str, Any] = {"revision": held.pk, "remark": one.pk}

        for other in (MANAGER, LEGAL, APPROVER):
            with pytest.raises(revising.RemarkOfOthers):
                catalog.resolve_remark(**said, by=other, at=later(5))
        for other in (REVIEWER, LEGAL):
            with pytest.raises(revising.NotAddressed):
                catalog.answer_remark(**said, text="三天", by=other, at=later(5))
        assert revising.addressed(held, one, by=MANAGER) == (True, False)
        assert revising.addressed(held, one, by=COLLEAGUE) == (False, True)
        catalog.answer_remark(**said, text="三天", by=MANAGER, at=later(6))
        settled = catalog.resolve_remark(**said, by=COLLEAGUE, at=later(7))
        assert (settled.roles, settled.resolved_by) == ([Role.ITEM_REVIEWER], COLLEAGUE.id)
        assert revising.addressed(held, settled, by=MANAGER) == (False, False)

    def test_who_wrote_does_not_settle_what_reviewers_say_even_as_a_reviewer(self) -> None:
        both = Actor(MANAGER.id, MANAGER.kind, grants=MANAGER.grants | REVIEWER.grants)
        held = submitted()
        one = catalog.remark(revision=held.pk, element="", text="核查要几天？", by=REVIEWER, at=later(4))

        with pytest.raises(revising.RemarkOfOthers):
            catalog.resolve_remark(revision=held.pk, remark=one.pk, by=both, at=later(5))

    def test_nobody_lets_pass_what_their_own_role_has_an_open_remark_about(self) -> None:
        held = submitted()
        steps = [
            (REVIEWER, Verb.PASS_REVIEW, catalog.pass_review),
            (LEGAL, Verb.PASS_CHECK, catalog.pass_check),
            (APPROVER, Verb.APPROVE, catalog.approve),
        ]
        for place, (by, verb, let_pass) in enumerate(steps):
            at = later(10 * (place + 1))
            if verb == Verb.APPROVE:
                catalog.hand_up(revision=held.pk, words="不涉及别的部门", by=MANAGER, at=at)
            assert revising.hindrance(as_kept(held.pk), verb, at=at) == ""
            one = catalog.remark(revision=held.pk, element="", text="核查要几天？", by=by, at=at)
            catalog.answer_remark(revision=held.pk, remark=one.pk, text="三天", by=MANAGER, at=at)

            with pytest.raises(catalog.RemarksOpen) as refusal:
                let_pass(revision=held.pk, by=by, at=at)
            assert revising.hindrance(as_kept(held.pk), verb, at=at) == refusal.value.message
            catalog.resolve_remark(revision=held.pk, remark=one.pk, by=by, at=at)
            let_pass(revision=held.pk, by=by, at=at)

        assert as_kept(held.pk).state == State.APPROVED

    def test_what_is_answered_is_handed_in_again_and_settled_by_who_judges(self) -> None:
        held = submitted()
        one = catalog.remark(revision=held.pk, element="", text="核查要几天？", by=REVIEWER, at=later(4))
        catalog.give_back(revision=held.pk, reasons=["见意见"], by=REVIEWER, at=later(5))

        with pytest.raises(catalog.RemarksOpen):
            catalog.submit(revision=held.pk, answers=["三天"], by=MANAGER, at=later(6))
        catalog.answer_remark(revision=held.pk, remark=one.pk, text="三天", by=MANAGER, at=later(7))
        assert (
            catalog.submit(revision=held.pk, answers=["三天"], by=MANAGER, at=later(8)).state == State.DEPARTMENT_REVIEW
        )
        with pytest.raises(catalog.RemarksOpen):
            catalog.pass_review(revision=held.pk, by=REVIEWER, at=later(9))

    def test_a_remark_of_another_revision_is_not_found(self) -> None:
        held = begun()

        with pytest.raises(catalog.UnknownRemark):
            catalog.resolve_remark(revision=held.pk, remark=UUID(int=3), by=REVIEWER, at=later(1))


class TestDifferences:
    def test_a_difference_is_told_in_words_of_the_guide_and_by_the_question(self) -> None:
        before = begun().document
        after = copy.deepcopy(before)
        after["materials"][0] |= {"form": "ORIGINAL", "need": "OPTIONAL", "source": "APPLICANT"}
        after["basics"]["channels"] = ["WINDOW", "POST"]
        name, question = next(iter(after["form"]["properties"].items()))
        question["x-help"] = "照实填写"

        found = {one.path[-1]: one for one in catalog.changes_between(before, after)}

        assert (found["form"].before, found["form"].after) == ("电子文件", "原件")
        assert found["need"].after == "非必要"
        assert found["channels"].after == "窗口办理、邮寄办理"
        assert (found["x-help"].question, found["x-help"].path) == (question["x-label"], ("x-help",))
        assert not any(name in one.path for one in found.values())

    @pytest.mark.parametrize("after", [{"materials": [[1], "x"]}, {"form": {"properties": ["x"]}}, {"basics": "x"}])
    def test_what_is_no_guide_has_differences_too(self, after: dict[str, Any]) -> None:
        assert catalog.changes_between({}, after)


def test_a_fault_is_told_once_and_where_the_guide_says_it() -> None:
    contacts = {"consultation": {"phones": ["乙的咨询"]}, "complaint": {"phones": []}}

    told = [sentence for place, sentence in section_faults({"contacts": contacts}, "contacts")]

    phone = "要写带区号的电话，只用数字、空格和“-”，例如 0510-8275 6000"
    assert told == [phone, "不能为空"]
    with pytest.raises(catalog.GuideFaulty) as refusal:
        reading.guide_of({"contacts": contacts})
    assert f"咨询投诉 · 咨询 · 电话 · 第1项：{phone}" in refusal.value.faults
    assert "咨询投诉 · 咨询 · 电话：不能为空" not in refusal.value.faults


class TestClock:
    def test_a_stage_ends_after_the_spring_festival(self) -> None:
        began = datetime(2026, 2, 13, 15, 0, tzinfo=SHANGHAI)
        calendar = orgs.work_calendar()
        at = {day: datetime(2026, 2, day, 9, 0, tzinfo=SHANGHAI) for day in (13, 24, 27, 28)}
        clocks = {day: policy.clock("LEGAL_CHECK", began, at=one, calendar=calendar) for day, one in at.items()}

        assert {day: (str(one.due), one.text) for day, one in clocks.items() if one} == {
            13: ("2026-02-27", "剩余5个工作日"),
            24: ("2026-02-27", "剩余3个工作日"),
            27: ("2026-02-27", "今天到期"),
            28: ("2026-02-27", "超期1个工作日"),
        }
        assert policy.clock("DRAFT", began, at=at[13], calendar=calendar) is None


def test_files_that_are_loaded_again_do_not_replace_what_people_published() -> None:
    held = approved()
    made = catalog.publish_revision(revision=held.pk, by=MANAGER, at=later(8), effective_from=NOW + timedelta(days=9))

    counts = catalog.load_directory(path=WUXI, at=later(9))

    assert counts["guides"] == 0
    assert catalog.versions(CODE)[0] == made.version
