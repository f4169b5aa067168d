"""Arithmetic on the curve of SM2 (GB/T 32918.5): y² = x³ - 3x + b over a prime field, of prime order.

A point is a pair of whole numbers below ``P``; while reckoning it is a Jacobian triple, (X, Y, Z) for (X/Z², Y/Z³),
which needs no division; Z = 0 is infinity. Running times depend on the numbers: Python is not constant-time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import Final

Point = tuple[int, int]
Jacobian = tuple[int, int, int]

P: Final = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A: Final = P - 3
B: Final = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N: Final = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G: Final = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
LENGTH: Final = 32
_INFINITY: Final = (1, 1, 0)
# Signed digits of this many bits: at most every sixth doubling is followed by an addition.
_WINDOW: Final = 5
_ODD: Final = 1 << (_WINDOW - 1)


def on_curve(point: Point) -> bool:
    """Tell whether a pair is a point of the curve. The order is prime, so every point but infinity is a sound key."""
    x, y = point
    return 0 <= x < P and 0 <= y < P and (y * y - (x * x + A) * x - B) % P == 0


def times_base(factor: int) -> Point | None:
    """Return factor · G, for 0 <= factor < N; None is infinity."""
    return _affine(_add_base(_INFINITY, factor))


def combined(base_factor: int, factor: int, point: Point) -> Point | None:
    """Return base_factor · G + factor · point, both factors below N; None is infinity."""
    odd = _odd_multiples(point)
    sum_ = _INFINITY
    for digit in _signed_digits(factor):
        sum_ = _double(sum_)
        if digit > 0:
            sum_ = _add(sum_, odd[digit >> 1])
        elif digit:
            x, y = odd[-digit >> 1]
            sum_ = _add(sum_, (x, P - y))
    return _affine(_add_base(sum_, base_factor))


def _add_base(sum_: Jacobian, factor: int) -> Jacobian:
    for row, digit in zip(_base_rows(), factor.to_bytes(LENGTH, "little"), strict=True):
        if digit:
            sum_ = _add(sum_, row[digit - 1])
    return sum_


@cache
def _base_rows() -> list[list[Point]]:
    """Return for each byte of a factor the 255 multiples of G it can stand for, so that no doubling is left to do.

    Made at the first use in a process, in less than a tenth of a second and about two megabytes.
    """
    rows, base = [], G
    for _ in range(LENGTH):
        multiples = list(accumulate([base] * 255, _add, initial=_INFINITY))[1:]
        *row, base = _affine_all([*multiples, _add(multiples[-1], base)])
        rows.append(row)
    return rows


def _odd_multiples(point: Point) -> list[Point]:
    """Return 1, 3, 5 … times the point. No sum meets a special case: the order is far greater than any of these."""
    (twice,) = _affine_all([_double((*point, 1))])
    return _affine_all(list(accumulate([twice] * (_ODD // 2 - 1), _add, initial=(*point, 1))))


def _signed_digits(factor: int) -> Iterator[int]:
    """Return the non-adjacent form, highest digit first: zero or odd, below 2^(window - 1) in amount."""
    digits = []
    while factor:
        digit = 0
        if factor & 1:
            digit = factor & (2 * _ODD - 1)
            digit -= 2 * _ODD if digit >= _ODD else 0
            factor -= digit
        digits.append(digit)
        factor >>= 1
    return reversed(digits)


def _double(point: Jacobian) -> Jacobian:
    x, y, z = point
    zz, yy = z * z % P, y * y % P
    xyy = x * yy % P
    slope = 3 * (x - zz) * (x + zz) % P
    x3 = (slope * slope - 8 * xyy) % P
    return x3, (slope * (4 * xyy - x3) - 8 * yy * yy) % P, 2 * y * z % P


def _add(point: Jacobian, other: Point) -> Jacobian:
    x, y, z = point
    if not z:
        return (*other, 1)
    zz = z * z % P
    across, up = (other[0] * zz - x) % P, (other[1] * zz * z - y) % P
    if not across:
        return _INFINITY if up else _double(point)
    square = across * across % P
    cube, xx = square * across % P, x * square % P
    x3 = (up * up - cube - 2 * xx) % P
    return x3, (up * (xx - x3) - y * cube) % P, z * across % P


def _affine(point: Jacobian) -> Point | None:
    return _affine_all([point])[0] if point[2] else None


def _affine_all(points: Sequence[Jacobian]) -> list[Point]:
    """Divide by all Z at once: one inversion of their product, and its parts by multiplication (Montgomery)."""
    products = list(accumulate((z for _, _, z in points), lambda one, other: one * other % P, initial=1))
    inverse, found = pow(products[-1], -1, P), []
    for (x, y, z), before in zip(reversed(points), reversed(products[:-1]), strict=True):
        own, inverse = inverse * before % P, inverse * z % P
        square = own * own % P
        found.append((x * square % P, y * square * own % P))
    return found[::-1]
