"""A content stream is read a line at a time, and says the same as when it is read as a whole."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from docforge.verify.readers.pdf import operations
from docforge.verify.readers.pdf.operations import Operation, read_stream

_LINES = st.sampled_from(
    [
        *(b"q", b"Q", b"", b"BT", b"ET", b"1 0 0 -1 83.1 122.9 Tm", b"/a1.0 gs", b"-.5 +2 l"),
        *(b"/Span", b"<</MCID 0>>", b"BDC", b"[<012d>10<0236 026d>-8<02>] TJ", b"[3 2] 0 d"),
        *(b"<</ActualText (a\\)", b"b)>>", b"(one", b"two.) Tj", b"12", b"q Q", b"\x00", b"1 2 3"),
    ]
)


@given(st.lists(_LINES))
@example([b"/Span <</MCID 0/ActualText (one", b"q", b"\\(two)", b"three)>> BDC", b"q", b"EMC"])
@example([b"/P <</MCID 0", b"/Alt (a) b)>> BDC", b"q", b"(never ended", b"Q"])
def test_lines_say_what_the_whole_stream_says(lines: list[bytes]) -> None:
    stream = b"\n".join(lines)
    try:
        whole = operations._in_all(stream)
    except ValueError:
        with pytest.raises(ValueError, match="float"):
            read_stream(stream)
        return
    assert read_stream(stream) == whole


def test_what_is_shown_is_parts() -> None:
    stream = read_stream(b"[<012d>10(a\\(b)-8<02>] TJ\n<0236> Tj\n(\xfe\xff\x00\xe9) Tj")
    assert stream.operations == [
        Operation(b"TJ", "[", ((b"012d", 10.0, "a(b", -8.0, b"02"),)),
        Operation(b"Tj", "h", ((b"0236",),)),
        Operation(b"Tj", "(", (("é",),)),
    ]


def test_what_is_no_operation_is_told() -> None:
    assert read_stream(b"q\nQ").is_whole
    assert not read_stream(b"q\n%%\nQ").is_whole
    assert not read_stream(b"q\nQ }").is_whole
