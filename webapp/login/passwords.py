"""Passwords: hashed with argon2id, checked in the same time for known and unknown names."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from webapp.config import PasswordCost

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200


def hasher_of(cost: PasswordCost) -> PasswordHasher:
    """The hasher of this installation."""
    return PasswordHasher(
        time_cost=cost.rounds, memory_cost=cost.memory_kib, parallelism=cost.lanes
    )


def is_right(hasher: PasswordHasher, password_hash: str | None, password: str) -> bool:
    """Whether ``password`` fits; without a hash the same work is done for nothing."""
    stands_in = password_hash is None
    try:
        hasher.verify(password_hash or _nobodys_hash(hasher), password[:LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False
    return not stands_in


def fault_of(password: str, username: str) -> str:
    """Why ``password`` cannot be used, in words; empty when it can."""
    if len(password) < SHORTEST_PASSWORD:
        return f"密码至少 {SHORTEST_PASSWORD} 个字符。"
    if len(password) > LONGEST_PASSWORD:
        return f"密码最多 {LONGEST_PASSWORD} 个字符。"
    if username.lower() in password.lower() or len(set(password)) < 5:
        return "密码太容易猜到,请换一个。"
    return ""


@cache
def _nobodys_hash(hasher: PasswordHasher) -> str:
    return hasher.hash("nobody has this password")
