"""Drafts that nobody goes on with: who was reminded before they are thrown away."""
