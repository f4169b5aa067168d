"""The WSGI application that granian serves."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")
application = get_wsgi_application()

from django.utils import timezone  # noqa: E402 -- settings can be read only now

from tongban.config.outside import meet  # noqa: E402 -- models can be imported only now
from tongban.config.wiring import tell_what_is_missing  # noqa: E402 -- the same

tell_what_is_missing()
meet(at=timezone.now())
