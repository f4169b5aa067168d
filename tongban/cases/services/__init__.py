"""The verbs of a case, one function each: lock, apply what the law already did, check, change, record."""
