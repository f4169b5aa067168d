"""``tongban first_administrators``: the three accounts a new installation begins with."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from tongban.identity import api as identity
from tongban.kernel.actors import ROLE_NAMES, Role
from tongban.kernel.errors import Refused
from tongban.web.templatetags.tongban import moment

ROLES = {"system": Role.OPERATOR, "security": Role.SECURITY, "audit": Role.AUDITOR}


class Command(BaseCommand):
    """Open the accounts of the system, the security and the audit administrator: three different persons.

    Prints their one-time codes this once; each makes the account theirs with it, within three days, and no password is
    ever known to anybody else.
    """

    help = "Open the accounts of the three administrators of an empty installation"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for a user name and a name for each."""
        for option, role in ROLES.items():
            parser.add_argument(
                f"--{option}", nargs=2, required=True, metavar=("USERNAME", "NAME"), help=f"{ROLE_NAMES[role]}员"
            )

    def handle(self, *_args: object, **options: list[str]) -> None:
        people = {role: (options[option][0], options[option][1]) for option, role in ROLES.items()}
        try:
            made = identity.first_administrators(people=people, at=timezone.now())
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write("请把邀请码分别当面交给本人，这里只显示一次。本人打开登录页的“用邀请码启用账号”完成设置。")
        for role, invitation in made.items():
            words = f"{ROLE_NAMES[role]}员 {invitation.user.display_name}（{invitation.user.username}）"
            self.stdout.write(f"{words}：{invitation.code}，{moment(invitation.until)}前有效")
