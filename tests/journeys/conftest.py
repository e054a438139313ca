"""Both nodes of the demo, started once as a person starts them, and the browsers that walk through them."""

import pytest

from tests.journeys.walking import Walk
from tests.project.command_line import running_demo

PORT = 8540  # first tried; the demo takes the next four that are free


def pytest_collection_modifyitems(items):
    """All journeys share one demo, so one worker walks them all."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture(scope="session")
def demo(browser_type_launch_args, tmp_path_factory):
    """`lali demo`, made anew. It asks for the browser first, so that nothing is made where there is none."""
    with running_demo(tmp_path_factory.mktemp("demo"), PORT) as demo:
        yield demo


@pytest.fixture
def begin_walk(browser, demo):
    """Begin a walk at a width; when the test ends, everything its browsers asked and said is judged."""
    begun = []

    def begin_walk(name, *, width, javascript=True):
        begun.append(Walk(browser, demo, name, width=width, javascript=javascript))
        return begun[-1]

    yield begin_walk
    for walk in begun:
        walk.end()
