"""How somebody signs in, what is counted, and what codes are for."""

from __future__ import annotations

from enum import StrEnum


class Means(StrEnum):
    """How somebody signed in. TOTP and RECOVERY_CODE are the second of two factors, after the password."""

    PASSWORD = "PASSWORD"  # noqa: S105 -- the name of a means
    SMS = "SMS"
    PASSKEY = "PASSKEY"
    PROVIDER = "PROVIDER"
    TOTP = "TOTP"
    RECOVERY_CODE = "RECOVERY_CODE"
    ENROLMENT = "ENROLMENT"


class Throttled(StrEnum):
    """What may be done so many times within a window, by whom or from where the key says."""

    SIGN_IN_NAME = "SIGN_IN_NAME"
    SIGN_IN_ADDRESS = "SIGN_IN_ADDRESS"
    FACTOR = "FACTOR"
    CODE_PAUSE = "CODE_PAUSE"
    CODE_REQUESTER = "CODE_REQUESTER"
    CODE_NUMBER = "CODE_NUMBER"
    FOLLOW_NUMBER = "FOLLOW_NUMBER"
    CODE_ADDRESS = "CODE_ADDRESS"
    CODE_TRY = "CODE_TRY"
    ENROLMENT = "ENROLMENT"
    SIGN_UP = "SIGN_UP"
    SIGN_UP_CHECK = "SIGN_UP_CHECK"
    DELEGATION = "DELEGATION"
    STAFF_CHECK = "STAFF_CHECK"
    UNMASKING = "UNMASKING"
    EXPORT = "EXPORT"
    SEARCH = "SEARCH"
    LOGIN_ADDRESS = "LOGIN_ADDRESS"
    LOGIN_CLIENT = "LOGIN_CLIENT"


class CodePurpose(StrEnum):
    """For what a code was sent to a telephone, or to a mailbox; it serves nothing else."""

    SIGN_IN = "SIGN_IN"
    SIGN_UP = "SIGN_UP"
    RESET = "RESET"
    NEW_MOBILE = "NEW_MOBILE"
    FOLLOW = "FOLLOW"
    NEW_EMAIL = "NEW_EMAIL"


class EnrolmentKind(StrEnum):
    """Why somebody sets their password and their second factor: they are new, or both were lost."""

    INVITATION = "INVITATION"
    RECOVERY = "RECOVERY"


class Checked(StrEnum):
    """How the security administrator made sure of who asks for a recovery."""

    IN_PERSON = "IN_PERSON"
    BY_VIDEO = "BY_VIDEO"
    BY_SUPERIOR = "BY_SUPERIOR"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Return the values with their Chinese words."""
        return [
            (cls.IN_PERSON.value, "当面核对证件"),
            (cls.BY_VIDEO.value, "视频核对本人和证件"),
            (cls.BY_SUPERIOR.value, "由直接领导当面确认"),
        ]
