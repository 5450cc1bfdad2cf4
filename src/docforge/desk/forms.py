"""The fields of a form, bounded in number and size."""

from starlette.requests import Request

_MOST_FIELDS = 300
_LARGEST = 8_500_000  # bytes of one field: the text of a document


async def form_of(request: Request) -> dict[str, str]:
    """The fields by name, with simple line ends; of several of one name the last."""
    return dict(await fields_of(request))


async def fields_of(request: Request) -> list[tuple[str, str]]:
    """Each field with its value, in their order."""
    form = await request.form(max_files=0, max_fields=_MOST_FIELDS, max_part_size=_LARGEST)
    return [
        (name, value.replace("\r\n", "\n"))
        for name, value in form.multi_items()
        if isinstance(value, str)
    ]
