import pytest

from tests.engines.exchange.exchange_scene import Node, Scene


@pytest.fixture(scope="session")
def scene() -> Scene:
    return Scene(
        Node.new("Fiji Police, Human Trafficking Unit (fictional)", "FJ", "fj-htu"),
        Node.new("Vanuatu Police, Transnational Crime Unit (fictional)", "VU", "vu-tcu"),
        Node.new("Police of Nowhere (fictional)", "ZZ", "zz-police"),
    )
