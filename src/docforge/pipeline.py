"""One source to one Export: checked, rendered, read back, and passed through the last gate.

Nothing is raised: whatever goes wrong with a document ends in its own Export.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from docforge.checking import ReadSource, as_draft, guarded, read
from docforge.conformance import Standing
from docforge.document import Meta, plain_text
from docforge.editions import HouseStyle, Made, Wish, maker, placed
from docforge.export import DocumentFacts, Export, Status
from docforge.findings import has_errors, in_reading_order
from docforge.lint import levelled
from docforge.source import SourceFile
from docforge.source.options import RunOptions as RunOptions
from docforge.style import Brand, load_words
from docforge.style.masthead import back_lines
from docforge.style.restrictions import marks
from docforge.verify.evidence import evidence, unasked
from docforge.verify.gated import gated, gated_data


def export(place: SourceFile, options: RunOptions) -> Export:
    """Make the outputs of the source at `place`, or say why there are none."""
    return guarded(place, options, _export)


def look(place: SourceFile, options: RunOptions) -> Export:
    """The same, or, when errors block it, its draft: there is always a look. It is read once."""
    return guarded(place, options, _look)


def _export(place: SourceFile, options: RunOptions) -> Export:
    return _exported(read(place, options), place, options)


def _look(place: SourceFile, options: RunOptions) -> Export:
    found = read(place, options)
    exported = _exported(found, place, options)
    if exported.status is not Status.BLOCKED:
        return exported
    return _exported(found, place, replace(options, draft=True))


def _exported(found: ReadSource, place: SourceFile, options: RunOptions) -> Export:
    found = as_draft(found) if options.draft else found
    made = Made(found.standing)
    dependencies, findings = found.dependencies, found.findings
    if options.draft or not has_errors(findings):
        wish = _wish(found, place, options)
        dependencies += wish.styles_asked()
        made = _made(wish, found.standing, options)
        findings += levelled(made.seen, options.config.lint)
    clean = not has_errors(findings)
    renderings, proofs = made.renderings, made.proofs
    passed = tuple(gated(r.format, r.content, place.stem, found.document) for r in renderings)
    source, lang = found.source, found.document.meta.lang
    told = evidence(source.digest, lang, renderings, proofs, made.standing)
    beside = (gated_data(*each, [one.format for one in renderings]) for each in told)
    refused = placed((*passed, *beside), place.path)
    findings += refused
    status = Status.EXPORTED if clean else Status.DRAFT if options.draft else Status.BLOCKED
    # No level and no draft lets out what the gate has refused.
    status = Status.BLOCKED if refused else status
    delivered = () if status is Status.BLOCKED else renderings
    return Export(
        source=place.path,
        stem=place.stem,
        digest=source.digest,
        status=status,
        renderings=delivered,
        findings=in_reading_order(findings),
        verdicts=(
            *(proof.verdict for proof in proofs),
            *passed,
            *unasked([rendering.format for rendering in delivered]),
        ),
        withheld=made.standing.withheld(claim for each in delivered for claim in each.claimable),
        evidence=told,
        dependencies=dependencies,
        facts=_facts(found.document.meta, made.brand, options.translations.get(place.path, ())),
    )


def _wish(found: ReadSource, place: SourceFile, options: RunOptions) -> Wish:
    return Wish(
        document=found.document,
        settings=found.source.settings,
        place=place,
        formats=options.formats,
        house=HouseStyle(options.style_folders, options.config.brand),
    )


def _made(wish: Wish, standing: Standing, options: RunOptions) -> Made:
    """The outputs; what only they show withdraws the claims that were made before it."""
    make = maker(wish)
    made = make(standing)
    told = standing.with_findings(made.seen)
    is_delivered = options.draft or not has_errors(levelled(made.seen, options.config.lint))
    if told == standing or not is_delivered:
        return made
    return replace(make(told), seen=made.seen)


def _facts(meta: Meta, brand: Brand, translations: Sequence[tuple[str, str]]) -> DocumentFacts:
    words = load_words(meta.lang)
    said = {line.key: line.said.text.strip() for line in back_lines(brand, meta)}
    return DocumentFacts(
        title=" ".join(plain_text(meta.title).split()),
        lang=meta.lang,
        dir=meta.dir,
        date=meta.date,
        contact=said.get("contact", ""),
        formats=said.get("other-format", ""),
        marks=tuple(mark.text for mark in marks(meta.restrictions, words)),
        embargo=str(meta.restrictions.embargo or ""),
        translations=tuple(path for path, _ in translations),
    )
