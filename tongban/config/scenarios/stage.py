"""What stands on the stage while a scenario is played: its people, its cases, the moment, and how a verb is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from tongban.cases import api as cases
from tongban.cases.complaints import api as complaints
from tongban.cases.sending import api as sending
from tongban.catalog import api as catalog
from tongban.config.scenarios import filling, vocabulary
from tongban.config.scenarios.arguments import PAPER, Context, argument
from tongban.config.scenarios.moments import moment
from tongban.config.scenarios.people import People
from tongban.config.scenarios.reading import Scenario, Step, Unreadable, plain
from tongban.config.scenarios.verbs import CaseVerb, case_verbs
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM, Actor, ActorKind, Role
from tongban.kernel.days import day_of, start_of
from tongban.kernel.errors import Refused
from tongban.kernel.workdays import WorkCalendar
from tongban.orgs import api as orgs

COUNTER = frozenset({"counter", "window", "窗口", "线下"})
WEB = frozenset({"web", "online", "mobile", "网上", "线上"})
SENDING, SENT = frozenset({"finish_step", "examine", "suspend"}), frozenset({"colleagues", "others"})
WENT = ("测试核查员甲", "测试核查员乙")
FILLED_IN = timedelta(minutes=20)  # how long before it was handed in an application was begun
AT_ONCE = frozenset({"GRANT_AT_ONCE", "REFUSE_AT_ONCE"})
# Who does what the table of moves knows nothing of.
OF_OTHERS = {"answer_complaint": "decider", "hand_out_at_window": "handout", "send_by_post": "handout"}
OF_SUBMITTING = frozenset({"answers", "materials"})


@dataclass(slots=True)
class Stage:
    """One play. ``held``: the cases of it by the names that its steps give them; ``refusal``: of the last step.

    ``before``: the name of the case that the step before was about; ``since``: when that step was, at first the morning
    of the first day: what changes the city is in force from then on; ``just_begun``: the step itself began the case.
    """

    scenario: Scenario
    item: str
    people: People
    at: datetime
    first_version: int
    held: dict[str, UUID] = field(default_factory=dict)
    label: str = ""
    before: str = ""
    since: datetime | None = None
    just_begun: bool = False
    freely: bool = False
    refusal: Refused | None = None

    @property
    def calendar(self) -> WorkCalendar:
        """Return the calendar as it stands now."""
        return orgs.work_calendar()

    @property
    def counter(self) -> bool:
        """Tell whether the applicant came to a counter."""
        if self.scenario.channel not in COUNTER | WEB:
            raise Unreadable(f"渠道 channel 没有“{self.scenario.channel}”，可以写 web 或者 counter")
        return self.scenario.channel in COUNTER

    def case(self) -> cases.Case:
        """Return the case that the step is about, as it stands; Unreadable before there is one."""
        if self.label not in self.held:
            raise Unreadable(self._no_case())
        return _case(self.held[self.label])

    def _no_case(self) -> str:
        """Say which case there is not, and what to write."""
        if self.refusal is not None:
            return f"还没有申请，开始填写时就被拒绝了：{self.refusal.message}这一步只能期望 refused、says、faults"
        if self.label and self.held:
            known = "、".join(one or "（没有写名字的）" for one in self.held)
            return f"没有叫“{self.label}”的申请（case），有的是：{known}"
        return "还没有申请，先要有 submit 这一步"

    def turn_to(self, step: Step) -> None:
        """Let time pass to a step; Unreadable where it would run backwards."""
        at = moment(step.at, None if step.place == 1 else self.at, self.calendar)
        if at < self.at:
            raise Unreadable(f"时间 {step.at} 早于前一步")
        self.since = start_of(day_of(at)) if step.place == 1 else self.at
        self.at, self.before, self.label, self.refusal = at, self.label, step.case, None
        self.just_begun = False
        wanted = step.expect.get("refused") if isinstance(step.expect, Mapping) else None
        self.freely = bool(wanted)

    def who(self, step: Step, verb: str) -> Actor:
        """Return who acts: whom the step names, else whoever does this as a rule."""
        return self.people.actor(step.by or self._usually(verb), at=self.at)

    def _usually(self, verb: str) -> str:
        if verb in OF_OTHERS:
            return OF_OTHERS[verb]
        word = verb.upper()
        roles: frozenset[str] = frozenset({Role.APPLICANT}) if word not in cases.Verb.__members__ else frozenset()
        for source in cases.State:
            roles |= cases.MOVES.by(word, source)
        if Role.APPLICANT not in roles:
            return (self._decides() if word in AT_ONCE else min(roles)).lower()
        if self.counter:
            return "handout" if Role.HANDOUT in roles else "receiver"
        return "agent" if self.people.mandate else "applicant"

    def _decides(self) -> Role:
        """Return the post that decides on the spot by the guide, which is not the same in all of them."""
        guide = self.context().guide
        return cases.decides_at_once(guide) if guide else Role.DECIDER

    def context(self) -> Context:
        """Return what the words of a step mean now."""
        held = self.held.get(self.label)
        guide = _case(held).guide if held else catalog.published(self.item, at=self.at)
        ids = {
            "presider": lambda who: self.people.account(who, at=self.at),
            "to": lambda who: self.people.account(who, at=self.at),
            "colleagues": lambda who: self.people.account(who, at=self.at),
            "asked": self._asked,
        }
        return Context(guide.guide if guide else None, self.at, self.calendar, ids=ids, freely=self.freely)

    def _asked(self, word: object) -> UUID:
        """Return the entry of who was asked: ``last``, ``1`` for the first, the name of a colleague or department."""
        rows = [one for question in cases.consultations(SYSTEM, self.case()) for one in question.asked]
        if not rows:
            return uuid5(self.case().pk, "nobody")  # for the verb to refuse
        asked = plain(word)
        if asked == "last":
            return rows[-1].id
        if asked.isdigit():
            if not 1 <= int(asked) <= len(rows):
                raise Unreadable(f"asked 没有第{asked}个，征求过意见的有{len(rows)}个")
            return rows[int(asked) - 1].id
        account = None if any(one.department == str(word) for one in rows) else self.people.account(word, at=self.at)
        found = [one.id for one in rows if one.department == str(word) or (account and one.account == account)]
        if not found:
            raise Unreadable(f"没有向“{word}”征求过意见；asked 可以写 last、1、2，或者被征求意见的人、部门编码")
        return found[-1]

    def call(self, verb: CaseVerb, given: Mapping[str, Any], by: Actor, at: datetime | None = None) -> Any:  # noqa: ANN401
        """Do a verb with what the scenario says of it; whatever the verb returns."""
        wanted = {one.name for one in verb.wanted}
        told = {plain(key): value for key, value in given.items()}
        if unknown := sorted(told.keys() - wanted - {"token"}):
            raise Unreadable(
                f"{verb.name} 的 with 没有“{unknown[0]}”，可以写 {'、'.join(sorted(wanted)) or '（没有）'}"
            )
        context = replace(self.context(), verb=verb.name)
        known = self._known(verb, by, at or self.at, str(told.get("token", "")))
        rest = {one.name: argument(one, told, context) for one in verb.wanted}
        return verb.run(**{**known, **rest})

    def _known(self, verb: CaseVerb, by: Actor, at: datetime, token: str) -> dict[str, Any]:
        names = {one.name for one in verb.parameters}
        known: dict[str, Any] = {"by": by, "at": at, "item": self.item}
        if verb.name == "open_draft":
            known |= self._begun_at_the_counter(by, at)
        elif names & {"number", "draft", "case", "token"}:
            case = self.case()
            known |= {"number": case.number, "draft": case.pk, "case": case.pk}
            known["token"] = uuid5(case.pk, token or "submit")
        if "complaint" in names:
            last = complaints.said_of(self.case(), at=at)[-1:]
            known["complaint"] = last[0].id if last else uuid5(self.case().pk, "nothing said")
        return {name: value for name, value in known.items() if name in names}

    def _begun_at_the_counter(self, by: Actor, at: datetime) -> dict[str, Any]:
        if by.kind is not ActorKind.STAFF:
            return {}
        held = identity.party_view(self.people.party, by=SYSTEM)
        party = identity.register_walk_in(
            name=held.name,
            document_type=held.document_type,
            number=held.document_number,
            mobile="",
            by=by,
            at=at,
        )
        force = catalog.published(self.item, at=at)
        windows = force.guide.windows if force else ()
        return {"applicant": party, "place": next((one.place for one in windows), "ZP320213")}

    def begin(self, given: Mapping[str, Any], by: Actor) -> None:
        """Begin an application a little earlier, fill it in and add its materials, but for what the step says.

        Never before the step before or the first morning: the guide may be new since then.
        """
        begun = max(self.at - FILLED_IN, self.since or self.at)
        plainly = {plain(key): value for key, value in given.items()}
        rest = {key: value for key, value in plainly.items() if key not in OF_SUBMITTING}
        case = self.call(case_verbs()["open_draft"], rest, by, begun)
        self.held[self.label] = case.pk
        self._fill_in(plainly, by, begun)

    def begin_anew(self, given: Mapping[str, Any], by: Actor) -> None:
        """Apply anew: from here on the name of the step is the new application, or that of the old one without any."""
        new = self.label
        if new not in self.held:
            self.label = self.before
        draft = self.call(case_verbs()["reapply"], given, by)
        self.label = new
        self.held[new] = draft.pk

    def change(self, given: Mapping[str, Any], by: Actor) -> None:
        """Fill in again what was begun, and have the files there that are said now and no others."""
        plainly, case = {plain(key): value for key, value in given.items()}, self.case()
        if case.state != cases.State.DRAFT:
            raise Unreadable("已经提交，不能再写 answers、materials")
        if "materials" in plainly:
            for row in cases.material_list(case):
                for file in row.files:
                    cases.detach(draft=case.pk, row=file.pk, by=by, at=self.at)
        self._fill_in({"materials": [], **plainly}, by, self.at)

    def _fill_in(self, plainly: Mapping[str, Any], by: Actor, begun: datetime) -> None:
        case = self.case()
        told = plainly.get("answers") or {}
        if not isinstance(told, Mapping):
            raise Unreadable(f"answers 要写成对象 {{…}}，不能是 {told!r}")
        answers = {**self.scenario.answers, **told}
        form = case.guide.guide.form
        whole = filling.answered(form, cases.answers(case), answers, on=day_of(self.at))
        for group, posted in filling.posted(form, whole).items():
            cases.save_answers(draft=case.pk, group=group, posted=posted, by=by, at=begun)
        self._attach(plainly.get("materials", self.scenario.materials), by, begun)

    def _attach(self, given: Any, by: Actor, at: datetime) -> None:  # noqa: ANN401 - a list or an object
        context, case = self.context(), self.case()
        needed = [row.material.id for row in cases.material_list(case) if row.needed]
        if isinstance(given, Mapping):
            said = {self._material(str(key), value): bool(value) for key, value in given.items()}
            needed = [one for one in needed if said.get(one, True)] + [
                one for one, there in said.items() if there and one not in needed
            ]
        elif isinstance(given, list):
            needed = [context.bare(str(one)) for one in given]
        elif given is not None:
            raise Unreadable(f'materials 要写成列表 ["2"] 或者对象 {{"3": false}}，不能是 {given!r}')
        for one in needed:
            cases.attach(draft=case.pk, material=one, data=PAPER, name=f"材料{one}.pdf", by=by, at=at)

    def _material(self, word: str, there: object) -> str:
        """Return the id of a material that is said to be there or not; Unreadable where the guide has none such."""
        if not isinstance(there, bool):
            raise Unreadable(f"materials 里“{word}”要写 true（交）或者 false（不交），不能是 {there!r}")
        one, guide = self.context().bare(word), self.case().guide.guide
        known = [material.id for material in guide.materials]
        if one not in known:
            raise Unreadable(f"办事指南里没有材料“{word}”，有的是：{'、'.join(known)}")
        return one

    def whole_supplement(self) -> Mapping[str, Any]:
        """Return a supplement that mends every point that is open: files, words, and another answer in each field.

        A field that can have no other, or none without more being asked for, is said to have been right as it was.
        """
        case = self.case()
        told = cases.correction_of(case)
        points = told.still_open.points if told else []
        asked = [point.field for point in points if point.field]
        changed = filling.mended(case.guide.guide, cases.answers(case), asked, on=day_of(self.at))
        return {
            "uploads": [point.upload for point in points if point.upload],
            "posted": changed,
            "stands_by": [point.field for point in points if point.field and point.field not in changed],
            "replies": {point.element: "已经按照告知补正。" for point in points if point.in_words},
        }

    def only_procedure(self) -> Mapping[str, Any]:
        """Return the ground of the special procedure that lasts; where none does, any, so that the verb refuses it."""
        lasting = [one.ground for one in cases.procedures(self.case(), at=self.at)]
        if len(lasting) > 1:
            raise Unreadable(f"正在进行的特别程序有几个，with 里要写 ground：{'、'.join(lasting)}")
        return {"ground": (lasting or list(vocabulary.grounds("resume")))[0]}

    def sent(self, verb: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return two who went to look, by name, where the law asks for them and the scenario does not care."""
        if verb not in SENDING or self.label not in self.held or not SENT.isdisjoint(map(plain, given)):
            return {}
        case = self.case()
        if case.state not in cases.OPEN:
            return {}
        wanted: object = sending.verifying(case, sending.on_the_spot(case.guide.guide))
        if verb == "suspend":
            word = str(next((one for key, one in given.items() if plain(key) == "ground"), ""))
            wanted = sending.dispatching(case, replace(self.context(), verb=verb).ground(word)) if word else None
        return {"others": list(WENT)} if wanted else {}

    def at_the_window(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return who collects a result and how they sign: the applicant with their document, on paper, if not said."""
        told = {plain(key): value for key, value in given.items()}
        who = told.get("receiver") or ("agent" if self.people.mandate else "applicant")
        if not isinstance(who, Mapping):
            card = self.people.card(who, at=self.at)
            shown = {"name": card.name, "number": card.number, "document_type": card.document_type}
            told["receiver"] = {"card": shown, "proof": "DOCUMENT"}
        told.setdefault("acknowledged", {"how": "ON_PAPER"})
        return told

    def let_the_law_act(self) -> None:
        """Apply to every case what the law did by now (行政许可法32(1)4), so that whoever looks finds it."""
        for held in self.held.values():
            cases.sweep(case=held, at=self.at)


def _case(held: UUID) -> cases.Case:
    return cases.Case.objects.whole().get(pk=held)
