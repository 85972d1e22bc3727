"""Whether two photographs are the same one, turned, mirrored, cropped, scaled or saved again (F27).

What counts of a picture is its core, without a tenth at each side: that is still there after a crop
of up to a tenth.  The core is known by signs of its low cosine waves, 60 bits in three bands of 20;
those are stored.  Whoever asks does not know how much the other picture was cropped, so a question
is 2401 windows of its picture, from the whole down to its inner three fifths, in the eight
positions of a square; the windows that lie on the same core agree in a whole band nearly always,
and those few stored pictures are then compared finely, wave by wave.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workflows.fingerprints import SIDE, grey_of

Numbers = NDArray[np.floating[Any]]
Bits = NDArray[np.bool_]
Codes = NDArray[np.int64]

WAVES = 16
CORE_MARGIN = 0.1
# How much more than its core a picture may show of another's: a tenth it lost, a tenth it had.
MARGINS = tuple(index * 0.2 / 6 for index in range(7))
BANDS, BITS_OF_BAND = 3, 20
BITS = BANDS * BITS_OF_BAND
# The 60 lowest waves are all among the first nine down and across.
CODED_WAVES = 9
# Less contrast than this, in steps of grey, is a wall or a finger: every such picture is alike.
LEAST_CONTRAST = 4.0
FINE_WAVES = 20


@dataclass(frozen=True)
class Known:
    """A picture as it is stored: ``hash`` is 60 bits, ``keys`` say each band and its value."""

    hash: int
    keys: tuple[int, ...]


def known(kept: dict[str, Any]) -> Known | None:
    """How a picture is stored; None for one that nothing can be told of."""
    grey = _grey(kept)
    if grey is None:
        return None
    code = int(_codes(_core(grey)[None])[0])
    return Known(code, tuple(int(key) for key in _keys(np.array([code])).ravel()))


class Question:
    """One picture, asked which of the stored ones it is."""

    def __init__(self, grey: Numbers) -> None:
        self._grey = grey

    @staticmethod
    def about(kept: dict[str, Any]) -> Question | None:
        """The question of a fingerprint; None for a picture that nothing can be told of."""
        grey = _grey(kept)
        return None if grey is None else Question(grey)

    @cached_property
    def _windows(self) -> Numbers:
        """Waves of every window: windows × waves down × waves across."""
        return _waves_of(self._grey, _window_basis(WAVES), WAVES)

    @cached_property
    def _codes(self) -> Codes:
        windows = _waves_of(self._grey, _window_basis(CODED_WAVES), CODED_WAVES)
        codes = np.concatenate([_codes(windows), _codes(windows.swapaxes(-1, -2))])
        # Seen from the other side, every odd wave rises where it fell.
        across, down = _odd_waves()
        return _each_once(
            np.concatenate([codes ^ mask for mask in (0, across, down, across ^ down)])
        )

    @cached_property
    def _by_key(self) -> tuple[Codes, Codes]:
        """Keys in order, and the code of each."""
        keys = _keys(self._codes)
        flat, codes = keys.ravel(), np.repeat(self._codes, BANDS)
        order = np.argsort(flat, kind="stable")
        return flat[order], codes[order]

    @property
    def whole(self) -> Codes:
        """The codes of the picture as it is, in its eight positions."""
        codes = _codes(np.stack(_positions(_core(self._grey))))
        return _each_once(codes)

    @property
    def keys(self) -> list[int]:
        """The keys under which the same picture may be stored, each once, in order."""
        found: list[int] = _each_once(_keys(self._codes).ravel()).tolist()
        return found

    def distances(self, keys: Codes, hashes: Codes) -> NDArray[np.int64]:
        """Of stored rows, each a key and the whole hash: the bits in which the nearest differs."""
        own_keys, own_codes = self._by_key
        first = np.searchsorted(own_keys, keys, "left")
        count = np.searchsorted(own_keys, keys, "right") - first
        row = np.repeat(np.arange(len(keys)), count)
        within = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
        differing = np.bitwise_count(own_codes[first[row] + within] ^ hashes[row])
        nearest = np.full(len(keys), BITS, dtype=np.int64)
        np.minimum.at(nearest, row, differing)
        return nearest

    def likeness(self, kept: dict[str, Any]) -> float:
        """How much another picture is this one, 0 to 1, at the window and position that fit best.

        0 for a picture that nothing can be told of.
        """
        grey = _grey(kept)
        if grey is None:
            return 0.0
        cores = _positions(_core(grey)[None])
        others = np.concatenate([_fine(each) for each in cores])
        return float(max(0.0, (self._fine @ others.T).max()))

    @cached_property
    def _fine(self) -> Numbers:
        return _fine(self._windows)


def _each_once(numbers: Codes) -> Codes:
    """The numbers in order without repeats; for so few sorting is quicker than hashing them."""
    ordered = np.sort(numbers)
    firsts: Codes = ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])]
    return firsts


def _grey(kept: dict[str, Any]) -> Numbers | None:
    kept_bytes = grey_of(kept)
    if kept_bytes is None:
        return None
    grey = np.frombuffer(kept_bytes, dtype=np.uint8).reshape(SIDE, SIDE).astype(np.float32)
    return None if grey.std() < LEAST_CONTRAST else grey


def _core(grey: Numbers) -> Numbers:
    basis = _basis(CORE_MARGIN, CORE_MARGIN)
    core: Numbers = basis @ grey @ basis.T
    return core


def _positions(waves: Numbers) -> list[Numbers]:
    """The eight positions of a square: across and down may be exchanged, and each be reversed."""
    signs: Numbers = np.where(np.arange(WAVES) % 2, -1, 1).astype(np.float32)
    across, down = signs[None, :], signs[:, None]
    return [
        turned * first * second
        for turned in (waves, waves.swapaxes(-1, -2))
        for first in (np.float32(1), across)
        for second in (np.float32(1), down)
    ]


def _waves_of(grey: Numbers, basis: Numbers, count: int) -> Numbers:
    """The first ``count`` waves down and across of every window: windows × down × across."""
    windows = len(basis) // count
    waves: Numbers = (basis @ grey @ basis.T).reshape(windows, count, windows, count)
    return waves.transpose(0, 2, 1, 3).reshape(-1, count, count)


def _codes(waves: Numbers) -> Codes:
    """60 bits of each window: whether its low waves rise or fall."""
    rows, columns = _coded_waves()
    rising: Bits = waves[:, rows, columns] > 0
    packed = np.packbits(rising, axis=1, bitorder="little")
    codes: Codes = np.ascontiguousarray(packed).view("<i8").ravel()
    return codes


def _keys(codes: Codes) -> Codes:
    """For each code one key of each band: which band, and its 20 bits."""
    bands = np.arange(BANDS, dtype=np.int64)
    values = (codes[:, None] >> (bands * BITS_OF_BAND)) & ((1 << BITS_OF_BAND) - 1)
    keys: Codes = (bands << BITS_OF_BAND) | values
    return keys


def _fine(waves: Numbers) -> Numbers:
    """Unit vectors of all waves that are not too short, the short ones raised to what they tell."""
    weighed: Numbers = (waves * _weights()).reshape(len(waves), -1)
    lengths: Numbers = np.sqrt((weighed * weighed).sum(axis=1, keepdims=True))
    fine: Numbers = weighed / np.maximum(lengths, np.float32(1e-6))
    return fine


@cache
def _coded_waves() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The 60 lowest waves, in turn given to the three bands, so that each has some of the best."""
    waves = [each for each in product(range(WAVES), repeat=2) if each != (0, 0)]
    waves.sort(key=lambda each: (each[0] ** 2 + each[1] ** 2, each))
    dealt = [waves[index] for band in range(BANDS) for index in range(band, BITS, BANDS)]
    rows, columns = zip(*dealt, strict=True)
    return np.array(rows), np.array(columns)


@cache
def _odd_waves() -> tuple[int, int]:
    """The bits of the waves that are odd across, and down."""
    rows, columns = _coded_waves()
    bits = 1 << np.arange(BITS, dtype=np.int64)
    return int(bits[columns % 2 == 1].sum()), int(bits[rows % 2 == 1].sum())


@cache
def _weights() -> Numbers:
    """A wave counts by its number: in photographs long waves are strong and say little."""
    down, across = np.mgrid[0:WAVES, 0:WAVES]
    weights: Numbers = np.sqrt(down * down + across * across).astype(np.float32)
    weights[down + across > FINE_WAVES] = 0
    return weights


@cache
def _window_basis(count: int) -> Numbers:
    """The first ``count`` waves of every window of one direction, one below the other."""
    return np.concatenate([_basis(start, end)[:count] for start, end in product(MARGINS, repeat=2)])


@cache
def _basis(start: float, end: float) -> Numbers:
    """Cosine waves over the part of a line of pixels between the margins ``start`` and ``end``."""
    edges = np.arange(SIDE + 1) / SIDE
    left, right = np.clip(edges[:-1], start, 1 - end), np.clip(edges[1:], start, 1 - end)
    covered = (right - left) * SIDE
    place = ((left + right) / 2 - start) / (1 - start - end)
    waves = np.cos(np.pi * np.arange(WAVES)[:, None] * place[None, :]) * covered
    basis: Numbers = (waves / np.sqrt(covered.sum())).astype(np.float32)
    return basis
