"""A judge that behaves as badly as its first argument says; it speaks the judges' lines."""

import json
import os
import sys
import time


def say(**fields: object) -> None:
    print(json.dumps(fields), flush=True)


def finding(severity: str = "error") -> dict[str, object]:
    return {
        "code": "7.1-3",
        "severity": severity,
        "message": "Content is not tagged",
        "inside": "",
        "line": 3,
        "column": 4,
        "hint": "clause 7.1",
    }


def answer(profile: str, file: str, **changes: object) -> None:
    say(**({"profile": profile, "file": file} | clean() | changes))


def clean() -> dict[str, object]:
    return {"outcome": "passed", "checked": 106, "findings": []}


def behave(mode: str, profile: str, file: str) -> None:
    """Answer one question. In `on-bad` modes only files whose name has "bad" get the bad answer."""
    if mode.endswith("-on-bad") and "bad" not in file:
        return answer(profile, file)
    match mode.removesuffix("-on-bad"):
        case "honest" if "bad" in file:
            answer(profile, file, outcome="failed", findings=[finding(), finding("note")])
        case "honest":
            answer(profile, file)
        case "crash":
            print("Segmentation fault", file=sys.stderr, flush=True)
            os._exit(139)
        case "leave":
            os._exit(0)
        case "hang":
            time.sleep(60)
        case "refuse":
            say(profile=profile, file=file, error="The file is encrypted")
        case mode:
            lie(mode, profile, file)


def lie(mode: str, profile: str, file: str) -> None:
    match mode:
        case "garbage":
            print("PASSED!! everything is fine", flush=True)
        case "half":
            print(json.dumps({"profile": profile, "file": file} | clean())[:-9], flush=True)
        case "empty-line":
            print(flush=True)
        case "list":
            print("[]", flush=True)
        case "other-file":
            answer(profile, file + ".other.pdf")
        case "other-profile":
            answer("2a", file)
        case "looked-at-nothing":
            answer(profile, file, checked=0)
        case "passed-with-errors":
            answer(profile, file, findings=[finding()])
        case "passed-with-warnings":
            answer(profile, file, findings=[finding("warning")])
        case "failed-without-reason":
            answer(profile, file, outcome="failed")
        case "unknown-outcome":
            answer(profile, file, outcome="compliant")
        case "not-run-outcome":
            answer(profile, file, outcome="not-run")
        case "unknown-severity":
            answer(profile, file, outcome="failed", findings=[finding("shout")])
        case "no-checked":
            say(profile=profile, file=file, outcome="passed", findings=[])
        case "checked-is-true":
            answer(profile, file, checked=True)
        case "negative":
            answer(profile, file, checked=-1)
        case "no-findings":
            say(profile=profile, file=file, outcome="passed", checked=1)
        case "nameless-finding":
            answer(profile, file, outcome="failed", findings=[finding() | {"code": " "}])
        case "deep":
            print("[" * 200_000, flush=True)
        case _:
            raise SystemExit(f"no mode {mode}")


def greet(mode: str) -> None:
    match mode:
        case "dead-on-arrival":
            raise SystemExit("Error: could not find or load main class")
        case "mute":
            time.sleep(60)
        case "garbage-greeting":
            print("Welcome to the judge, version 1.0", flush=True)
        case "wrong-judge":
            say(judge="somebody", version="1.0")
        case "no-version":
            say(judge="simulated", version="")
        case _:
            say(judge="simulated", version="1.0")


if __name__ == "__main__":
    greet(sys.argv[1])
    for line in sys.stdin:
        behave(sys.argv[1], *line.rstrip("\n").split(" ", 1))
