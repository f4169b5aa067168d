"""A complete application for 食品经营许可, as a person in the sample city would fill it in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.city import City
from tongban.cases import api as cases
from tongban.cases.desk import api as desks
from tongban.catalog import api as catalog
from tongban.kernel.actors import SYSTEM, Actor
from tongban.kernel.days import day_of

ITEM = "ZISPJY"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
PAGES: Mapping[str, Mapping[str, list[str]]] = {
    "operator": {
        "subject_name": ["无锡测试餐饮管理有限公司"],
        "uscc": ["91320200MAYYYY0169"],
        "legal_rep_name": ["测试丙"],
        "legal_rep_id": ["320200197908229030"],
    },
    "place": {"biz_region": ["320213021"], "biz_address": ["示例路 1 号"], "area": ["86.5"]},
    "business": {
        "subject_type": ["CATERING"],
        "business_items": ["HOT_FOOD", "DRINKS"],
        "central_kitchen": ["false"],
        "seats": ["24"],
        "with_network": ["true"],
        "with_automat": ["false"],
    },
    "people": {
        "employee_count": ["6"],
        "health_cert_count": ["6"],
        "safety_manager": ["测试丁"],
        "safety_manager_id": ["320200198804169015"],
    },
    "facilities": {"water_source": ["MUNICIPAL"], "grease_trap": ["true"]},
    "contact": {"contact_mobile": ["19900000003"], "by_agent": ["false"]},
}
WENT = ("测试核查员（食品检查队）",)
"""Who went to look with the examiner: one alone would be refused (行政许可法34(3))."""
PAIR = ("测试检验员甲", "测试检验员乙")
"""Who is sent to inspect (行政许可法55(2))."""
REQUIRED_MATERIALS = ("2", "3", "4")


def on_paper(document: dict[str, Any]) -> None:
    """Let nobody have to go and look: all that is examined is in the material."""
    document["special"] = [one for one in document["special"] if one["kind"] != "SITE_CHECK"]


def in_person(document: dict[str, Any]) -> None:
    """Let a law demand the originals in person, so that there is 预审 (工作规范22(2))."""
    document["basics"]["prescreen"] = {"amount": 3, "unit": "WORKING_DAY", "legal": "measures-12"}
    document["basics"]["trips"] |= {"online": 1}


@dataclass
class Desk:
    """Walks a case through the journey; ``at`` moves on a minute with every verb.

    ``replaced``: what is promised in the place of these materials; ``pages``: what is answered otherwise.
    """

    city: City
    at: datetime
    applicant: Actor
    token: UUID = field(default_factory=uuid4)
    replaced: Mapping[str, cases.Promised] = field(default_factory=dict)
    pages: Mapping[str, Mapping[str, list[str]]] = field(default_factory=dict)

    @property
    def party(self) -> UUID:
        assert self.applicant.party is not None
        return self.applicant.party

    def now(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at

    def staff(self, name: str) -> Actor:
        return self.city.actor(name)

    def draft(self) -> cases.Case:
        return cases.open_draft(item=ITEM, by=self.applicant, at=self.now())

    def filled(self, **changes: Mapping[str, list[str]]) -> cases.Case:
        case = self.draft()
        for group, posted in {**PAGES, **self.pages, **changes}.items():
            cases.save_answers(draft=case.pk, group=group, posted=posted, by=self.applicant, at=self.now())
        for material in REQUIRED_MATERIALS:
            if material not in self.replaced:
                self.attach(case, material)
        for material, kind in self.replaced.items():
            cases.promise(draft=case.pk, material=material, kind=kind, by=self.applicant, at=self.now())
        return self.fresh(case)

    def attach(self, case: cases.Case, material: str) -> None:
        name = f"材料{material}.pdf"
        cases.attach(draft=case.pk, material=material, data=PDF, name=name, by=self.applicant, at=self.now())

    def submitted(self) -> cases.Case:
        return cases.submit(draft=self.filled().pk, token=self.token, by=self.applicant, at=self.now())

    def accepted(self) -> cases.Case:
        return cases.accept(number=self.submitted().number, by=self.staff("acceptor"), at=self.now())

    def examined(self, *, passed: bool = True, ticked: bool = False) -> cases.Case:
        case = self.accepted()
        number = case.number
        if ticked:
            self.tick(case)
        return cases.examine(
            number=number,
            passed=passed,
            opinion="材料齐全，现场核查符合。",
            others=WENT,
            by=self.staff("examiner"),
            at=self.now(),
        )

    def tick(self, case: cases.Case, *, but: Collection[str] = ()) -> None:
        """Tick every criterion of an accepted case as met, but for some."""
        keys = [one.id for one in case.guide.guide.criteria if one.id not in but]
        checks = [desks.Check(key, desks.Found.MET) for key in keys]
        desks.note_checks(number=case.number, checks=checks, by=self.staff("examiner"), at=self.now())

    def granted(self) -> cases.Case:
        number = self.examined().number
        return cases.grant(number=number, opinion="符合条件，准予许可。", by=self.staff("decider"), at=self.now())

    def correcting(self, *elements: str) -> cases.Case:
        points = [cases.Point(element, "请补交清晰的版本。") for element in elements or ("materials.3",)]
        number = self.submitted().number
        return cases.ask_correction(number=number, points=points, by=self.staff("acceptor"), at=self.now())

    def corrected(self, *, whole: bool = False) -> cases.Case:
        """Hand in what was asked for; unless ``whole``, with one point left unmet, so that it waits for acceptance."""
        number = self.correcting(*(("materials.3",) if whole else ("materials.3", "form.area"))).number
        upload = cases.Upload(material="3", data=PDF, name="布局图.pdf")
        unmet = {} if whole else {"form.area": "房东还没有量，说不准。"}
        return cases.supplement(
            number=number, uploads=[upload], replies={}, unmet=unmet, by=self.applicant, at=self.now()
        )

    def in_days(self, days: int) -> date:
        return day_of(self.at) + timedelta(days)

    def suspended(self, case: cases.Case, ground: str = "EXPERT_REVIEW", *, days: int = 10) -> cases.Case:
        return cases.suspend(
            number=case.number,
            ground=ground,
            expected_until=self.in_days(days),
            reason="首次采用的加工工艺没有现行标准，需要评审。",
            others=PAIR,
            by=self.staff("examiner"),
            at=self.now(),
        )

    def resumed(self, case: cases.Case, ground: str = "EXPERT_REVIEW") -> cases.Case:
        return cases.resume(number=case.number, ground=ground, by=self.staff("examiner"), at=self.now())

    def extended(self, case: cases.Case) -> cases.Case:
        reason = "经营场所正在改造，需要再次核查。"
        return cases.extend(number=case.number, reason=reason, by=self.staff("decider"), at=self.now())

    def promised(self, **materials: cases.Promised) -> cases.Case:
        """Submit with promises in the place of files: ``promised(m4=DEFERRED)``; the other files are handed in."""
        self.replaced = {key.removeprefix("m"): kind for key, kind in materials.items()}
        return self.submitted()

    def decided(self, case: cases.Case) -> cases.Case:
        """Accept, examine and grant what was handed in."""
        number = case.number
        cases.accept(number=number, by=self.staff("acceptor"), at=self.now())
        cases.examine(
            number=number, passed=True, opinion="符合。", others=WENT, by=self.staff("examiner"), at=self.now()
        )
        return cases.grant(number=number, opinion="准予。", by=self.staff("decider"), at=self.now())

    def guided(self, change: Callable[[dict[str, Any]], object], item: str = ITEM) -> None:
        """Publish a changed guide, as the files of the city are loaded."""
        force = catalog.published(item, at=self.now())
        assert force is not None
        document = force.guide.model_dump(mode="json", by_alias=True)
        change(document)
        catalog.publish(item_code=item, document=document, by=SYSTEM, at=self.now())

    def prescreened(self) -> cases.Case:
        """Have an online application looked through, under a guide whose law wants the originals in person."""
        self.guided(in_person)
        number = self.submitted().number
        return cases.prescreen_pass(number=number, by=self.staff("acceptor"), at=self.now())

    def terminated(self) -> cases.Case:
        number = self.submitted().number
        return cases.terminate(
            number=number, ground="GIVEN_UP", reason="书面放弃。", by=self.staff("decider"), at=self.now()
        )

    def fresh(self, case: cases.Case) -> cases.Case:
        return cases.draft_for(self.applicant, case.pk)

    def in_state(self, state: cases.State) -> cases.Case:
        """Bring a new case into a state by the verbs that lead there."""
        ways = {
            cases.State.DRAFT: self.filled,
            cases.State.RECEIVED: self.submitted,
            cases.State.CORRECTION: self.correcting,
            cases.State.CORRECTED: self.corrected,
            cases.State.PRESCREENED: self.prescreened,
            cases.State.ACCEPTED: self.accepted,
            cases.State.EXAMINED: self.examined,
            cases.State.GRANTED: self.granted,
            cases.State.REFUSED: self._refused,
            cases.State.NOT_ACCEPTED: self._not_accepted,
            cases.State.WITHDRAWN: self._withdrawn,
            cases.State.TERMINATED: self.terminated,
        }
        return ways[state]()

    def _refused(self) -> cases.Case:
        number = self.examined(passed=False).number
        return cases.refuse(number=number, reason="现场核查不符合。", by=self.staff("decider"), at=self.now())

    def _not_accepted(self) -> cases.Case:
        number = self.submitted().number
        return cases.refuse_acceptance(
            number=number,
            ground=cases.Ground.NOT_NEEDED,
            reason="只销售预包装食品，依法不需要许可。",
            by=self.staff("acceptor"),
            at=self.now(),
        )

    def _withdrawn(self) -> cases.Case:
        return cases.withdraw(number=self.submitted().number, by=self.applicant, at=self.now())
