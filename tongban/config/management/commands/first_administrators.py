"""``tongban first_administrators``: the three accounts a new installation begins with."""

from __future__ import annotations

import sys
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

    The numbers of their identity cards, by which they are told apart, are read from standard input, one a line: what
    stands on a command line is seen by others and kept. Prints their one-time codes this once; each makes the account
    theirs with it, within three days, and no password is ever known to anybody else.
    """

    help = "Open the accounts of the three administrators of an empty installation"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for a user name, a name and an employee number for each."""
        for option, role in ROLES.items():
            parser.add_argument(
                f"--{option}",
                nargs=3,
                required=True,
                metavar=("USERNAME", "NAME", "NUMBER"),
                help=f"{ROLE_NAMES[role]}员：用户名、姓名、工号",
            )

    def handle(self, *_args: object, **options: list[str]) -> None:
        people = {role: self._founder(role, options[option]) for option, role in ROLES.items()}
        try:
            made = identity.first_administrators(people=people, at=timezone.now())
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write("请把邀请码分别当面交给本人，这里只显示一次。本人打开登录页的“用邀请码启用账号”完成设置。")
        for role, invitation in made.items():
            words = f"{ROLE_NAMES[role]}员 {invitation.user.display_name}（{invitation.user.username}）"
            self.stdout.write(f"{words}：{invitation.code}，{moment(invitation.until)}前有效")

    def _founder(self, role: Role, said: list[str]) -> identity.Founder:
        self.stderr.write(f"{ROLE_NAMES[role]}员 {said[1]} 的身份证号码：")
        username, name, number = said
        return identity.Founder(username, name, number, sys.stdin.readline().strip())
