"""Reads of the room: what is kept, who looked at it, what was asked."""

from __future__ import annotations

from tongban.privacy.queries.looked import (
    Look,
    Looks,
    Office,
    System,
    Waiting,
    looked,
    own_party,
    proof_of_list,
    proof_of_one,
    waiting_to_be_sealed,
)
from tongban.privacy.queries.policies import policy
from tongban.privacy.queries.requests import Asking, Leaving, leaving, my_requests, waiting_requests
from tongban.privacy.queries.stored import Stored, stored

__all__ = [
    "Asking",
    "Leaving",
    "Look",
    "Looks",
    "Office",
    "Stored",
    "System",
    "Waiting",
    "leaving",
    "looked",
    "my_requests",
    "own_party",
    "policy",
    "proof_of_list",
    "proof_of_one",
    "stored",
    "waiting_requests",
    "waiting_to_be_sealed",
]
