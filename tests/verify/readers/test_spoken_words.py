"""Words that replace others: their order counts, in documents of both directions, too."""

import pytest

from docforge.verify.readers.pdf.elements import Element
from docforge.verify.readers.pdf.painted import PaintedContent, PaintedText
from docforge.verify.readers.pdf.spoken import peculiar_words


@pytest.mark.parametrize("is_part", [False, True], ids=["whole", "part"])
def test_words_in_another_order_are_told_beside_a_passage_from_right_to_left(is_part: bool) -> None:
    whole = PaintedContent(shown=["1 (a)"], said="(a) 1")
    spoken = PaintedContent(shown=["1 a."], said="a. 1", outer=whole) if is_part else whole
    leftwards = Element("P", facts={"WritingMode": "/RlTb"}, kids=[PaintedContent(shown=["x"])])
    root = Element("Document", kids=[Element("P", kids=[whole]), leftwards])
    assert len(list(peculiar_words(PaintedText(spoken=[spoken]), root))) == 1


def test_words_and_numbers_stand_in_either_order_within_a_passage_from_right_to_left() -> None:
    spoken = PaintedContent(shown=["1 a."], said="a. 1")
    root = Element("Document", kids=[Element("P", facts={"WritingMode": "/RlTb"}, kids=[spoken])])
    assert list(peculiar_words(PaintedText(spoken=[spoken]), root)) == []
