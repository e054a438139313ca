"""`lali config`: what an administrator does on the node's machine."""

import json

import pytest

from lali.records.configuration.shipped import shipped_text


@pytest.fixture(scope="module")
def island(make):
    return make("config")
