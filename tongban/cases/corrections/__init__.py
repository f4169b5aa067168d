"""补正: what may be asked for once, how it is answered, and what is left unmet."""
