"""Both nodes of the demo, started once as a person starts them, and the browsers that walk through them."""

import shutil

import pytest

from tests.journeys.walking import Walk
from tests.project.command_line import PORT, running_demo
from tests.project.making import made_once


@pytest.hookimpl(tryfirst=True)  # before xdist reads the marks
def pytest_collection_modifyitems(items):
    """All journeys share one running demo, so one worker walks them all."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture(scope="session")
def demo(browser_type_launch_args, tmp_path_factory):
    """`lali demo` over a copy of the demo. The browser is asked for first: where there is none, nothing is made."""
    made = made_once(tmp_path_factory.getbasetemp())
    home = shutil.copytree(made.home, tmp_path_factory.mktemp("demo") / "copy")
    with running_demo(home, PORT) as demo:
        yield demo


@pytest.fixture
def begin_walk(browser, demo):
    """Begin a walk at a width; when the test ends, everything its browsers asked and said is judged."""
    begun = []

    def begin_walk(name, *, width, **how):
        begun.append(Walk(browser, demo, name, width=width, **how))
        return begun[-1]

    yield begin_walk
    for walk in begun:
        walk.end()
