"""Electronic mail, by the server that the operator names: Django's own way of sending, nothing of it logged."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from tongban.messages.api import Letter, NotCarried

REFUSED: Final = 500  # from here on a server says no for good (RFC 5321, 4.2.1)
FOOTER: Final = "\n\n这封邮件由系统发出，请不要回复。不想再收到，请登录后在“消息”里取消。"


@dataclass(frozen=True, slots=True)
class Mail:
    """The adapter."""

    def available(self) -> bool:
        """Tell whether a server and a sender are named."""
        return bool(settings.EMAIL_HOST and settings.DEFAULT_FROM_EMAIL)

    def carry(self, letter: Letter, *, key: UUID, at: datetime) -> None:
        """Hand a letter to the server; a mailbox that it refuses for good is not tried again."""
        del at
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
        message = EmailMessage(
            subject=letter.title,
            body=letter.words + FOOTER,
            to=[letter.address],
            headers={"Message-ID": f"<{key}@{domain}>", "Auto-Submitted": "auto-generated"},
            connection=get_connection(password=_password()),
        )
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as refusal:
            raise _not_carried(max(code for code, _ in refusal.recipients.values())) from None
        except smtplib.SMTPResponseException as refusal:
            raise _not_carried(refusal.smtp_code) from None
        except (smtplib.SMTPException, OSError) as fault:
            raise NotCarried(f"SMTP:{type(fault).__name__}"[:40]) from None


def _not_carried(code: int) -> NotCarried:
    return NotCarried(f"SMTP:{code}", for_good=code >= REFUSED)


def _password() -> str | None:
    file = settings.EMAIL_HOST_PASSWORD_FILE
    return Path(file).read_text("utf-8").strip() if file else None
