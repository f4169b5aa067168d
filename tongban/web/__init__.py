"""Screens by audience. No rule lives here: one domain call a view."""
