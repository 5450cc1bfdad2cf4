"""Recipients: addresses and named lists."""

import pytest

from docforge import email
from docforge.errors import UsageError

LISTS = {"press": ["Ann <ann@example.org>", "bo@example.org"]}


def test_a_list_stands_for_its_addresses_and_nobody_gets_two_copies() -> None:
    found = email.recipients(
        ["press", "bo@EXAMPLE.org"], ["ann@example.org", "cy@example.org"], LISTS
    )
    assert [str(one) for one in found.to] == ["Ann <ann@example.org>", "bo@example.org"]
    assert [str(one) for one in found.cc] == ["cy@example.org"]


def test_a_list_that_is_misspelt_is_told_with_the_right_name() -> None:
    with pytest.raises(UsageError) as told:
        email.recipients(["pres"], [], LISTS)
    assert told.value.hint == "Did you mean press?"


@pytest.mark.parametrize(
    ("written", "name", "spec"),
    [
        ("ann@example.org", "", "ann@example.org"),
        ("<ann@example.org>", "", "ann@example.org"),
        ("Lee, Ann <ann@example.org>", "Lee, Ann", "ann@example.org"),
        ('"Lee, Ann" <ann@example.org>', "Lee, Ann", "ann@example.org"),
        (r'"Ann \"A\" Lee" <ann@example.org>', 'Ann "A" Lee', "ann@example.org"),
        ("Ann (Press); desk: <ann@example.org>", "Ann (Press); desk:", "ann@example.org"),
        ("jörg@BÜCHER.example", "", "jörg@xn--bcher-kva.example"),
        ("a@xn--bcher-kva.example", "", "a@xn--bcher-kva.example"),
    ],
)
def test_addresses_are_read_as_people_write_them(written: str, name: str, spec: str) -> None:
    found = email.address(written)
    assert (found.display_name, found.addr_spec) == (name, spec)


@pytest.mark.parametrize(
    "written",
    [
        "a@example.org\nBcc: b@example.org",
        "A\r\nX: y <a@example.org>",
        "A\u2028B <a@example.org>",
        "a\udcff@example.org",
        "a@b@example.org",
        "a@example.org, b@example.org",
        "Ann <a@example.org> <b@example.org>",
        "Ann <a@example.org",
        "group: a@example.org;",
        "@example.org",
        "a@",
        "a b@example.org",
        ".a@example.org",
        "a..b@example.org",
        "a@example..org",
        "a@example.org.",
        "a@-example.org",
        f"{'a' * 65}@example.org",
        f"a@{'a' * 64}.org",
    ],
)
def test_what_is_no_address_or_brings_a_header_is_refused(written: str) -> None:
    with pytest.raises(UsageError):
        email.address(written)


def test_a_domain_that_python_would_change_into_another_is_refused() -> None:
    with pytest.raises(UsageError) as told:
        email.address("a@straße.de")
    assert "xn--" in told.value.hint
