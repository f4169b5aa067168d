from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db.models import QuerySet

from tests.cases.samples import Desk
from tests.web_cases.conftest import As
from tongban.cases import api as cases
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM
from tongban.kernel.days import day_of
from tongban.ledger import api as ledger
from tongban.ledger.models import Entry
from tongban.web.audit import finding
from tongban.web.audit.words import KINDS, VERBS

ROOT = Path(__file__).resolve().parents[2]
LIST = "/desk/audit/"


@pytest.fixture
def case(desk: Desk) -> cases.Case:
    """A granted case whose entries have their places."""
    made = desk.granted()
    ledger.sequence()
    return made


def test_no_two_verbs_of_the_selection_have_the_same_name() -> None:
    (verbs,) = [one.choices for one in finding.fields(finding.asked({}, by=SYSTEM)) if one.name == "verb"]

    names = [one.label for one in verbs]
    assert len(names) == len(set(names)) == len(VERBS)
    assert {"征求意见（办件）", "征求意见（修订）"} <= set(names)


def rows(page: str) -> int:
    return page.count('<th scope="row"><a class="tb-number"')


def looks() -> QuerySet[Entry]:
    return Entry.objects.filter(reading=True, verb="entry.read")


def position_of(case: cases.Case, verb: str) -> int:
    return Entry.objects.get(subject=case.pk, verb=verb).place.number


class TestList:
    def test_shows_every_step_of_a_case_by_its_number(self, as_: As, case: cases.Case) -> None:
        page = as_("auditor").get(LIST, {"case": case.number, "sort": "changes"}).text

        assert rows(page) == Entry.objects.filter(subject=case.pk, reading=False).count()
        assert "已审查，待决定 → 准予办理" in page
        assert all(word in page for word in ("提交申请", "受理", "提出审查意见", "作出准予决定", "测试受理员"))

    def test_a_filter_finds_what_it_names_and_nothing_else(self, as_: As, case: cases.Case) -> None:
        auditor = as_("auditor")
        today = day_of(case.closed_at or case.opened_at).isoformat()

        assert rows(auditor.get(LIST, {"who": "acceptor", "sort": "changes"}).text) == 1
        assert rows(auditor.get(LIST, {"verb": "case.grant"}).text) == 1
        assert rows(auditor.get(LIST, {"verb": "case.grant", "from": today, "until": today}).text) == 1
        assert rows(auditor.get(LIST, {"verb": "case.grant", "until": "2026-01-01"}).text) == 0
        assert rows(auditor.get(LIST, {"case": "320213202609010000000X"}).text) == 0
        assert rows(auditor.get(LIST, {"who": "citizen"}).text) == 0

    def test_what_cannot_be_read_is_said_beside_its_field(self, as_: As, case: cases.Case) -> None:
        answer = as_("auditor").get(LIST, {"from": "32.1.2026", "party": "张三"})
        page = answer.text

        assert case
        assert (answer.status_code, rows(page)) == (422, 0)
        assert "请选择日期" in page
        assert "办事人编号是 36 位" in page

    def test_older_entries_follow_on_the_next_page(self, as_: As, case: cases.Case) -> None:
        auditor = as_("auditor")
        first = auditor.get(LIST).text

        link = re.search(r'href="\?([^"]*before=\d+)"', first)

        assert case
        assert rows(first) == 50
        assert link
        assert rows(auditor.get(f"{LIST}?{link[1]}").text) > 0

    def test_asking_for_one_person_is_itself_recorded(self, as_: As, case: cases.Case) -> None:
        as_("auditor").get(LIST, {"party": str(case.applicant_id)})

        look = Entry.objects.filter(reading=True).latest("id")
        assert (look.verb, look.purpose, look.about) == ("entry.read", ledger.Purpose.AUDIT, [case.applicant_id])

    def test_asking_for_a_case_is_a_look_at_whom_it_is_about(self, as_: As, case: cases.Case) -> None:
        auditor, before = as_("auditor"), looks().count()
        auditor.get(LIST, {"case": case.number})

        assert looks().count() == before + 1
        look = looks().latest("id")
        assert (look.verb, look.purpose, look.about) == ("entry.read", ledger.Purpose.AUDIT, [case.applicant_id])
        assert look.basis == "GBF.54,GZGF.34"

    @pytest.mark.parametrize("given", [{}, {"verb": "case.grant"}, {"case": "320213202609010000000X"}])
    def test_a_list_that_asks_for_nobody_is_no_look(self, as_: As, case: cases.Case, given: dict[str, str]) -> None:
        auditor, before = as_("auditor"), looks().count()
        auditor.get(LIST, given)

        assert case
        assert looks().count() == before

    @pytest.mark.parametrize("who", ["acceptor", "supervisor", "operator", "citizen"])
    @pytest.mark.parametrize("path", ["", "withheld/", "1/", "1/proof/", f"people/{UUID(int=7)}/proof/"])
    def test_is_for_the_audit_administrator_alone(self, as_: As, case: cases.Case, who: str, path: str) -> None:
        assert case
        assert as_(who).get(LIST + path).status_code == 403


class TestEntry:
    def test_tells_the_provision_in_words_and_holds_no_name(self, as_: As, case: cases.Case) -> None:
        page = as_("auditor").get(f"{LIST}{position_of(case, 'case.grant')}/").text

        assert "行政许可法第三十八条第一款" in page
        assert case.applicant.name not in page
        assert "还没有封存" in page

    @pytest.mark.parametrize("page", ["", "proof/"])
    def test_opening_one_about_somebody_is_a_look_at_them(
        self, as_: As, desk: Desk, case: cases.Case, page: str
    ) -> None:
        ledger.seal(at=desk.now())
        auditor, before, position = as_("auditor"), looks().count(), position_of(case, "case.grant")

        auditor.get(f"{LIST}{position}/{page}")

        assert looks().count() == before + 1
        look = looks().latest("id")
        assert (look.about, look.facts) == ([case.applicant_id], {"position": position})

    def test_opening_one_about_nobody_is_none(self, as_: As, case: cases.Case) -> None:
        auditor, before = as_("auditor"), looks().count()
        position = Entry.objects.filter(verb="identity.appoint", place__isnull=False)[0].position

        auditor.get(f"{LIST}{position}/")

        assert case
        assert looks().count() == before

    def test_its_proof_satisfies_the_verifier_and_a_changed_one_does_not(
        self, as_: As, desk: Desk, case: cases.Case, tmp_path: Path
    ) -> None:
        ledger.seal(at=desk.now())
        proof = as_("auditor").get(f"{LIST}{position_of(case, 'case.grant')}/proof/")
        good, bad = tmp_path / "good.json", tmp_path / "bad.json"
        good.write_bytes(proof.content)
        document = json.loads(proof.content)
        bad.write_text(json.dumps(document | {"entry": document["entry"].replace("GRANTED", "REFUSED")}))

        codes = [
            subprocess.run([sys.executable, ROOT / "verifier/tongban_verify.py", path], check=False).returncode
            for path in (good, bad)
        ]

        assert proof.headers["Content-Disposition"].endswith('.proof.json"')
        assert codes == [0, 1]

    def test_the_list_of_a_person_satisfies_the_verifier_and_a_list_without_one_entry_does_not(
        self, as_: As, desk: Desk, case: cases.Case, tmp_path: Path
    ) -> None:
        ledger.seal(at=desk.now())
        proof = as_("auditor").get(f"{LIST}people/{case.applicant_id}/proof/")
        good, bad = tmp_path / "good.json", tmp_path / "bad.json"
        good.write_bytes(proof.content)
        document = json.loads(proof.content)
        mine = next(batch for batch in document["batches"] if "positions" in batch)
        mine["positions"].pop()
        mine["entries"].pop()
        bad.write_text(json.dumps(document))

        codes = [
            subprocess.run([sys.executable, ROOT / "verifier/tongban_verify.py", path], check=False).returncode
            for path in (good, bad)
        ]

        assert codes == [0, 1]

    @pytest.mark.parametrize(
        ("path", "name"), [("{position}/proof/", "一条留痕的证明"), ("people/{party}/proof/", "一个人全部留痕的证明")]
    )
    def test_a_proof_that_was_taken_away_is_traced_by_its_serial_number(
        self, as_: As, desk: Desk, case: cases.Case, path: str, name: str
    ) -> None:
        ledger.seal(at=desk.now())
        auditor, where = as_("auditor"), {"position": position_of(case, "case.grant"), "party": case.applicant_id}

        proof = json.loads(auditor.get(LIST + path.format(**where)).content)
        ledger.sequence()
        found = auditor.get(f"{LIST}exports/", {"serial": proof["serial"]}).text

        entry = Entry.objects.get(subject=ledger.export_id(proof["serial"]))
        mine = [position for batch in proof.get("batches", ()) for position in batch.get("positions", ())]
        assert (entry.purpose, entry.facts["rows"]) == (ledger.Purpose.AUDIT, len(mine) or 1)
        assert ("测试审计员" in found, name in found) == (True, True)

    def test_an_export_of_the_record_is_traced_by_its_serial_number(
        self, as_: As, desk: Desk, case: cases.Case, tmp_path: Path
    ) -> None:
        ledger.seal(at=desk.now())
        made = ledger.export(out=tmp_path / "record", at=desk.now())
        ledger.sequence()

        found = as_("auditor").get(f"{LIST}exports/", {"serial": made.serial}).text

        assert case
        assert all(word in found for word in ("留痕导出", "<dd>系统</dd>"))

    def test_lists_of_people_are_not_taken_away_without_end(self, as_: As, desk: Desk, case: cases.Case) -> None:
        ledger.seal(at=desk.now())
        auditor = desk.city.user("auditor")
        for _ in range(identity.policy().throttles[identity.Throttled.EXPORT].most):
            identity.throttle(identity.Throttled.EXPORT, str(auditor.pk), desk.now())

        answer = as_("auditor").get(f"{LIST}people/{case.applicant_id}/proof/")

        assert (answer.status_code, "导出的次数过多" in answer.text) == (429, True)

    def test_what_is_not_sealed_yet_has_no_proof(self, as_: As, case: cases.Case) -> None:
        assert as_("auditor").get(f"{LIST}{position_of(case, 'case.grant')}/proof/").status_code == 404

    def test_what_is_not_there_is_not_found(self, as_: As, case: cases.Case) -> None:
        assert case
        assert as_("auditor").get(f"{LIST}999999/").status_code == 404


class TestReview:
    @pytest.fixture
    def withheld(self, desk: Desk, case: cases.Case) -> int:
        """An entry that is kept from the applicant on a legal ground."""
        why = ledger.Why(about=(case.applicant_id,), disclosure=ledger.withheld("GBF.35"), reading=True)
        ledger.record(at=desk.now(), actor=SYSTEM, verb="case.read", kind="case", subject=case.pk, why=why)
        ledger.sequence()
        return Entry.objects.get(disclose=ledger.Disclose.WITHHELD).place.number

    def test_what_waits_is_listed_until_it_is_lifted(self, as_: As, desk: Desk, withheld: int) -> None:
        auditor, today = as_("auditor"), day_of(desk.at)
        before = rows(auditor.get(f"{LIST}withheld/").text)

        done = auditor.post(f"{LIST}{withheld}/", {"decision": "LIFTED", "day": today.isoformat()})

        assert before == 1
        assert done.status_code == 302
        assert rows(auditor.get(f"{LIST}withheld/").text) == 0
        assert "予以告知" in auditor.get(f"{LIST}{withheld}/").text

    def test_looking_at_what_is_withheld_names_nobody(self, as_: As, case: cases.Case, withheld: int) -> None:
        auditor = as_("auditor")

        auditor.get(f"{LIST}{withheld}/")

        look = looks().latest("id")
        assert (look.about, look.facts) == ([], {"position": withheld})
        auditor.get(LIST, {"case": case.number, "sort": "looks"})
        assert looks().latest("id").about == []

    @pytest.mark.parametrize(("days", "told"), [(-1, True), (0, True), (1, False)])
    def test_nor_does_looking_at_what_is_told_later(
        self,
        as_: As,
        desk: Desk,
        case: cases.Case,
        days: int,
        told: bool,  # noqa: FBT001 -- a case of the table
    ) -> None:
        disclosure = ledger.shown_from(day_of(desk.at) + timedelta(days=days))
        why = ledger.Why(about=(case.applicant_id,), disclosure=disclosure, reading=True)
        made = ledger.record(at=desk.now(), actor=SYSTEM, verb="case.read", kind="case", subject=case.pk, why=why)
        ledger.sequence()

        as_("auditor").get(f"{LIST}{Entry.objects.get(pk=made).position}/")

        assert bool(looks().latest("id").about) is told

    @pytest.mark.parametrize(
        ("posted", "sentence"),
        [
            ({"decision": "", "day": "2026-09-30"}, "请选择复核决定"),
            ({"decision": "LIFTED", "day": "soon"}, "请选择日期"),
            ({"decision": "LIFTED", "day": "2020-01-01"}, "不能早于今天"),
        ],
    )
    def test_a_decision_that_does_not_fit_is_refused_and_kept(
        self, as_: As, withheld: int, posted: dict[str, str], sentence: str
    ) -> None:
        answer = as_("auditor").post(f"{LIST}{withheld}/", posted)

        assert answer.status_code == 422
        assert sentence in answer.text
        assert rows(as_("auditor").get(f"{LIST}withheld/").text) == 1

    def test_confirmed_comes_back_when_its_day_has_come(self, as_: As, desk: Desk, withheld: int) -> None:
        again = day_of(desk.at) + timedelta(days=30)
        as_("auditor").post(f"{LIST}{withheld}/", {"decision": "CONFIRMED", "day": again.isoformat()})
        now = rows(as_("auditor").get(f"{LIST}withheld/").text)

        desk.at += timedelta(days=31)

        assert now == 0
        assert rows(as_("auditor").get(f"{LIST}withheld/").text) == 1


def test_every_verb_and_kind_that_is_recorded_has_a_chinese_name() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "tongban").rglob("*.py"))
    verbs = set(re.findall(r'verb="([a-z_]+\.[a-z_]+)"', source)) | set(re.findall(r'"(case\.[a-z_]+)", actor', source))
    verbs |= {f"identity.{verb.lower()}_delegation" for verb in (*identity.DELEGATIONS.verbs(), "offer", "register")}
    verbs |= set(re.findall(r'note\(\s*"([a-z_]+\.[a-z_]+)"', source))
    kinds = set(re.findall(r'kind="([a-z_]+)"', source))

    assert sorted(verbs - VERBS.keys()) == []
    assert sorted(kinds - KINDS.keys()) == []
