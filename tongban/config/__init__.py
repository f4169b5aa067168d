"""Settings, wiring and what runs before the first request."""
