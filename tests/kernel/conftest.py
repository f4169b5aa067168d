from __future__ import annotations

from hypothesis import settings

# No deadline: a busy machine is not a broken rule.
settings.register_profile("kernel", deadline=None)
settings.load_profile("kernel")
