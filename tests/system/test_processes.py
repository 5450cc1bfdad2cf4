"""Processes are bounded in time, output and memory, and leave nothing behind."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from docforge.errors import ExitCode, ToolFailed, ToolMissing
from docforge.system.process_limits import ProcessLimits
from docforge.system.processes import conversation, run


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def is_running(pid: int) -> bool:
    """Whether the process exists and is not merely waiting to be collected."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until_gone(pid: int) -> bool:
    deadline = time.monotonic() + 60
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_running(pid)


def test_run_gives_input_and_returns_both_outputs() -> None:
    code = "import sys; sys.stdout.write(sys.stdin.read().upper()); sys.stderr.write('so so')"
    completed = run(python(code), input=b"words")
    assert (completed.stdout, completed.stderr, completed.code) == ("WORDS", "so so", 0)


def test_run_does_not_use_a_shell() -> None:
    assert run(["echo", "$HOME; ls"]).stdout == "$HOME; ls\n"


def test_a_missing_program_is_told_with_a_remedy() -> None:
    with pytest.raises(ToolMissing, match="no-such-program is not installed") as caught:
        run(["no-such-program"])
    assert caught.value.exit_code is ExitCode.TOOL_MISSING
    assert "Install no-such-program" in caught.value.hint


def test_an_unexpected_exit_code_is_told_with_what_the_program_complained_about() -> None:
    with pytest.raises(ToolFailed, match="ended with code 3") as caught:
        run(python("import sys; print('no paper', file=sys.stderr); sys.exit(3)"))
    assert caught.value.hint == "no paper"


def test_an_exit_code_that_is_accepted_is_returned() -> None:
    assert run(python("raise SystemExit(3)"), accept=(0, 3)).code == 3


@pytest.mark.slow
def test_at_the_time_limit_the_whole_process_group_is_killed(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    code = (
        "import os, signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}')\n"
        "time.sleep(60)"
    )
    with pytest.raises(ToolFailed, match="did not answer within 1 seconds"):
        run(python(code), limits=ProcessLimits(seconds=1))
    assert all(wait_until_gone(int(pid)) for pid in pids.read_text().split())


def test_a_child_that_outlives_a_program_is_ended_too() -> None:
    code = (
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'],\n"
        "                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
        "print(child.pid)"
    )
    assert wait_until_gone(int(run(python(code)).stdout))


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_endless_output_is_stopped(stream: str) -> None:
    code = f"import sys\nwhile True: sys.{stream}.write('x' * 100_000)"
    with pytest.raises(ToolFailed, match="printed more than 1000000 bytes"):
        run(python(code), limits=ProcessLimits(seconds=30, output_bytes=1_000_000))


def test_memory_is_limited() -> None:
    code = "import time; time.sleep(0.3); bytearray(400_000_000); print('has it')"
    with pytest.raises(ToolFailed, match="ended with code 1") as caught:
        run(python(code), limits=ProcessLimits(memory_mb=200))
    assert "MemoryError" in caught.value.hint


def test_limits_that_are_lower_already_are_left_alone() -> None:
    """Nobody may raise what `ulimit -t` has set; without rights, to try is an error."""
    asked = "import resource as r; print(r.getrlimit(r.RLIMIT_CPU), r.getrlimit(r.RLIMIT_AS)[1])"
    script = f"""
import resource
from docforge.system.process_limits import ProcessLimits
from docforge.system.processes import run
resource.setrlimit(resource.RLIMIT_CPU, (50, 50))
resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))
limits = ProcessLimits(memory_mb=9000, processor_seconds=1000)
print(run([{sys.executable!r}, "-c", {asked!r}], limits=limits).stdout)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == f"(50, 50) {2**31}"


def test_the_environment_is_small_and_the_same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "word")
    monkeypatch.setenv("LANG", "tr_TR.UTF-8")
    code = "import os; print(sorted(os.environ), os.environ['LANG'], os.environ['EXTRA'])"
    said = run(python(code), env={"EXTRA": "yes"}).stdout
    assert said.endswith("C.UTF-8 yes\n")
    assert "SECRET" not in said


def test_a_conversation_answers_line_by_line_in_one_process() -> None:
    code = (
        "import os, sys\n"
        "print('hello', flush=True)\n"
        "for line in sys.stdin: print(os.getpid(), line.strip().upper(), flush=True)"
    )
    with conversation(python(code)) as talk:
        assert talk.listen() == "hello"
        first, second = talk.ask("one").split(), talk.ask("two").split()
    assert (first[1], second[1]) == ("ONE", "TWO")
    assert first[0] == second[0]
    assert wait_until_gone(int(first[0]))


def test_a_conversation_that_dies_says_why() -> None:
    with conversation(python("import sys; input(); sys.exit('out of ink')")) as talk:
        with pytest.raises(ToolFailed, match="ended with code 1 instead of answering") as caught:
            talk.ask("one")
        assert caught.value.hint == "out of ink"
        with pytest.raises(ToolFailed):
            talk.ask("two")


@pytest.mark.slow
def test_a_conversation_that_hangs_is_killed() -> None:
    code = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
    with conversation(python(code), limits=ProcessLimits(seconds=6)) as talk:
        pid = int(talk.listen())
        with pytest.raises(ToolFailed, match="did not answer within 6 seconds"):
            talk.ask("one")
        assert wait_until_gone(pid)


@pytest.mark.slow
def test_a_conversation_ends_its_process_when_the_caller_fails() -> None:
    code = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
    pids = []

    def fail() -> None:
        with conversation(python(code)) as talk:
            pids.append(int(talk.listen()))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert wait_until_gone(pids[0])


@pytest.mark.slow
def test_a_process_is_asked_to_end_before_it_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "note"
    code = (
        "import pathlib, signal, sys, time\n"
        f"def end(*_): pathlib.Path({str(note)!r}).write_text('tidied'); sys.exit()\n"
        "signal.signal(signal.SIGTERM, end)\n"
        "print('ready', flush=True)\n"
        "time.sleep(60)"
    )
    with conversation(python(code)) as talk:
        talk.listen()
    assert note.read_text() == "tidied"
