"""The WSGI application that granian serves."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")
_programme = get_wsgi_application()

from django.utils import timezone  # noqa: E402 -- settings can be read only now

from tongban.catalog import api as catalog  # noqa: E402 -- models can be imported only now
from tongban.config.outside import meet  # noqa: E402 -- the same
from tongban.config.turns import Turns  # noqa: E402 -- the same
from tongban.config.wiring import tell_what_is_missing  # noqa: E402 -- the same
from tongban.web.uploads import TOGETHER  # noqa: E402 -- the same

tell_what_is_missing()
meet(at=timezone.now())
catalog.read_dictionaries()  # so that nobody who searches waits for it
application = Turns(_programme, at_once=int(os.environ.get("TONGBAN_WEB_TURNS") or 2), longest=TOGETHER)

# A request makes some ten thousand objects, nearly all of which go by themselves. Looked through every 700 of them, as
# Python does unless told, a page of the search was looked through more than twenty times while it was made.
gc.set_threshold(20_000, 20, 50)
