"""Whether a paper shown as new was shown before: the same row, or the same bytes sent again."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from models.document import Document


def same_papers(
    documents: Sequence[Document], shown: Collection[int], before: Collection[int]
) -> list[Document]:
    """Those of ``shown`` whose content is among ``before``; both are ids of ``documents``."""
    contents = {each.sha256 for each in documents if each.id in before}
    return [each for each in documents if each.id in shown and each.sha256 in contents]
