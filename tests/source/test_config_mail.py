"""The table [email] of docforge.toml."""

from pathlib import Path

import pytest

from docforge.errors import UsageError
from docforge.source.config import load_config


def told(folder: Path, text: str) -> str:
    (folder / "docforge.toml").write_text(text)
    with pytest.raises(UsageError) as caught:
        load_config(folder)
    return caught.value.message


def test_addresses_lists_and_sizes_are_read(tmp_path: Path) -> None:
    (tmp_path / "docforge.toml").write_text(
        '[email]\nfrom = "a@example.org"\nto = "press"\nmax_mb = 10\n'
        '[email.lists]\npress = ["Ann <ann@example.org>"]\n'
    )
    mail = load_config(tmp_path).email
    assert (mail.sender, mail.to, mail.cc) == ("a@example.org", ("press",), ())
    assert mail.lists == {"press": ("Ann <ann@example.org>",)}
    assert (mail.warn_mb, mail.max_mb) == (7, 10)


def test_problems_are_told_with_their_lines(tmp_path: Path) -> None:
    message = told(tmp_path, "[email]\nwarn_mb = 0\ncopy = 1\nlists = 3\n")
    assert ":2: email.warn_mb must be a number above 0" in message
    assert ":3: email.copy is not a key of docforge" in message
    assert ":4: email.lists must be a table of lists" in message


def test_a_mistyped_from_is_pointed_to_from(tmp_path: Path) -> None:
    assert "did you mean from?" in told(tmp_path, '[email]\nform = "a@example.org"\n')
