"""A new telephone or mailbox, proven by a code that is sent to it: what both pages keep between their steps."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.identity import api as identity
from tongban.web.request import Request
from tongban.web.signin import steps


@dataclass(frozen=True, slots=True)
class Proving:
    """One address to be proven: by what name the form sends it, and what its code is for."""

    name: str
    purpose: identity.CodePurpose

    def sent(self, request: Request) -> dict[str, str] | None:
        """Return where the code of this page went; one sent for anything else serves nothing here."""
        sent = steps.kept(request, steps.SENT)
        return sent if sent and sent["purpose"] == self.purpose else None

    def typed(self, request: Request) -> str:
        """Return the address that was typed, or to which the code went that is asked for once more."""
        before = self.sent(request)
        typed: str = request.POST.get(self.name, steps.opened(before[self.name]) if before else "")
        return typed

    def keep(self, request: Request, plain: str, *, shown: str) -> None:
        """Keep to which address a code went, sealed, and how it is shown."""
        sealed = {self.name: steps.seal(plain)}
        steps.keep(request, steps.SENT, **sealed, shown=shown, purpose=self.purpose.value)

    def asked(self, request: Request) -> str:
        """Return the address to which the code went that is sent now; CodeRefused where none went."""
        sent = self.sent(request)
        if sent is None:
            raise identity.CodeRefused(field="code")
        return steps.opened(sent[self.name])
