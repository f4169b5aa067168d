"""Run beside a served sample city: begin some complete applications and sign their applicants in; print what a browser
needs to hand them in, a line each: draft, session.
"""

from __future__ import annotations

import os
import sys

import django


def main(wanted: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")
    django.setup()

    from django.utils import timezone  # noqa: PLC0415 - the programme is imported after it was set up

    from bench.dataset import signed_in  # noqa: PLC0415
    from tongban.config.moving import playing, stage  # noqa: PLC0415
    from tongban.web.sessions import SessionStore  # noqa: PLC0415

    at = timezone.now()
    plays = [one for one in playing.missing(at=at) if one.channel == "WEB" and not one.firm and not one.at_once]
    for play in plays[:wanted]:
        begun = stage.begun(play, playing.staff(at), at)
        assert begun.user
        store = SessionStore()
        store.update(signed_in(begun.user))
        store.create()
        sys.stdout.write(f"{begun.case} {store.session_key}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
