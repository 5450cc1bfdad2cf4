"""What was checked of a document, for people and for programs: JSON and EARL.

Invariant: what was not run is named, and so is what only a person can judge; the same outputs
give the same bytes.
"""

import hashlib
import json
import tomllib
from collections.abc import Collection, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from docforge import __version__
from docforge.export import Format, Rendering
from docforge.findings import Outcome, Verdict, encode_finding, encode_verdict
from docforge.verify.judges import JUDGES
from docforge.verify.readback import Proof
from docforge.verify.tolerances import TOLERANCES

EVIDENCE, EARL = "evidence.json", "earl.jsonld"
# Evaluation and Report Language 1.0, 2.7: a judge that was not run is "untested".
_OUTCOMES = {
    Outcome.PASSED: "earl:passed",
    Outcome.FAILED: "earl:failed",
    Outcome.NOT_RUN: "earl:untested",
}
# What evidence says of a finding; the report has it in full.
_KEYS: tuple[Literal["code", "severity", "message", "line"], ...] = (
    "code",
    "severity",
    "message",
    "line",
)
_CONTEXT = {"earl": "http://www.w3.org/ns/earl#", "dct": "http://purl.org/dc/terms/"}


def evidence(
    digest: str, lang: str, renderings: Sequence[Rendering], proofs: Sequence[Proof]
) -> tuple[tuple[str, bytes], ...]:
    """The evidence files of a document as (extension, content), to be delivered beside it.

    `digest` is the source's, `lang` the document's language.
    """
    hashes = {r.format: hashlib.sha256(r.content).hexdigest() for r in renderings}
    claims = {r.format: sorted(r.claims) for r in renderings}
    told = {
        "docforge": __version__,
        "source": digest,
        "lang": lang,
        "outputs": {
            proof.format.extension: {
                "sha256": hashes[proof.format],
                "claims": claims[proof.format],
                "outline": proof.outline,
                "checks": [_verdict(proof.verdict)],
            }
            for proof in proofs
        },
        "tolerances": _tolerances(proofs),
        "not_run": [
            {"judge": verdict.judge, "reason": verdict.reason} for verdict in unasked(list(hashes))
        ],
        "for_people": _words()["for_people"],
    }
    earl = {"@context": _CONTEXT, "@graph": [_assertion(p, hashes[p.format]) for p in proofs]}
    return ((EARL, _bytes(earl)), (EVIDENCE, _bytes(told)))


def _bytes(told: object) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _verdict(verdict: Verdict) -> dict[str, Any]:
    """`verdict` with what evidence says of its findings."""
    brief = [{key: found[key] for key in _KEYS} for found in map(encode_finding, verdict.findings)]
    return {**encode_verdict(verdict), "findings": brief}


def _tolerances(proofs: Sequence[Proof]) -> dict[str, dict[str, str]]:
    return {
        proof.format.extension: {
            each.name: each.reason for each in TOLERANCES if proof.format in each.formats
        }
        for proof in proofs
    }


def unasked(formats: Collection[Format]) -> tuple[Verdict, ...]:
    """The external judges of `formats`: an export does not ask them, `docforge verify` does."""
    return tuple(
        Verdict(name, "", Outcome.NOT_RUN, reason=_words()["not_run"])
        for name, judge in JUDGES.items()
        if judge.format in formats
    )


@cache
def _words() -> dict[str, Any]:
    text = files("docforge.verify").joinpath("evidence.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _assertion(proof: Proof, sha256: str) -> dict[str, Any]:
    return {
        "@type": "earl:Assertion",
        "earl:assertedBy": {"@type": "earl:Software", "dct:title": f"docforge {__version__}"},
        "earl:mode": {"@id": "earl:automatic"},
        "earl:subject": {
            "@id": f"urn:sha256:{sha256}",
            "@type": "earl:TestSubject",
            "dct:format": proof.format.extension,
        },
        "earl:test": {"@type": "earl:TestRequirement", "dct:title": proof.verdict.judge},
        "earl:result": {
            "@type": "earl:TestResult",
            "earl:outcome": {"@id": _OUTCOMES[proof.verdict.outcome]},
            "dct:description": proof.verdict.reason
            or " ".join(finding.message for finding in proof.verdict.findings),
        },
    }
