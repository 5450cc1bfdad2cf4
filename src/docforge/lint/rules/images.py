"""Rules about the descriptions of images (WCAG 2.2, 1.1.1; ISO 14289-1, 7.3)."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from xml.etree import ElementTree

from docforge.document import Asset, Decorative, Figure, Image, plain_text, walk
from docforge.lint.rules.placeholders import holds_placeholder, image_words
from docforge.lint.subject import LintSubject, RuleHit

LONGEST = 150
_MUCH_TEXT = 40
_FILE_NAME = re.compile(
    r"(?:\S.{0,100})?\S\.(?:png|jpe?g|jfif|gif|svg|webp|bmp|tiff?|heic|heif|avif|pdf|psd|ai|eps)"
    # What cameras, telephones, scanners and browsers call their files.
    r"|(?:img|dsc|dscn|dscf|dji|gopr|pxl|mvimg|p|image|scan|unnamed|download|untitled)"
    r"[-_ ]{0,2}\(?\d[\d_-]{0,30}\)?(?:[-_ .](?:\w{1,12}|\(\d{1,3}\))){0,3}"
    r"|(?:screen ?shot|screen ?capture|whatsapp image|bildschirmfoto|capture d.écran"
    r"|captura de pantalla|schermata)[-_ ]\d{2,4}.{0,40}"
    r"|\d{8}[-_T]?\d{4,9}(?:[-_~]\w{1,10})?|[0-9a-f]{16,64}"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    re.IGNORECASE,
)
# Word and PowerPoint write such a description without anybody having read it.
_AUTOMATIC = re.compile(
    r"\bDescription automatically generated\b|^(?:alt|title|caption)\s*=", re.IGNORECASE
)


def _described(subject: LintSubject) -> Iterator[tuple[Image, str]]:
    for image in subject.every(Image):
        if isinstance(image.alt, str):
            yield image, " ".join(image.alt.split())


def _is_file_name(image: Image, alt: str) -> bool:
    stem = PurePosixPath(image.source).stem
    named = re.search(r"[_\d-]", stem) and alt.casefold() == stem.casefold()
    return bool(named or _FILE_NAME.fullmatch(alt))


def description_is_file_name(subject: LintSubject) -> Iterator[RuleHit]:
    """The description of an image is a file name.

    Why: A listener hears “i m g, underscore, 4 0 2 1, dot j p g” in the place of the picture
    (WCAG 2.2, 1.1.1, failure F30).

    Example: `![IMG_4021.jpg](IMG_4021.jpg)`

    Mend: Say what the image tells: `![The new ferry at the quay](IMG_4021.jpg)`.
    """
    for image, alt in _described(subject):
        if _is_file_name(image, alt):
            yield RuleHit(
                image.position, f"the description “{alt[:60]}” is a file name", "Say what it shows."
            )


def placeholder_description(subject: LintSubject) -> Iterator[RuleHit]:
    """The description of an image says nothing of what it shows.

    Why: “Image” or “logo” tells a listener nothing that the screen reader has not said
    already; signs, emoji and invisible characters tell nothing at all (WCAG 2.2, 1.1.1,
    failures F30 and F39).

    Example: `![photo](quay.jpg)`, `![.](quay.jpg)` or `![TODO](quay.jpg)`

    Mend: Say what the image tells, or mark it as decorative with `{.decorative}`.
    """
    found: dict[str, list[Image]] = {}
    for image, alt in _described(subject):
        if _says_nothing(subject, image, alt):
            found.setdefault(alt, []).append(image)
    for alt, images in found.items():
        more = f", and {len(images) - 1} more like it" if len(images) > 1 else ""
        yield RuleHit(
            images[0].position,
            _says_nothing(subject, images[0], alt) + more,
            "Say what it tells, or mark it as decorative with {.decorative}.",
        )


def _says_nothing(subject: LintSubject, image: Image, alt: str) -> str:
    """Why `alt` tells nothing of `image`, or "" when it does or another rule says so."""
    if _is_file_name(image, alt):
        return ""
    bare = re.sub(r"^[\W_]+|[\W\d_]+$", "", alt).casefold()
    own = subject.vocabulary.placeholders if subject.vocabulary else frozenset[str]()
    if not any(map(str.isalnum, alt)):
        shown = "".join(char for char in alt if char.isprintable())
        what = f"“{shown[:30]}”, without any word" if shown else "invisible characters"
        return f"the description of {image.source} is {what}"
    if bare in own or bare in image_words() or _AUTOMATIC.search(alt):
        return f"the description “{alt[:60]}” does not say what the image shows"
    if holds_placeholder(alt, subject.document.meta.lang.partition("-")[0].lower()):
        return f"the description “{alt[:60]}” is still to be written"
    return ""


def same_description_twice(subject: LintSubject) -> Iterator[RuleHit]:
    """Two different images have the same description.

    Why: A listener takes them for the same picture twice; one of the two descriptions does not
    say what makes its picture different (WCAG 2.2, 1.1.1).

    Example: `![The new ferry](ferry-1.jpg)` and `![The new ferry](ferry-2.jpg)`

    Mend: Say in each what only this picture shows, or mark the one that adds nothing as
    decorative with `{.decorative}`.
    """
    alike: dict[str, list[Image]] = {}
    for image, alt in _described(subject):
        if not (_is_file_name(image, alt) or _says_nothing(subject, image, alt)):
            alike.setdefault(_plain(alt), []).append(image)
    for images in alike.values():
        others = {image.asset or image.source: image for image in reversed(images)}
        first = others.pop(images[0].asset or images[0].source)
        if others:
            lines = sorted(image.position.line for image in others.values())
            more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
            yield RuleHit(
                first.position,
                f"another picture, in line {lines[0]}{more}, has the same description "
                f"“{str(first.alt)[:60]}”",
                "Say in each what only this picture shows.",
            )


def description_repeats_caption(subject: LintSubject) -> Iterator[RuleHit]:
    """The description of an image repeats its caption.

    Why: A listener hears the same words twice and still does not know what is to be seen
    (WCAG 2.2, 1.1.1).

    Example: `![Ferry passengers a year](ferries.svg)` with `Figure: Ferry passengers a year`

    Mend: Keep the caption, and describe what the picture tells: the trend, the numbers.
    """
    for figure in subject.every(Figure):
        caption = _plain(plain_text(figure.caption))
        for image in (node for node in walk(figure) if isinstance(node, Image)):
            if isinstance(image.alt, str) and caption and _plain(image.alt) == caption:
                yield RuleHit(
                    image.position,
                    "the description of this image repeats its caption",
                    "Describe what the picture tells; the caption names it already.",
                )


def _plain(words: str) -> str:
    return " ".join(words.casefold().split()).rstrip(".")


def long_description(subject: LintSubject) -> Iterator[RuleHit]:
    """The description of an image is longer than 150 characters.

    Why: A description is heard in one piece; a listener cannot stop in it or go back by
    words (WCAG 2.2, 1.1.1, technique G95 asks for a short one).

    Example: an `alt` that lists every number of a chart

    Mend: Say the main point in the description, and put the rest in the text or a table.
    """
    for image, alt in _described(subject):
        if len(alt) > LONGEST:
            yield RuleHit(
                image.position,
                f"this description has {len(alt)} characters; {LONGEST} are much already",
                "Say the main point here and the rest in the text.",
            )


def description_begins_with_image_of(subject: LintSubject) -> Iterator[RuleHit]:
    """The description of an image begins with “image of”.

    Why: The screen reader says “image” before each description; the words come twice
    (WCAG 2.2, 1.1.1).

    Example: `![Image of the new ferry](ferry.jpg)`

    Mend: Begin with what is shown: `![The new ferry at the quay](ferry.jpg)`.
    """
    if subject.vocabulary is None:
        return
    for image, alt in _described(subject):
        if opening := subject.vocabulary.openings.match(alt):
            yield RuleHit(
                image.position,
                f"the description begins with “{opening[0]}”, which is said anyway",
                "Begin with what is shown.",
            )


def decorative_with_caption(subject: LintSubject) -> Iterator[RuleHit]:
    """A decorative image has a caption.

    Why: A caption says that the image matters; a listener hears the caption of something
    that is not there (WCAG 2.2, 1.1.1).

    Example: `![](chart.svg){.decorative}` with `Figure: Passengers a year`

    Mend: Describe the image, or take the caption away.
    """
    for figure in subject.every(Figure):
        images = [node for node in walk(figure) if isinstance(node, Image)]
        if figure.caption and images and all(isinstance(image.alt, Decorative) for image in images):
            yield RuleHit(
                images[0].position,
                "this image is marked as decorative and has a caption",
                "Describe it, or take the caption away.",
            )


def picture_of_text(subject: LintSubject) -> Iterator[RuleHit]:
    """An image seems to hold much text, which a person should look at.

    Why: Text in a picture cannot be enlarged cleanly, read aloud or translated
    (WCAG 2.2, 1.4.5). docforge counts the words of SVG drawings, and goes by the names of
    other files: screenshot, poster, infographic.

    Example: `![Opening times](poster.png)`

    Mend: Write the text as text. If the picture must stay, see that its description or the
    text beside it says everything that it says.
    """
    for image, alt in _described(subject):
        words = _drawn_words(subject, image)
        named = subject.vocabulary and subject.vocabulary.text_pictures.search(image.source)
        if words > _MUCH_TEXT or (named and len(alt) <= LONGEST):
            yield RuleHit(
                image.position,
                f"the image {image.source} seems to hold much text",
                "See that all of it also stands in the text or in the description.",
            )


def _drawn_words(subject: LintSubject, image: Image) -> int:
    asset = subject.document.asset(image.asset) if image.asset else None
    if not isinstance(asset, Asset) or asset.media_type != "image/svg+xml":
        return 0
    root = ElementTree.fromstring(asset.data)
    text = (" ".join(node.itertext()) for node in root.iter() if node.tag.endswith("}text"))
    return sum(len(re.findall(r"[^\W\d_]{2,}", words)) for words in text)
