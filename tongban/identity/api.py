"""The door of identity."""

from __future__ import annotations

from tongban.identity.errors import (
    AdministratorsApart,
    AlreadyHere,
    AttemptUnknown,
    BeyondScope,
    CardExpired,
    CardReaderAway,
    CardUnreadable,
    ClientStateWrong,
    ClientUnknown,
    CodeRefused,
    ConsentNeeded,
    DelegatedAlready,
    DelegationNotFound,
    DelegationToOneself,
    EnrolmentRefused,
    FactorRefused,
    GuardianshipByLaw,
    HeldAlready,
    HoldsAdministration,
    LastWayIn,
    LinkedElsewhere,
    LinkNeeded,
    LinkUnknown,
    LoginOver,
    MutualDelegation,
    NameDiffers,
    NarrowMandate,
    NeedsTwo,
    NoCardReader,
    NoFactor,
    NoSubdelegation,
    NotAChild,
    NotConfirmed,
    NotForStaff,
    NotProvenYet,
    NotToSubstitute,
    NotTwoPeople,
    NotYourParty,
    NumberTaken,
    OwnPost,
    PasskeyRefused,
    PersonUnknown,
    ProviderDeclined,
    ProviderLied,
    ProviderUnavailable,
    ProviderUnknown,
    Recused,
    SignInRefused,
    StaffNumberTaken,
    SubstituteElsewhere,
    TooManyAttempts,
    TooManyFound,
    TooYoung,
    UnfitPeriod,
    UnknownPost,
    UnknownStaff,
    WeakPassword,
    WrongPassword,
)
from tongban.identity.models import Client, Consent, ExternalIdentity, Login, LoginCode, Party, Session, User
from tongban.identity.ports import Attempt, CardRead, CardReader, IdentityProvider, Lying, Proven, RealNameCheck
from tongban.identity.posts import departments_given, regions_given
from tongban.identity.queries import (
    ActingPerson,
    Capacity,
    Colleague,
    Delegations,
    DelegationView,
    KnownAs,
    Member,
    PartyView,
    Relative,
    acting_persons,
    actor_of,
    away_until,
    bound_to,
    browser_session,
    by_document,
    by_mobile,
    capacities_of,
    colleagues,
    delegation_for,
    delegations_of,
    document_number,
    given_by,
    has_users,
    known_as,
    mandate_holds,
    parties_of,
    party_view,
    post_place,
    posted_in,
    staff_id,
    staff_member,
    staff_names,
    staff_number,
    staff_page,
    stand_ins,
    told_digest,
    waiting_nominations,
)
from tongban.identity.queries.collecting import Collector, who_may_collect
from tongban.identity.queries.connecting import (
    Given,
    began_in,
    client,
    client_for,
    clients,
    connectable,
    enterable,
    given_to,
    has_secret,
    login_code,
    must_ask,
    registered,
    untold_logins,
)
from tongban.identity.queries.keeping import OwnAccount, Papers, own_account, papers_of, represented
from tongban.identity.queries.offices import Office, System, offices_of, systems_of
from tongban.identity.queries.outside import links_of
from tongban.identity.queries.policy import policy
from tongban.identity.queries.proving import Certainty, may_delegate, proven
from tongban.identity.queries.recovering import RecoveryView, recoveries
from tongban.identity.queries.security import Device, Factors, devices, factors_of, is_staff_account, session_limits
from tongban.identity.reach import granted, granted_page, own, visible, withheld, written_page
from tongban.identity.rules.access import Checked, CodePurpose, EnrolmentKind, Means, Throttled
from tongban.identity.rules.connecting import (
    GROUND_NAMES,
    ID_TOKEN_LASTS,
    SCOPE_NAMES,
    TOKEN_LASTS,
    ClientState,
    Ground,
    LoginAsked,
    LoginScope,
    Registration,
    fit_scopes,
    reaches_systems,
)
from tongban.identity.rules.delegating import Scope
from tongban.identity.rules.grounding import CLOSING, PARTING, RECOVERING, REVOKING, Reason
from tongban.identity.services.absence import end_leave, end_substitution, substitute, take_leave
from tongban.identity.services.accounts import open_account
from tongban.identity.services.admitting import Admission, admit
from tongban.identity.services.at_counter import (
    Card,
    end_delegation,
    register_delegation,
    register_guardian,
    register_representative,
)
from tongban.identity.services.authenticators import new_secret, spell
from tongban.identity.services.cards import cards_lying, read_card
from tongban.identity.services.cast import CastMember, cast, has_cast, load_cast, newcomers, without_account
from tongban.identity.services.clients import (
    change_client,
    register_client,
    renew_client_secret,
    resume_client,
    suspend_client,
)
from tongban.identity.services.codes import (
    Holder,
    forgive_code_about,
    prove_about,
    prove_mobile,
    send_code,
    send_code_about,
    sign_in_by_code,
)
from tongban.identity.services.confirming import confirm
from tongban.identity.services.delegating import (
    Named,
    accept_delegation,
    decline_delegation,
    expire_delegations,
    offer_delegation,
    revoke_delegation,
    take_back_delegation,
)
from tongban.identity.services.enrolment import Enrolling, begin_enrolment, enrol, enrolling, invite_again
from tongban.identity.services.factors import authenticator, change_authenticator, pass_factor, sample_code
from tongban.identity.services.finding import Sought, find, is_registered, party_called
from tongban.identity.services.founding import Founder, first_administrators
from tongban.identity.services.inviting import Invitation
from tongban.identity.services.kin import declare_kin, end_kin
from tongban.identity.services.leaving import change_address, correct_name, correct_number, end_account
from tongban.identity.services.logins import (
    HandedOver,
    end_browser_logins,
    end_login,
    hand_over,
    issue_token,
    log_in_at,
    note_told,
    withdraw_consent,
)
from tongban.identity.services.mailing import ask_new_email, change_email, take_out_email
from tongban.identity.services.outside import link_identity, sign_in_with, unlink_identity
from tongban.identity.services.parties import prove, read_party, register_walk_in
from tongban.identity.services.passkeys import (
    Ceremony,
    Site,
    add_passkey,
    ask_for_any,
    ask_for_new,
    remove_passkey,
    sign_in_by_passkey,
)
from tongban.identity.services.passwords import change_password, check_new_password, own_words, reset_password
from tongban.identity.services.posts import agree, appoint, decline, nominate, revoke
from tongban.identity.services.reaching import ByText, Outside, ways_of
from tongban.identity.services.recovery import confirm_recovery, decline_recovery, open_recovery
from tongban.identity.services.reinviting import renew_invitation
from tongban.identity.services.sessions import end_other_sessions, end_session, forget_sessions, keep_alive
from tongban.identity.services.sign_in import sign_in
from tongban.identity.services.signing_up import SignUp, check_sign_up, sign_up
from tongban.identity.services.staffing import close_staff_account, enrol_staff, open_staff_account
from tongban.identity.services.telephoning import ask_new_mobile, change_mobile
from tongban.identity.services.throttling import hold_back, throttle
from tongban.identity.services.wired import card_reader, provider, providers, real_name_check, use
from tongban.identity.states import (
    DELEGATIONS,
    GUARDIAN_PROOFS,
    KIN_NAMES,
    DelegationState,
    DelegationVerb,
    DocumentType,
    Kin,
    PartyKind,
    RealNameLevel,
)

# A name a line would make the door longer than a file may be.
# fmt: off
__all__ = [
    "CLOSING", "DELEGATIONS", "GROUND_NAMES", "GUARDIAN_PROOFS", "ID_TOKEN_LASTS", "KIN_NAMES", "PARTING", "RECOVERING",
    "REVOKING", "SCOPE_NAMES", "TOKEN_LASTS", "ActingPerson", "AdministratorsApart", "Admission", "AlreadyHere",
    "Attempt", "AttemptUnknown", "BeyondScope", "ByText", "Capacity", "Card", "CardExpired", "CardRead", "CardReader",
    "CardReaderAway", "CardUnreadable", "CastMember", "Ceremony", "Certainty", "Checked", "Client", "ClientState",
    "ClientStateWrong", "ClientUnknown", "CodePurpose", "CodeRefused", "Colleague", "Collector", "Consent",
    "ConsentNeeded", "DelegatedAlready", "DelegationNotFound", "DelegationState", "DelegationToOneself",
    "DelegationVerb", "DelegationView", "Delegations", "Device", "DocumentType", "Enrolling", "EnrolmentKind",
    "EnrolmentRefused", "ExternalIdentity", "FactorRefused", "Factors", "Founder", "Given", "Ground",
    "GuardianshipByLaw", "HandedOver", "HeldAlready", "Holder", "HoldsAdministration", "IdentityProvider", "Invitation",
    "Kin", "KnownAs", "LastWayIn", "LinkNeeded", "LinkUnknown", "LinkedElsewhere", "Login", "LoginAsked", "LoginCode",
    "LoginOver", "LoginScope", "Lying", "Means", "Member", "MutualDelegation", "NameDiffers", "Named", "NarrowMandate",
    "NeedsTwo", "NoCardReader", "NoFactor", "NoSubdelegation", "NotAChild", "NotConfirmed", "NotForStaff",
    "NotProvenYet", "NotToSubstitute", "NotTwoPeople", "NotYourParty", "NumberTaken", "Office", "Outside", "OwnAccount",
    "OwnPost", "Papers", "Party", "PartyKind", "PartyView", "PasskeyRefused", "PersonUnknown", "Proven",
    "ProviderDeclined", "ProviderLied", "ProviderUnavailable", "ProviderUnknown", "RealNameCheck", "RealNameLevel",
    "Reason", "RecoveryView", "Recused", "Registration", "Relative", "Scope", "Session", "SignInRefused", "SignUp",
    "Site", "Sought", "StaffNumberTaken", "SubstituteElsewhere", "System", "Throttled", "TooManyAttempts",
    "TooManyFound", "TooYoung", "UnfitPeriod", "UnknownPost", "UnknownStaff", "User", "WeakPassword", "WrongPassword",
    "accept_delegation", "acting_persons", "actor_of", "add_passkey", "admit", "agree", "appoint", "ask_for_any",
    "ask_for_new", "ask_new_email", "ask_new_mobile", "authenticator", "away_until", "began_in", "begin_enrolment",
    "bound_to", "browser_session", "by_document", "by_mobile", "capacities_of", "card_reader", "cards_lying", "cast",
    "change_address", "change_authenticator", "change_client", "change_email", "change_mobile", "change_password",
    "check_new_password", "check_sign_up", "client", "client_for", "clients", "close_staff_account", "colleagues",
    "confirm", "confirm_recovery", "connectable", "correct_name", "correct_number", "declare_kin", "decline",
    "decline_delegation", "decline_recovery", "delegation_for", "delegations_of", "departments_given", "devices",
    "document_number", "end_account", "end_browser_logins", "end_delegation", "end_kin", "end_leave", "end_login",
    "end_other_sessions", "end_session", "end_substitution", "enrol", "enrol_staff", "enrolling", "enterable",
    "expire_delegations", "factors_of", "find", "first_administrators", "fit_scopes", "forget_sessions",
    "forgive_code_about", "given_by", "given_to", "granted", "granted_page", "hand_over", "has_cast", "has_secret",
    "has_users", "hold_back", "invite_again", "is_registered", "is_staff_account", "issue_token", "keep_alive",
    "known_as", "link_identity", "links_of", "load_cast", "log_in_at", "login_code", "mandate_holds", "may_delegate",
    "must_ask", "new_secret", "newcomers", "nominate", "note_told", "offer_delegation", "offices_of", "open_account",
    "open_recovery", "open_staff_account", "own", "own_account", "own_words", "papers_of", "parties_of", "party_called",
    "party_view", "pass_factor", "policy", "post_place", "posted_in", "prove", "prove_about", "prove_mobile", "proven",
    "provider", "providers", "reaches_systems", "read_card", "read_party", "real_name_check", "recoveries",
    "regions_given", "register_client", "register_delegation", "register_guardian", "register_representative",
    "register_walk_in", "registered", "remove_passkey", "renew_client_secret", "renew_invitation", "represented",
    "reset_password", "resume_client", "revoke", "revoke_delegation", "sample_code", "send_code", "send_code_about",
    "session_limits", "sign_in", "sign_in_by_code", "sign_in_by_passkey", "sign_in_with", "sign_up", "spell",
    "staff_id", "staff_member", "staff_names", "staff_number", "staff_page", "stand_ins", "substitute",
    "suspend_client", "systems_of", "take_back_delegation", "take_leave", "take_out_email", "throttle", "told_digest",
    "unlink_identity", "untold_logins", "use", "visible", "waiting_nominations", "ways_of", "who_may_collect",
    "withdraw_consent", "withheld", "without_account", "written_page",
]
# fmt: on
