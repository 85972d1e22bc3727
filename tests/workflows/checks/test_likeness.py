"""A photograph is known again after what people do to it, and taken for no other (F27)."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from tests.workflows.checks.planted import photograph, sent_again
from workflows.checks.likeness import BITS, Known, Question, known
from workflows.fingerprints import fingerprint

BITS_APART, LIKE = 6, 0.85
PLANTED = 40


class Store:
    """What the database keeps, in memory."""

    def __init__(self, pictures: list[dict[str, Any]]) -> None:
        self.kept = pictures
        self.rows: dict[int, list[tuple[int, int]]] = {}
        for number, each in enumerate(pictures):
            stored = known(each)
            assert stored is not None
            for key in stored.keys:
                self.rows.setdefault(key, []).append((number, stored.hash))

    def found(self, kept: dict[str, Any]) -> set[int]:
        """Numbers of the pictures that are the same."""
        question = Question.about(kept)
        assert question is not None
        rows = [(key, *row) for key in question.keys for row in self.rows.get(key, ())]
        if not rows:
            return set()
        keys, numbers, hashes = (
            np.array(column, dtype=np.int64) for column in zip(*rows, strict=True)
        )
        near = set(numbers[question.distances(keys, hashes) <= BITS_APART].tolist())
        return {each for each in near if question.likeness(self.kept[each]) >= LIKE}


def test_of_altered_copies_nineteen_in_twenty_are_found_and_no_other_is() -> None:
    luck = Random(20190604)
    pictures = [photograph(number) for number in range(PLANTED)]
    store = Store([fingerprint(each) for each in pictures])
    found = [store.found(fingerprint(sent_again(each, luck))) for each in pictures]
    caught = sum(number in hits for number, hits in enumerate(found))
    false = sum(len(hits - {number}) for number, hits in enumerate(found))
    assert caught >= 0.95 * PLANTED
    # The benchmark asks it of more than 10,000 pairs.
    assert false == 0


def test_who_sends_the_whole_of_a_crop_is_found_too() -> None:
    luck = Random(7)
    pictures = [photograph(number) for number in range(12)]
    store = Store([fingerprint(sent_again(each, luck)) for each in pictures])
    found = [store.found(fingerprint(each)) for each in pictures]
    assert sum(number in hits for number, hits in enumerate(found)) >= 11


ALTERATIONS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "turned once": lambda image: image.rotate(90, expand=True),
    "turned over": lambda image: image.rotate(180),
    "turned back": lambda image: image.rotate(270, expand=True),
    "mirrored": ImageOps.mirror,
    "upside down": ImageOps.flip,
    "made small": lambda image: image.resize((96, 72)),
    "made grey": lambda image: image.convert("L").convert("RGB"),
    "cropped at each side": lambda image: ImageOps.crop(image, 24),
}


@pytest.mark.parametrize("alteration", list(ALTERATIONS))
def test_one_alteration_alone_is_nothing(alteration: str) -> None:
    picture = photograph(1)
    store = Store([fingerprint(picture), fingerprint(photograph(2))])
    assert store.found(fingerprint(ALTERATIONS[alteration](picture))) == {0}


@settings(max_examples=8, deadline=None)
@given(number=st.integers(0, 10_000), seed=st.integers(0, 10_000))
def test_a_copy_is_more_like_its_original_than_another_picture_is(number: int, seed: int) -> None:
    original = photograph(number)
    question = Question.about(fingerprint(sent_again(original, Random(seed))))
    assert question is not None
    other = fingerprint(photograph(number + 1))
    assert question.likeness(fingerprint(original)) > LIKE > question.likeness(other)


def test_a_picture_of_nothing_is_no_question_and_is_never_stored() -> None:
    blank = fingerprint(Image.new("RGB", (320, 240), (200, 200, 200)))
    assert known(blank) is None
    assert Question.about(blank) is None


@pytest.mark.parametrize("kept", [{}, {"version": 99, "grey": ""}, {"version": 1, "grey": "AAAA"}])
def test_a_fingerprint_that_was_not_made_tells_nothing(kept: dict[str, Any]) -> None:
    assert known(kept) is None


def test_what_is_stored_fits_the_columns() -> None:
    stored = known(fingerprint(photograph(3)))
    assert isinstance(stored, Known)
    assert 0 <= stored.hash < 1 << BITS
    assert len(set(stored.keys)) == 3
    assert max(stored.keys) < 1 << 31
