"""Applying, one question group a page: the same pages for a citizen at home and for the clerk at the counter."""
