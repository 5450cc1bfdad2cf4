"""Sizes: an offer first, then a refusal that says what weighs what."""

import pytest

from docforge.email.budget import Budget, check, check_html
from docforge.errors import DeliveryFailed

BUDGET = Budget(warn_mb=7, max_mb=18)


def unasked() -> str:
    raise AssertionError("measuring costs an export")


def test_a_light_message_needs_no_word() -> None:
    assert list(check({"a.pdf": 7_000_000}, BUDGET, unasked)) == []


def test_a_heavy_one_is_offered_smaller_images() -> None:
    (warning,) = check({"a.pdf": 9_000_000}, BUDGET, lambda: "It could be smaller.")
    assert "weighs 9 MB" in warning
    assert warning.endswith("It could be smaller.")


def test_one_that_is_too_heavy_is_refused_with_what_weighs_what() -> None:
    with pytest.raises(DeliveryFailed) as refused:
        list(check({"text part": 2000, "a.pdf": 19_000_000}, BUDGET, lambda: "It could be."))
    assert refused.value.message.splitlines()[1:] == ["  19 MB  a.pdf", "  2 kB  text part"]
    assert refused.value.hint.startswith("It could be.")


def test_the_size_at_which_gmail_clips_is_told() -> None:
    assert list(check_html(102_000)) == []
    assert "Gmail" in next(check_html(102_001))
