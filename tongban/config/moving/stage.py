"""One case while it is made: who acts in it, and how it is begun, filled in and handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from tongban.cases import api as cases
from tongban.cases.promises import api as promising
from tongban.cases.window import api as window
from tongban.config.motion import PREPARED
from tongban.config.moving import people
from tongban.config.moving.plan import Play
from tongban.config.scenarios import filling
from tongban.config.specimen import specimen
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, MandateKind
from tongban.kernel.days import day_of

REGISTERED = timedelta(hours=2)  # how long before the application its people were registered
RESIDENT, CREDIT = identity.DocumentType.RESIDENT_ID, identity.DocumentType.CREDIT_CODE
SHOWN, MANDATE = ["MOBILE"], timedelta(days=180)
NAME = "样例.pdf"
NOT_BEGUN = UUID(int=0)

Staff = Mapping[str, Actor]


@dataclass(slots=True)
class Stage:
    """A case that is being made. ``staff``: everybody in a post, by their user names."""

    play: Play
    staff: Staff
    party: UUID
    own: people.Person
    user: identity.User | None = None
    case: UUID = NOT_BEGUN

    def now(self) -> cases.Case:
        """Return the case as it stands."""
        return cases.Case.objects.whole().get(pk=self.case)

    def post(self, role: str) -> Actor:
        """Return who does this in the office: receiver, acceptor, examiner, decider or handout."""
        return self.staff[self.play.office[role]]

    def applicant(self, at: datetime) -> Actor:
        """Return who acts for the applicant: themselves or their agent online, the clerk for who comes in."""
        if self.user is None:
            return self.post("receiver")
        return identity.actor_of(self.user, at=at, acting_for=self.party)


def begun(play: Play, staff: Staff, at: datetime) -> Stage:
    """Register who applies, begin the application and fill it in, a little before it is handed in ``at``."""
    stage = _registered(play, staff, at - REGISTERED)
    before = at - PREPARED
    by = stage.applicant(before)
    if stage.user is None:
        place = identity.post_place(by)
        case = cases.open_draft(item=play.item, by=by, at=before, applicant=stage.party, place=place)
    else:
        case = cases.open_draft(item=play.item, by=by, at=before)
    stage.case = case.pk
    _fill_in(stage, by, before)
    _bring(stage, by, before)
    return stage


def hand_in(stage: Stage, at: datetime) -> None:
    """Hand the application in."""
    draft = stage.now()
    cases.submit(draft=draft.pk, token=uuid5(draft.pk, "submit"), by=stage.applicant(at), at=at)


def _bring(stage: Stage, by: Actor, at: datetime) -> None:
    """Add what is asked for, or promise it; who only begins has not come so far."""
    draft = stage.now()
    if stage.play.story.get("draft"):
        return
    promised = stage.play.story.get("promises", {})
    for key in filter(promising.is_condition, promised):
        cases.promise(draft=draft.pk, material=key, kind=cases.Promised(promised[key]), by=by, at=at)
    for row in cases.material_list(draft):
        key = row.material.id
        if row.needed and key in promised:
            kind = cases.Promised(promised[key])
            cases.promise(draft=draft.pk, material=key, kind=kind, by=by, at=at)
        elif row.missing:
            cases.attach(draft=draft.pk, material=key, data=specimen(row.material.name), name=NAME, by=by, at=at)
    if stage.user is None and stage.play.place % 2:
        _leave_paper(draft, by, at)


def _leave_paper(draft: cases.Case, by: Actor, at: datetime) -> None:
    """Leave a copy of the first thing that is handed in at the counter, for the department."""
    handed = [row.material.id for row in cases.material_list(draft) if row.files]
    if handed:
        papers = {handed[0]: window.OnPaper(seen=True, copies=1)}
        window.note_papers(draft=draft.pk, papers=papers, by=by, at=at)


def _registered(play: Play, staff: Staff, at: datetime) -> Stage:
    """Register the applicant at a counter: by name and document, with their representative where it is a firm."""
    if play.who:
        return _known(play, staff)
    clerk, own = staff[play.office["receiver"]], people.person(play.place)
    human = _walked_in(own, clerk, at)
    party = human
    if play.firm:
        firm = people.firm(play.place)
        card = identity.Card(firm.name, firm.number, CREDIT)
        party = identity.register_representative(
            organisation=card, person=identity.Card(own.name, own.number), seen=True, by=clerk, at=at
        )
    stage = Stage(play, staff, party, own)
    if play.channel == "WEB":
        stage.user = _account(own, human, play.place, clerk, at)
    if play.channel == "AGENT":
        _let_an_agent_act(stage, clerk, at)
    return stage


def _known(play: Play, staff: Staff) -> Stage:
    """Take one of the cast, whom everybody can sign in as, for who applies: at the counter, or online themselves."""
    own, user = people.of_cast(play.who), identity.User.objects.get(username=play.who)
    party = identity.Party.objects.only("id").get(account__user=user)
    return Stage(play, staff, party.pk, own, None if play.channel == "COUNTER" else user)


def _walked_in(one: people.Person, clerk: Actor, at: datetime) -> UUID:
    # Without a telephone: what is told of a case of half a year ago is to fill nobody's box of texts.
    return identity.register_walk_in(
        name=one.name, document_type=RESIDENT, number=one.number, mobile="", by=clerk, at=at
    )


def _account(one: people.Person, party: UUID, place: int, clerk: Actor, at: datetime) -> identity.User:
    """Open an account that nobody can sign in with: it has no password, no telephone and no passkey."""
    return identity.open_account(
        username=f"moving-{place:04}",
        password="",
        display_name=one.name,
        party=identity.Party.objects.get(pk=party),
        by=clerk,
        at=at,
    )


def _let_an_agent_act(stage: Stage, clerk: Actor, at: datetime) -> None:
    """Let somebody else act for the applicant from now on, for this item: at a counter, where both stand."""
    number = people.OF_AGENTS + stage.play.place
    own, other = stage.own, people.person(number)
    stage.user = _account(other, _walked_in(other, clerk, at), number, clerk, at)
    identity.register_delegation(
        principal=identity.Card(own.name, own.number),
        agent=identity.Card(other.name, other.number),
        kind=MandateKind.AGENT,
        scope=identity.Scope(items=[stage.play.item], data=SHOWN, until=day_of(at) + MANDATE),
        seen=True,
        by=clerk,
        at=at,
    )


def _fill_in(stage: Stage, by: Actor, at: datetime) -> None:
    case = stage.now()
    form, held = case.guide.guide.form, cases.answers(case)
    whole = filling.answered(form, held, {}, on=day_of(at))
    own = _own(stage)
    for group, posted in filling.posted(form, whole).items():
        told = {name: [own.get(value, value) for value in values] for name, values in posted.items()}
        cases.save_answers(draft=case.pk, group=group, posted=told, by=by, at=at)


def _own(stage: Stage) -> dict[str, Any]:
    """Return what is the applicant's own in the place of what a form is filled in with as a rule."""
    one, firm, usual = stage.own, people.firm(stage.play.place), filling.BY_FORMAT
    return {
        usual["resident-id"]: one.number,
        usual["credit-code"]: firm.number,
        usual["cn-mobile"]: one.mobile,
    }
