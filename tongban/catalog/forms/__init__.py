"""Forms of guides: a published subset of JSON Schema 2020-12 with x- keys, and everything that is done with it."""
