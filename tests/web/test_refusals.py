"""What citizens are refused with has its English: the list of the portal is held against what the rooms can say."""

from __future__ import annotations

import inspect

import pytest
from django.test import RequestFactory
from django.utils import translation

from tests.city import City
from tests.web.strings import HAN
from tongban.cases.complaints import api as complaints
from tongban.catalog import api as catalog
from tongban.identity import api as identity
from tongban.identity.rules import passwords
from tongban.kernel.errors import NotAllowed, NotFound, Refused, WrongState
from tongban.ledger import api as ledger
from tongban.privacy import api as privacy
from tongban.web.audit.words import VERBS
from tongban.web.errors import refused_page
from tongban.web.my import looked_words
from tongban.web.refusals import SENTENCES, told

MET = [
    catalog.UnknownItem,
    complaints.NotAbout,
    complaints.TooManyEnclosed,
    catalog.UnknownGuide,
    catalog.UnknownLifeEvent,
    NotAllowed,
    NotFound,
    WrongState,
    identity.SignInRefused,
    identity.CodeRefused,
    identity.FactorRefused,
    identity.PasskeyRefused,
    identity.WrongPassword,
    identity.NotYourParty,
    identity.NarrowMandate,
    identity.NotForStaff,
    identity.ClientUnknown,
    identity.ConsentNeeded,
    identity.NoSubdelegation,
    identity.DelegationToOneself,
    identity.MutualDelegation,
    identity.DelegatedAlready,
    identity.DelegationNotFound,
    identity.TooYoung,
    identity.NotProvenYet,
    identity.GuardianshipByLaw,
    identity.NotConfirmed,
    identity.AlreadyHere,
    identity.ProviderUnknown,
    identity.ProviderUnavailable,
    identity.ProviderLied,
    identity.ProviderDeclined,
    identity.AttemptUnknown,
    identity.LinkNeeded,
    identity.LinkedElsewhere,
    identity.LinkUnknown,
    identity.LastWayIn,
    privacy.NotYourData,
    privacy.RequestNotFound,
    privacy.AskedAlready,
    privacy.ClosingAlready,
    privacy.NotClosing,
    privacy.NoProofNow,
    ledger.EntryNotFound,
]
OF_STAFF = {
    identity.Throttled.ENROLMENT,
    identity.Throttled.UNMASKING,
    identity.Throttled.SEARCH,
    identity.Throttled.STAFF_CHECK,
    identity.Throttled.LOGIN_ADDRESS,
    identity.Throttled.LOGIN_CLIENT,
}
WEAK = ["short", "x" * 129, "password12", "9876402751", "gleichaaaaaaa", "kleinkleinegross"[:12]]
STAFF_VERBS = {
    f"identity.{verb}"
    for verb in (
        *("appoint", "revoke", "nominate", "agree", "decline", "invite", "enrol", "enrol_staff", "close_staff_account"),
        *("take_leave", "end_leave", "substitute", "end_substitution", "open_recovery"),
        *("confirm_recovery", "decline_recovery", "change_authenticator", "give_password"),
    )
}


@pytest.mark.parametrize("refusal", MET, ids=lambda one: one.__name__)
def test_every_refusal_that_citizens_meet_speaks_english(refusal: type[Refused]) -> None:
    with translation.override("en"):
        assert not HAN.search(told(refusal()))
    assert told(refusal()) == inspect.getdoc(refusal)


@pytest.mark.parametrize("purpose", sorted(set(identity.Throttled) - OF_STAFF))
def test_every_brake_that_citizens_meet_speaks_english(purpose: identity.Throttled) -> None:
    assert identity.policy().throttles[purpose].sentence in SENTENCES


@pytest.mark.parametrize("password", WEAK)
def test_every_word_about_a_weak_password_speaks_english(password: str) -> None:
    said = passwords.weakness(password, rule=identity.policy().passwords, own=(), common=frozenset({"password12"}))

    assert said in SENTENCES


def test_a_page_that_refuses_speaks_english(rf: RequestFactory, city: City) -> None:  # noqa: ARG001
    with translation.override("en"):
        page = refused_page(rf.get("/my/looked/"), privacy.NotYourData()).content.decode()

    assert "This is for the person themselves" in page
    assert "这里只有本人" not in page


def test_everything_that_is_done_with_the_data_of_a_person_has_its_sentence() -> None:
    rooms = ("identity.", "privacy.", "closing.")
    verbs = {verb for verb in VERBS if verb.startswith(rooms)} - STAFF_VERBS

    assert verbs - looked_words._sentences().keys() == set()
