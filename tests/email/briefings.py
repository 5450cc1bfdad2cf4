"""Small documents and briefings for the tests of e-mail drafts."""

import io
from base64 import b64encode

import pikepdf
from PIL import Image

from docforge import email
from docforge.email.covering import paragraph_elements
from docforge.export import DocumentFacts, Format
from docforge.media.formulas.drawing import FormulaDrawing
from docforge.style import load_words

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>'


def png(side: int = 4) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (side, side), "teal").save(buffer, "PNG")
    return buffer.getvalue()


def data_uri(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{b64encode(data).decode()}"


def pdf(pages: int = 2) -> bytes:
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page()
    buffer = io.BytesIO()
    made.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def page(title: str, main: str, lang: str = "en-GB", date: str = "2026-11-12") -> bytes:
    direction = "rtl" if lang == "ar" else "ltr"
    return (
        f'<!DOCTYPE html><html lang="{lang}" dir="{direction}"><head><title>{title}</title>'
        f'<meta name="dcterms.date" content="{date}"><style>p {{ color: red }}</style></head>'
        f'<body><a class="skip" href="#df-main">Skip</a><header class="title-block"><h1>{title}'
        f'</h1><p class="subtitle">Sub</p></header><main id="df-main">{main}</main><footer>'
        '<p class="contact"><span>Contact:</span> <a href="mailto:a@example.org">a@example.org</a>'
        "</p></footer></body></html>"
    ).encode()


MAIN = (
    '<h2 id="one">Part</h2><p>See <a href="https://example.org/">the site</a>, '
    '<a href="../other.html">another</a><a role="doc-noteref" id="r" href="#n"><sup>1</sup></a>.'
    '</p><div class="table-scroll" role="group" tabindex="0" aria-label="Table"><table>'
    '<caption>Ships</caption><thead><tr><th scope="col">Name</th></tr></thead><tbody><tr>'
    '<td class="right">1</td></tr></tbody></table></div>'
    f'<p><img src="{data_uri("image/png", png())}" alt="A teal square" width="4" height="4">'
    f'<img src="{data_uri("image/svg+xml", SVG)}" alt="A drawing" width="2" height="2"></p>'
    '<p><math alttext="x squared"><msup><mi>x</mi><mn>2</mn></msup></math></p>'
    "<details><summary>More</summary><p>Inside</p></details>"
)


def piece(
    title: str = "Harbour news",
    stem: str = "harbour",
    main: str = MAIN,
    lang: str = "en-GB",
    date: str = "2026-11-12",
) -> email.MailDocument:
    outputs = {
        Format.HTML: page(title, main, lang, date),
        Format.EPUB: b"PK epub",
        Format.PDF: pdf(),
        Format.TEXT: f"{title}\n\nGrüße, ضوء.\n".encode(),
    }
    return email.mail_document(stem, outputs, facts(title, lang, date), pages={Format.PDF: 2})


def facts(
    title: str = "Harbour news", lang: str = "en-GB", date: str = "2026-11-12"
) -> DocumentFacts:
    return DocumentFacts(title, lang, "rtl" if lang == "ar" else "ltr", date, "a@example.org")


def briefing(
    *pieces: email.MailDocument,
    subject: str = "Autumn briefing",
    note: tuple[str, ...] = ("Dear all.",),
    body: email.Body = email.Body.WHOLE,
) -> email.Briefing:
    given = pieces or (piece(),)
    formats = (Format.PDF, Format.EPUB, Format.TEXT)
    return email.Briefing(
        accent="#0b4f6c",
        title=subject,
        lang=given[0].facts.lang,
        pieces=given,
        attachments=email.attached(given, formats),
        words=load_words(given[0].facts.lang),
        note=note,
        note_elements=paragraph_elements(note, "ltr"),
        body=body,
        neighbours=email.neighbours_of(given, "", formats),
    )


def drawn(svg: bytes, width: int, height: int) -> bytes:
    return png(width)


def formula(mathml: str) -> FormulaDrawing:
    return FormulaDrawing(SVG, 2.0, 1.0, 0.25)


STUDIO = email.Studio(drawn, formula)


def draft(made: email.Briefing, to: tuple[str, ...] = ("press@example.org",)) -> bytes:
    people = email.recipients(to, (), {})
    return email.compose(made, email.address("desk@example.org"), people, STUDIO).content
