"""Who comes through the onion service is served there; who comes by HTTPS is told of it; without one nobody is."""

import pytest

ONION = "l" * 55 + "d.onion"


@pytest.fixture
def with_onion(public, settings):
    settings.ALLOWED_HOSTS = ["report.example", ONION]
    settings.ONION, settings.SECURE_SSL_REDIRECT = ONION, True
    settings.SECURE_HSTS_SECONDS = 60
    return public


def test_the_onion_service_is_served_without_https(with_onion):
    answer = with_onion.get("/en/learn/", headers={"host": ONION})
    assert answer.status_code == 200
    assert "Onion-Location" not in answer
    assert "Strict-Transport-Security" not in answer
    assert with_onion.get("/en/learn/", headers={"host": f"{ONION}:80"}).status_code == 200


def test_others_come_by_https_and_are_told(with_onion):
    sent_on = with_onion.get("/en/learn/", headers={"host": "report.example"})
    assert sent_on["Location"] == "https://report.example/en/learn/"
    answer = with_onion.get("/en/help/?country=VU", secure=True, headers={"host": "report.example"})
    assert answer["Onion-Location"] == f"http://{ONION}/en/help/?country=VU"
    assert "Onion-Location" not in with_onion.post("/en/check/", {}, secure=True, headers={"host": "report.example"})


def test_a_node_without_one_tells_of_none(public):
    assert "Onion-Location" not in public.get("/en/", secure=True)


def test_a_false_host_is_refused_as_ever(with_onion):
    assert with_onion.get("/en/", headers={"host": "other.onion"}).status_code in {301, 400}
    assert with_onion.get("/en/", secure=True, headers={"host": "other.onion"}).status_code == 400
