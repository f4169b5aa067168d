"""The codes that public service runs on: one module per family, each refusing with a sentence a person can act on."""
