"""What was checked of a document, for people and for programs: JSON and EARL.

Invariant: what was not run is named, and so is what only a person can judge; the same outputs
give the same bytes.
"""

import hashlib
import json
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from msgspec.structs import asdict

from docforge import __version__
from docforge.conformance import Standing, criteria
from docforge.export import Format, Rendering, outputs
from docforge.findings import Outcome, Verdict, encode_finding, encode_verdict
from docforge.shown import as_json
from docforge.verify.judges import JUDGES
from docforge.verify.readback import JUDGE, Proof
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
# The parts of the evidence, in their order.
_SAID = (
    *("docforge", "source", "lang", "outputs", "tolerances", "not_run", "criteria", "for_people"),
)
_CONTEXT = {"earl": "http://www.w3.org/ns/earl#", "dct": "http://purl.org/dc/terms/"}


def evidence(
    digest: str,
    lang: str,
    renderings: Sequence[Rendering],
    proofs: Sequence[Proof],
    standing: Standing,
) -> tuple[tuple[str, bytes], ...]:
    """The evidence files of a document as (extension, content), to be delivered beside it.

    `digest` is the source's, `lang` the document's language, `standing` what the document fails.
    """
    hashes = {r.format: hashlib.sha256(r.content).hexdigest() for r in renderings}
    claims = {r.format: sorted(r.claims) for r in renderings}
    withheld = {r.format: list(map(asdict, standing.withheld(r.claimable))) for r in renderings}
    told = {
        "docforge": __version__,
        "source": digest,
        "lang": lang,
        "outputs": {
            proof.format.key: {
                "sha256": hashes[proof.format],
                "claims": claims[proof.format],
                "withheld": withheld[proof.format],
                "outline": proof.outline,
                "checks": [_verdict(proof.verdict)],
            }
            for proof in proofs
        },
        "tolerances": _tolerances([proof.format for proof in proofs]),
        "not_run": _not_run(list(hashes)),
        "criteria": list(_criteria(lambda name: _told(standing.failures(name)))),
        "for_people": _words()["for_people"],
    }
    return ((EARL, earl_of(told)), (EVIDENCE, _bytes(told)))


def earl_of(told: Mapping[str, Any]) -> bytes:
    """The evidence `told` as Evaluation and Report Language. Raises KeyError, TypeError."""
    checks = [
        (kind, made, check) for kind, made in told["outputs"].items() for check in made["checks"]
    ]
    graph = [_assertion(told["docforge"], *each) for each in checks]
    return _bytes({"@context": _CONTEXT, "@graph": graph})


def is_as_written(content: bytes) -> bool:
    """Whether the evidence `content` is written as docforge writes it. Raises ValueError."""
    return _bytes(json.loads(content)) == content


def disagreement(told: Mapping[str, Any]) -> str:
    """What of the evidence `told` is not what docforge says of such outputs, "" for nothing.

    What another version says in its own words is not known, and what it read not comparable.
    Raises KeyError, TypeError.
    """
    checks = [check for made in told["outputs"].values() for check in made["checks"]]
    if told["docforge"] != __version__ or any(c["version"] != __version__ for c in checks):
        return "versions"
    if list(told) != list(_SAID):
        return "parts"
    known = outputs()
    formats = [known[kind] for kind in told["outputs"]]
    wanted = {
        "tolerances": _tolerances(formats),
        "not_run": _not_run(formats),
        "for_people": _words()["for_people"],
        "criteria": list(_criteria(lambda name: _costly(told, name))),
    }
    for kind, made in told["outputs"].items():
        if [(c["judge"], c["reason"]) for c in made["checks"]] != [(f"{JUDGE} {kind}", "")]:
            return "checks"
        if {each["claim"] for each in made["withheld"]} & {*made["claims"]}:
            return "withheld"
    return next((name for name, said in wanted.items() if told[name] != said), "")


def _costly(told: Mapping[str, Any], criterion: str) -> list[str]:
    own = (each for each in told["criteria"] if f"WCAG {each['criterion']}" == criterion)
    return list(next(own, {"findings": []})["findings"])


def _bytes(told: object) -> bytes:
    return (as_json(told, indent=1) + "\n").encode()


def _verdict(verdict: Verdict) -> dict[str, Any]:
    """`verdict` with what evidence says of its findings."""
    brief = [{key: found[key] for key in _KEYS} for found in map(encode_finding, verdict.findings)]
    return {**encode_verdict(verdict), "findings": brief}


def _tolerances(formats: Sequence[Format]) -> dict[str, dict[str, str]]:
    return {
        kind.key: {each.name: each.reason for each in TOLERANCES if kind.base in each.formats}
        for kind in formats
    }


def _not_run(formats: Sequence[Format]) -> list[dict[str, str]]:
    return [{"judge": verdict.judge, "reason": verdict.reason} for verdict in unasked(formats)]


def unasked(formats: Collection[Format]) -> tuple[Verdict, ...]:
    """The external judges of `formats`: an export does not ask them, `docforge verify` does."""
    bases = {each.base for each in formats}
    return tuple(
        Verdict(name, "", Outcome.NOT_RUN, reason=_words()["not_run"])
        for name, judge in JUDGES.items()
        if judge.format in bases
    )


def _told(failures: Sequence[tuple[str, int]]) -> list[str]:
    return [f"{code} in line {line}" for code, line in failures]


def _criteria(findings: Callable[[str], list[str]]) -> Iterator[dict[str, Any]]:
    """What is known of each criterion of WCAG 2.2, levels A and AA, and what is left to people.

    `findings` gives those that fail a criterion.
    """
    for criterion in criteria().values():
        if criterion.level in ("A", "AA"):
            costly = findings(criterion.name)
            outcome = _words()["decided"][criterion.decided]
            yield {
                "criterion": criterion.name.removeprefix("WCAG "),
                "name": criterion.title,
                "level": criterion.level,
                "outcome": _words()["failed"] if costly else outcome,
                "findings": costly,
            }


@cache
def _words() -> dict[str, Any]:
    text = files("docforge.verify").joinpath("evidence.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _assertion(
    version: str, kind: str, made: Mapping[str, Any], check: Mapping[str, Any]
) -> dict[str, Any]:
    said = check["reason"] or " ".join(found["message"] for found in check["findings"])
    return {
        "@type": "earl:Assertion",
        "earl:assertedBy": {"@type": "earl:Software", "dct:title": f"docforge {version}"},
        "earl:mode": {"@id": "earl:automatic"},
        "earl:subject": {
            "@id": f"urn:sha256:{made['sha256']}",
            "@type": "earl:TestSubject",
            "dct:format": kind,
        },
        "earl:test": {"@type": "earl:TestRequirement", "dct:title": check["judge"]},
        "earl:result": {
            "@type": "earl:TestResult",
            "earl:outcome": {"@id": _OUTCOMES[Outcome(check["outcome"])]},
            "dct:description": said,
        },
    }
