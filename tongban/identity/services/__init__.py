"""The verbs of identity: one keyword-only function each, one transaction each."""
