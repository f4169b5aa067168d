"""Signing in: every way in, the second factor of staff, and how one comes to both."""
