"""Official notices: numbered, frozen, signed, and drawn as PDF when they are read."""
