"""Exports of the desk on the workers of a Dask scheduler."""

from pathlib import Path

import pytest
from desks import STORY, running
from test_cluster import scheduler, worker
from test_flow import exported, until

from docforge.desk import exporting
from docforge.export import Status

pytestmark = pytest.mark.slow


def test_a_scheduler_does_the_exports_and_makes_the_same_bytes(tmp_path: Path) -> None:
    with (
        scheduler(tmp_path) as (address, _),
        worker(address, tmp_path),
        running(tmp_path, scheduler=address) as (_, far, _),
    ):
        far.enter()
        page = far.paste()
        exported(far, page)
        there = far.get(page.replace("/write/", "/get/pdf/")).content
    with running(tmp_path) as (_, near, _):
        near.enter()
        page = near.paste()
        exported(near, page)
        assert near.get(page.replace("/write/", "/get/pdf/")).content == there


def test_a_scheduler_that_does_not_answer_is_told(tmp_path: Path) -> None:
    with running(tmp_path, scheduler="tcp://127.0.0.1:9") as (desk, browser, _):
        browser.enter()
        page = browser.paste(STORY)
        project = desk.projects.open("", page.split("/")[2])
        run = exporting.begin(desk, project, project.places())
        until(lambda: run.is_over)
        assert "No Dask scheduler answers" in run.problem
        assert run.count(Status.EXPORTED) == 0
        assert "No Dask scheduler answers" in browser.get(page.replace("/write/", "/check/")).text
