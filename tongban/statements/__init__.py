"""Keys, digests, encryption and signatures, behind ports."""
