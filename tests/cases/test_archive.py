"""档案法 13 and 14: what is over is filed whole, kept for its time, and found to be what was filed."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from zipfile import ZipFile

import pytest
from django.db import IntegrityError, transaction

from tests.cases.samples import PDF, WENT, Desk
from tongban.cases import api as cases
from tongban.cases.api import Promised
from tongban.cases.archive import api as archive
from tongban.cases.archive import policy, rules
from tongban.cases.archive.api import Part
from tongban.cases.complaints import api as complaints
from tongban.cases.tasks import file_what_is_over
from tongban.crypto import api as crypto
from tongban.kernel.actors import VISITOR
from tongban.kernel.errors import NotAllowed
from tongban.ledger import api as ledger
from tongban.privacy import api as privacy
from tongban.privacy.services.closing import close_account


def delivered(desk: Desk) -> cases.Case:
    return cases.deliver(number=desk.granted().number, by=desk.applicant, at=desk.now())


def filed(desk: Desk, case: cases.Case) -> archive.Archive:
    return archive.archive_case(number=case.number, by=desk.staff("acceptor"), at=desk.now())


class TestFiling:
    def test_everything_of_a_case_is_listed_with_its_digest_and_one_entry_is_written(self, desk: Desk) -> None:
        case = desk.corrected(whole=True)
        more = [cases.Upload(material="", data=PDF, name="说明.pdf")]
        cases.add(number=case.number, words="请尽快。", uploads=more, by=desk.applicant, at=desk.now())
        said = "等了很久。"
        complaints.complain(
            number=case.number, about="OPINION", words=said, uploads=more, by=desk.applicant, at=desk.now()
        )
        number = case.number
        cases.examine(
            number=number, passed=True, opinion="符合。", others=WENT, by=desk.staff("examiner"), at=desk.now()
        )
        cases.grant(number=number, opinion="准予。", by=desk.staff("decider"), at=desk.now())
        case = cases.deliver(number=number, by=desk.applicant, at=desk.now())
        before = len(ledger.history(kind="case", subject=case.pk))

        made = filed(desk, case)

        parts = [one.part for one in made.listed()]
        assert set(parts) == set(Part)
        assert parts == sorted(parts, key=list(Part).index)
        papers = [one.title for one in made.listed() if one.part == Part.PAPER]
        assert len(papers) == len(cases.document_list(case))
        assert "布局图" not in str(made.contents)  # the names of people's files stay out of the list
        new = ledger.history(kind="case", subject=case.pk)[before:]
        assert [(one.verb, one.facts["digest"]) for one in new] == [("case.archive", made.digest)]
        assert (made.retention, made.keep_until, made.due_on) == ("YEARS_30", date(2056, 12, 31), date(2027, 6, 30))

    def test_what_is_not_over_waits_and_nothing_is_filed_twice(self, desk: Desk) -> None:
        case = desk.granted()
        with pytest.raises(archive.NotOverYet):
            filed(desk, case)
        waiting, _ = archive.to_file(desk.staff("acceptor"))
        assert [(one.case.pk, one.awaited) for one in waiting] == [(case.pk, rules.Awaited.DELIVERY)]
        cases.deliver(number=case.number, by=desk.applicant, at=desk.now())
        filed(desk, case)
        with pytest.raises(archive.FiledAlready):
            filed(desk, case)
        assert archive.to_file(desk.staff("acceptor")) == ([], False)

    def test_a_commitment_is_checked_before(self, desk: Desk) -> None:
        case = desk.decided(desk.promised(m4=Promised.COMMITMENT))
        cases.deliver(number=case.number, by=desk.applicant, at=desk.now())

        with pytest.raises(archive.NotOverYet):
            filed(desk, case)
        assert archive.ready(limit=9) == []
        cases.check_commitment(
            number=case.number, material="4", kept=True, reason="属实。", by=desk.staff("examiner"), at=desk.now()
        )
        assert archive.ready(limit=9) == [case.pk]

    def test_the_worker_files_what_waits_for_nothing(self, desk: Desk) -> None:
        case, waiting = desk.in_state(cases.State.WITHDRAWN), None
        desk.applicant = desk.city.actor("citizen")
        waiting = desk.submitted()

        assert file_what_is_over(0) == 1

        assert file_what_is_over(0) == 0
        made = archive.Archive.objects.get()
        assert (made.case_id, made.retention) == (case.pk, "YEARS_10")
        assert made.case_id != waiting.pk

    def test_only_those_who_handle_file_and_only_within_their_reach(self, desk: Desk) -> None:
        case = delivered(desk)
        for by in (desk.applicant, VISITOR, desk.staff("housing-acceptor")):
            with pytest.raises(cases.CaseNotFound if by != desk.applicant else NotAllowed):
                archive.archive_case(number=case.number, by=by, at=desk.now())
        filed(desk, case)
        housing = desk.staff("housing-acceptor")
        assert archive.filed(housing).rows == []
        with pytest.raises(archive.ArchiveNotFound):
            archive.read_archive(number=case.number, by=housing, at=desk.now())


class TestKept:
    def test_the_database_refuses_to_change_what_was_filed(self, desk: Desk) -> None:
        made = filed(desk, delivered(desk))
        for change in (made.delete, lambda: archive.Archive.objects.update(keep_until=date(2030, 1, 1))):
            with pytest.raises(IntegrityError), transaction.atomic():
                change()

    def test_what_was_altered_since_is_named(self, desk: Desk) -> None:
        case = delivered(desk)
        filed(desk, case)
        assert archive.read_archive(number=case.number, by=desk.staff("decider"), at=desk.now())[1] == []

        case.opinions.update(text="改写的意见。")

        _, changed = archive.read_archive(number=case.number, by=desk.staff("decider"), at=desk.now())
        assert [one.part for one in changed] == [Part.RECORD]

    def test_closing_the_account_leaves_the_archive_whole(self, desk: Desk) -> None:
        desk.applicant = desk.city.actor("citizen")
        case = delivered(desk)
        filed(desk, case)
        privacy.ask_closing(by=desk.applicant, at=desk.now())
        at = desk.at + timedelta(days=16)
        assert [close_account(closing=key, at=at) for key in privacy.due_closings(at=at)] == [True]

        made, changed = archive.read_archive(number=case.number, by=desk.staff("decider"), at=desk.at)
        assert (changed, len(made.contents) > 0) == ([], True)

    def test_what_was_kept_long_enough_is_listed_and_stays(self, desk: Desk) -> None:
        case, by = desk.in_state(cases.State.WITHDRAWN), desk.staff("decider")
        filed(desk, case)

        last = datetime.fromisoformat("2036-12-31T12:00+08:00")
        assert archive.kept_long_enough(by, at=last).rows == []
        assert [one.case_id for one in archive.kept_long_enough(by, at=last + timedelta(days=1)).rows] == [case.pk]
        assert archive.Archive.objects.count() == 1


class TestTaking:
    def test_one_file_has_an_index_and_every_part_with_its_digest(self, desk: Desk) -> None:
        case = delivered(desk)
        made = filed(desk, case)
        with pytest.raises(NotAllowed):
            archive.take_archive(number=case.number, by=desk.staff("acceptor"), at=desk.now())

        with archive.take_archive(number=case.number, by=desk.staff("decider"), at=desk.now()) as out:
            box = ZipFile(out)
            index = json.loads(box.read("index.json"))

            assert (index["digest"], index["changed"], index["missing"]) == (made.digest, [], [])
            assert len(index["contents"]) == len(made.contents)
            for line in index["contents"]:
                assert crypto.sm3(box.read(line["file"])) == line["sm3"]
                assert line["part"] == Part.PAPER or line["sm3"] == line["digest"]
        looks = ledger.history(kind="export", subject=ledger.export_id(index["serial"]))
        assert [case.applicant_id in one.about for one in looks] == [True]


class TestPolicy:
    @pytest.mark.parametrize(
        ("kind", "decided", "years"),
        [("LICENCE", True, 30), ("CONFIRMATION", True, 0), ("PUBLIC_SERVICE", True, 10), ("LICENCE", False, 10)],
    )
    def test_every_kind_of_item_has_its_class_with_a_source(self, *, kind: str, decided: bool, years: int) -> None:
        found = policy.retention(item="X", kind=kind, decided=decided, on=date(2026, 9, 1))
        assert (found.years, "待核定" in found.source) == (years, True)
        assert found.years in rules.BY_YEARS

    def test_whole_years_are_kept_from_the_one_after(self) -> None:
        assert rules.keep_until(date(2026, 2, 1), 10) == date(2036, 12, 31)
        assert rules.keep_until(date(2026, 2, 1), 0) is None
