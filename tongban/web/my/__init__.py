"""My affairs: drafts, cases, papers, messages."""
