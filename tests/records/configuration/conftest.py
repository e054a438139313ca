import pytest


@pytest.fixture
def configured(agency):
    """The node has the configuration that comes for Fiji."""
    from lali.records.configuration.actions import load_shipped

    return load_shipped(by="node", country="FJ")
