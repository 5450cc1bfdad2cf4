import pytest

from docforge.source import StoredForm, decode, stored_form


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_what_was_read_is_written_as_it_was(mark: str, line_end: str) -> None:
    data = (mark + line_end.join(["One é", "", "two", ""])).encode()
    source = decode(data, "a.md")
    form = stored_form(source.text, source.digest)
    assert form == StoredForm(bool(mark), line_end)
    assert form.encoded(source.text) == data


@pytest.mark.parametrize(
    "data",
    [b"one\r\ntwo\n", b"caf\xe9\n", "one\n".encode("utf-16"), b"one\x07\n", b"one\r\rtwo\r\n"],
    ids=["mixed ends", "Windows-1252", "UTF-16", "a control character", "ends doubled"],
)
def test_a_file_that_holds_more_than_its_text_has_no_form(data: bytes) -> None:
    source = decode(data, "a.md")
    assert stored_form(source.text, source.digest) is None
