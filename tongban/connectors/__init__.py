"""Adapters to systems outside: identity providers, the real-name check, systems that are told that a login ended."""
