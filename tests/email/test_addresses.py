"""Recipients: addresses and named lists."""

import pytest

from docforge import email
from docforge.errors import UsageError

LISTS = {"press": ["Ann <ann@example.org>", "bo@example.org"]}


def test_a_list_stands_for_its_addresses_and_nobody_gets_two_copies() -> None:
    found = email.recipients(
        ["press", "bo@example.org"], ["ann@example.org", "cy@example.org"], "", LISTS
    )
    assert [str(one) for one in found.to] == ["Ann <ann@example.org>", "bo@example.org"]
    assert [str(one) for one in found.cc] == ["cy@example.org"]


def test_a_list_that_is_misspelt_is_told_with_the_right_name() -> None:
    with pytest.raises(UsageError) as told:
        email.recipients(["pres"], [], "", LISTS)
    assert told.value.hint == "Did you mean press?"


@pytest.mark.parametrize(
    "written",
    [
        "a@example.org\nBcc: b@example.org",
        "A\r\nX: y <a@example.org>",
        "a@b@example.org",
        "a@example.org, b@example.org",
        "@example.org",
        "a@",
        "a b@example.org",
        "a@example..org",
    ],
)
def test_what_is_no_address_or_brings_a_header_is_refused(written: str) -> None:
    with pytest.raises(UsageError):
        email.recipients([written], [])
