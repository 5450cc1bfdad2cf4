"""The settings of one document: one model for docforge.toml, front matter and flags.

A key means the same wherever it stands.
"""

from collections.abc import Mapping
from typing import Self

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from docforge.source.config import values
from docforge.source.config.problems import sentence


class FrozenTable(BaseModel):
    """A table of keys: nothing in it changes, and a key that it does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FrontMatterKeys(FrozenTable):
    """What front matter says of its document.

    `lang` is a BCP 47 tag, or None when nothing says it; `dir` None follows the language. `embargo`
    is what `str(Embargo)` gives where it names a day; `translation_of` the address of a source.
    """

    title: values.Title = None
    subtitle: values.Unmarked = ""
    lang: values.Language = Field(default=None, validation_alias=AliasChoices("lang", "language"))
    dir: values.ReadingDirection = Field(
        default=None, validation_alias=AliasChoices("dir", "direction")
    )
    date: values.Line = ""
    authors: values.People = Field(default=(), validation_alias=AliasChoices("authors", "author"))
    organisation: values.Line = Field(
        default="", validation_alias=AliasChoices("organisation", "organization")
    )
    description: values.Line = ""
    keywords: values.Keywords = ()
    slug: values.Slug = ""
    style: values.Name = "briefing"
    editions: values.Editions = ()
    toc: bool | None = None
    contact: values.Line = ""
    dialect: values.Dialect = "commonmark_x"
    embed_source: bool = False
    math: values.Switch = True
    smart: values.Switch = True
    pdf_profile: values.Profile = "ua-1"
    image_dpi: values.Dots = 220
    base_url: values.WebAddress = None
    kind: values.Kind = ""
    status: values.PublicationStatus = ""
    embargo: values.Line = ""
    classification: values.Mark = ""
    version: values.Mark = ""
    replaces: values.Line = ""
    translation_of: values.Line = ""
    evaluated_by: values.Line = ""
    evaluated_on: values.Day = ""


class Settings(FrontMatterKeys):
    """One document's front matter over overrides over defaults; flags win over all.

    `resource_root` is the absolute folder where addresses that begin with "/" are looked
    up. A source is not trusted to name it: only docforge.toml does.
    """

    resource_root: values.Folder | None = None

    def under(self, given: FrontMatterKeys) -> Self:
        """These settings under what `given` says, and only what it says."""
        said = given.model_fields_set & Settings.model_fields.keys()
        return self.model_copy(update={name: getattr(given, name) for name in said})


def key_names(model: type[FrozenTable]) -> dict[str, str]:
    """Every name that a key of `model` may be written with, to the name of its field."""
    return {
        str(name): field
        for field, info in model.model_fields.items()
        for name in getattr(info.validation_alias, "choices", [field])
    }


def read_keys(given: Mapping[str, values.Value]) -> tuple[FrontMatterKeys, dict[str, str]]:
    """The values that can be used, and of each other key what its value must be."""
    try:
        return FrontMatterKeys.model_validate(given), {}
    except ValidationError as error:
        wrong = {str(problem["loc"][0]): sentence(problem) for problem in error.errors()}
    usable = {key: value for key, value in given.items() if key not in wrong}
    return FrontMatterKeys.model_validate(usable), wrong
