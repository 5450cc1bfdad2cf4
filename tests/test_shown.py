"""What people and programs are shown holds nothing that is obeyed, hidden or repaired."""

import json

import pytest

from docforge.shown import as_json, shown


@pytest.mark.parametrize("sign", ["\x1b", "\u202e", "\ufffe", "\ufdd0", "\U0001ffff", "\U0010fffe"])
def test_a_sign_that_is_no_character_is_told_by_its_number(sign: str) -> None:
    assert shown(f"a{sign}b") == f"a{json.dumps(sign)[1:-1]}b"
    assert sign not in as_json([sign])
    assert json.loads(as_json([sign])) == [sign]


def test_letters_and_emoji_stay() -> None:
    assert shown("é字🏛️") == "é字🏛️"
