"""The door of identity."""

from __future__ import annotations

from tongban.identity.errors import (
    CodeRefused,
    EnrolmentRefused,
    FactorRefused,
    NameDiffers,
    NoFactor,
    NotTwoPeople,
    NotYourParty,
    PasskeyRefused,
    SignInRefused,
    TooManyAttempts,
    WeakPassword,
    WrongPassword,
)
from tongban.identity.models import Party, Session, User
from tongban.identity.queries import (
    PartyView,
    actor_of,
    by_document,
    by_mobile,
    has_users,
    parties_of,
    party_view,
    post_place,
    staff_id,
    staff_names,
)
from tongban.identity.queries.policy import policy
from tongban.identity.queries.security import (
    Device,
    Factors,
    RecoveryView,
    devices,
    factors_of,
    is_staff_account,
    recoveries,
    session_limits,
)
from tongban.identity.rules.access import Checked, CodePurpose, EnrolmentKind, Means, Throttled
from tongban.identity.services.accounts import appoint, open_account
from tongban.identity.services.admitting import Admission, admit
from tongban.identity.services.authenticators import new_secret, spell
from tongban.identity.services.cast import CastMember, cast, has_cast, load_cast
from tongban.identity.services.codes import Holder, prove_mobile, send_code, sign_in_by_code
from tongban.identity.services.enrolment import (
    Enrolling,
    Invitation,
    begin_enrolment,
    enrol,
    enrolling,
    first_administrators,
    invite_again,
    invite_staff,
)
from tongban.identity.services.factors import authenticator, change_authenticator, pass_factor, sample_code
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
from tongban.identity.services.recovery import confirm_recovery, decline_recovery, open_recovery
from tongban.identity.services.sessions import end_other_sessions, end_session, forget_sessions
from tongban.identity.services.sign_in import sign_in
from tongban.identity.services.throttling import throttle
from tongban.identity.states import DocumentType, PartyKind, RealNameLevel

__all__ = [
    "Admission",
    "CastMember",
    "Ceremony",
    "Checked",
    "CodePurpose",
    "CodeRefused",
    "Device",
    "DocumentType",
    "Enrolling",
    "EnrolmentKind",
    "EnrolmentRefused",
    "FactorRefused",
    "Factors",
    "Holder",
    "Invitation",
    "Means",
    "NameDiffers",
    "NoFactor",
    "NotTwoPeople",
    "NotYourParty",
    "Party",
    "PartyKind",
    "PartyView",
    "PasskeyRefused",
    "RealNameLevel",
    "RecoveryView",
    "Session",
    "SignInRefused",
    "Site",
    "Throttled",
    "TooManyAttempts",
    "User",
    "WeakPassword",
    "WrongPassword",
    "actor_of",
    "add_passkey",
    "admit",
    "appoint",
    "ask_for_any",
    "ask_for_new",
    "authenticator",
    "begin_enrolment",
    "by_document",
    "by_mobile",
    "cast",
    "change_authenticator",
    "change_password",
    "check_new_password",
    "confirm_recovery",
    "decline_recovery",
    "devices",
    "end_other_sessions",
    "end_session",
    "enrol",
    "enrolling",
    "factors_of",
    "first_administrators",
    "forget_sessions",
    "has_cast",
    "has_users",
    "invite_again",
    "invite_staff",
    "is_staff_account",
    "load_cast",
    "new_secret",
    "open_account",
    "open_recovery",
    "own_words",
    "parties_of",
    "party_view",
    "pass_factor",
    "policy",
    "post_place",
    "prove",
    "prove_mobile",
    "read_party",
    "recoveries",
    "register_walk_in",
    "remove_passkey",
    "reset_password",
    "sample_code",
    "send_code",
    "session_limits",
    "sign_in",
    "sign_in_by_code",
    "sign_in_by_passkey",
    "spell",
    "staff_id",
    "staff_names",
    "throttle",
]
