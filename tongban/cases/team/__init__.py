"""Colleagues on one case: to whom a piece of work was handed over, and what they were asked."""
