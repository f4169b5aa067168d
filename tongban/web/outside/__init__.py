"""Signing in by an account outside: the way out, the way back, and which accounts open one's own."""
