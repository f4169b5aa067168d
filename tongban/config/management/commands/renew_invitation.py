"""``tongban renew_invitation``: a new code for an administrator who missed the first one."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from tongban.identity import api as identity
from tongban.kernel.errors import Refused
from tongban.web.templatetags.tongban import moment


class Command(BaseCommand):
    """Make a new one-time code for an administrator who never enrolled; the old one serves no more."""

    help = "Make a new invitation for an administrator who never enrolled"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the user name."""
        parser.add_argument("username")

    def handle(self, *_args: object, **options: str) -> None:
        """Print the code this once; CommandError for whoever has enrolled, and for everybody else."""
        try:
            made = identity.renew_invitation(username=options["username"], at=timezone.now())
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write("请把邀请码当面交给本人，这里只显示一次；以前的邀请码已经作废。")
        self.stdout.write(f"{made.user.display_name}（{made.user.username}）：{made.code}，{moment(made.until)}前有效")
