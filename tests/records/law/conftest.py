import pytest


@pytest.fixture
def law(agency):
    """The offences that ship."""
    from lali.records.law.actions import load_law

    assert load_law(by="node") > 50
