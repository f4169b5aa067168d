"""The verbs of a case, one function each. Every one locks, applies what the law already did, checks, changes, records."""
