"""Rules about what SVG drawings show (WCAG 2.2, 1.4.3)."""

from collections.abc import Iterator

from docforge.document import Decorative, Image
from docforge.lint.subject import LintSubject, RuleHit


def pale_letters(subject: LintSubject) -> Iterator[RuleHit]:
    """Letters of a drawing have too little contrast with what is under them.

    Why: People with low vision cannot read them (WCAG 2.2, 1.4.3): letters need 4.5 to 1, large
    ones 3 to 1. docforge looks at SVG drawings; in other pictures a person has to look.

    Example: `<text fill="#bbb">` in a chart on white

    Mend: Make the letters darker, or what is under them lighter.
    """
    seen: set[str] = set()
    for image in subject.every(Image):
        if image.asset is None or image.asset in seen or isinstance(image.alt, Decorative):
            continue
        seen.add(image.asset)
        asset = subject.document.asset(image.asset)
        if asset.media_type == "image/svg+xml":
            from docforge.media.svg.contrast import pale_words  # lxml is for drawings

            for words, ratio in pale_words(asset.data):
                yield RuleHit(
                    image.position,
                    f"the letters “{words[:40]}” in {image.source} have a contrast of {ratio:.1f}",
                    "Make them darker, or what is under them lighter: 4.5 to 1 is needed.",
                )
