"""Screens of restricted exhibits: the tick on the way in, asking, allowing, looking in steps, ending."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from lali.records.evidence import actions
from lali.records.evidence.models import Exhibit, RestrictedOpening

pytestmark = pytest.mark.slow  # a file or a bundle in each test

CANARY = "canary-in-a-name"


def png():
    out = io.BytesIO()
    Image.linear_gradient("L").resize((300, 200)).convert("RGB").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def signed_in():
    def signed_in(member):
        client = Client()
        client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


@pytest.fixture
def shut(full_case, lead):
    return actions.take_in_exhibit(
        by=lead, ref=full_case.ref, file_name=f"{CANARY}.png", source=io.BytesIO(png()),
        acquisition=actions.Acquisition(title=CANARY), restricted=True,
    )  # fmt: skip


def page(exhibit, route="exhibit", **more):
    return reverse(f"workspace:{route}", args=[exhibit.case.ref, exhibit.number, *more.values()])


def test_the_tick_counts_even_when_something_else_in_the_form_is_wrong(full_case, lead, signed_in):
    form = {"file": SimpleUploadedFile(f"{CANARY}.jpg", b"x"), "restricted": "on", "acquired_at": "2999-01-01T00:00"}
    signed_in(lead).post(reverse("workspace:exhibit_new", args=[full_case.ref]), form)
    exhibit = Exhibit.objects.get(file_name="restricted")
    assert exhibit.restricted_at


def test_a_colleague_marks_one_and_its_name_is_gone_from_its_page_and_the_lists(full_case, colleague, signed_in):
    exhibit, client = full_case.exhibits.get(), signed_in(colleague)
    assert "chat.txt" in client.get(page(exhibit)).content.decode()
    assert client.post(page(exhibit, "exhibit_restrict"), {"restrict-why": "It looks so"}).status_code == 302
    for address in (page(exhibit), reverse("workspace:case_evidence", args=[full_case.ref])):
        text = client.get(address).content.decode()
        assert "Restricted exhibit" in text
        assert "chat.txt" not in text
        assert "Chat" not in re.sub(r"<nav.*?</nav>", "", text, flags=re.DOTALL)


def test_only_a_lead_reads_what_it_is_called_on_its_own_page(shut, lead, colleague, supervisor, signed_in):
    assert CANARY in signed_in(lead).get(page(shut)).content.decode()
    for member in (colleague, supervisor):
        assert CANARY not in signed_in(member).get(page(shut)).content.decode()


def test_from_asking_to_the_end(shut, lead, colleague, signed_in):
    asker, decider = signed_in(colleague), signed_in(lead)
    picture = [page(shut, "restricted_picture", step=step) for step in ("grey", "plain")]
    form = {"ask-purpose": "view", "ask-why": "To say what it is", "ask-minutes": "15"}
    assert asker.post(page(shut, "restricted_ask"), form).status_code == 302
    assert "A second person has to decide" in asker.get(page(shut)).content.decode()
    waits = f"Restricted exhibit {shut.ref} of case {shut.case.ref}"
    assert waits in decider.get(reverse("workspace:desk")).content.decode()
    assert waits not in asker.get(reverse("workspace:desk")).content.decode()
    assert asker.get(picture[0]).status_code == 404

    waiting = decider.get(reverse("workspace:openings")).content.decode()
    assert "To say what it is" in waiting
    opening = RestrictedOpening.objects.get()
    decide = reverse("workspace:restricted_decide", args=[opening.pk])
    assert asker.post(decide, {"allowed": "yes"}).status_code in {403, 404}
    assert decider.post(decide, {"allowed": "yes"}).status_code == 302

    assert "15 minutes left" in asker.get(page(shut)).content.decode()
    plate = asker.get(page(shut, "restricted_look")).content.decode()
    assert "It is not shown yet." in plate
    assert "<img" not in plate
    assert 'http-equiv="refresh"' in plate  # what is on the screen goes when its time is over
    for step, address in zip(("grey", "plain"), picture, strict=True):
        assert f"/{step}/picture.png" in asker.get(page(shut, "restricted_look"), {"as": step}).content.decode()
        shown = asker.get(address)
        assert shown.status_code == 200
        assert "no-store" in shown["Cache-Control"]
    grey = Image.open(io.BytesIO(asker.get(picture[0]).content))
    assert grey.mode == "L"
    assert decider.get(picture[0]).status_code == 404
    assert signed_in(colleague).get(picture[0]).status_code == 404  # the same person in another session
    assert asker.get(page(shut, "restricted_look"), {"as": "large"}).status_code == 404

    assert decider.post(reverse("workspace:restricted_end", args=[opening.pk])).status_code == 302
    assert asker.get(picture[0]).status_code == 404
    assert asker.get(page(shut, "restricted_look")).status_code == 302


def test_what_was_not_asked_for_is_refused_with_a_sentence(shut, lead, supervisor, colleague, signed_in):
    client = signed_in(lead)
    for route in ("exhibit_copy", "exhibit_bundle"):
        refused = client.post(page(shut, route))
        assert refused.status_code == 409
        assert "leave of a second person" in refused.content.decode()


def test_a_copy_under_an_opening_goes_out_without_its_name(shut, lead, supervisor, signed_in):
    client = signed_in(lead)
    client.post(page(shut, "restricted_ask"), {"ask-purpose": "copy", "ask-why": "Prosecutor", "ask-minutes": "5"})
    opening = RestrictedOpening.objects.get()
    decide = reverse("workspace:restricted_decide", args=[opening.pk])
    assert signed_in(supervisor).post(decide, {"allowed": "yes"}).status_code == 302
    copy = client.post(page(shut, "exhibit_copy"))
    assert copy.status_code == 200
    assert b"".join(copy) == png()
    assert CANARY not in copy["Content-Disposition"]


def test_a_decided_question_says_so_and_an_empty_one_comes_back(shut, lead, colleague, signed_in):
    asker, decider = signed_in(colleague), signed_in(lead)
    again = asker.post(page(shut, "restricted_ask"), {"ask-purpose": "view", "ask-why": "", "ask-minutes": "5"})
    assert again.status_code == 400
    asker.post(page(shut, "restricted_ask"), {"ask-purpose": "view", "ask-why": "x", "ask-minutes": "5"})
    decide = reverse("workspace:restricted_decide", args=[RestrictedOpening.objects.get().pk])
    assert decider.post(decide, {"allowed": "no"}).status_code == 302
    assert decider.post(decide, {"allowed": "yes"}).status_code == 400
    assert "not allowed" in decider.get(reverse("workspace:openings")).content.decode()


def test_a_lead_completes_what_it_is_called(shut, lead, signed_in):
    client = signed_in(lead)
    assert client.post(page(shut, "restricted_describe"), {"details-title": "Second name"}).status_code == 302
    assert "Second name" in client.get(page(shut)).content.decode()


def test_a_restricted_page_asks_a_bounded_number_of_questions(shut, lead, signed_in, django_assert_max_num_queries):
    client = signed_in(lead)
    with django_assert_max_num_queries(40):
        client.get(page(shut))


def test_a_restricted_thing_still_changes_hands(full_case, lead, signed_in):
    keeping = actions.Keeping("Safe", "A-1")
    thing = actions.take_in_thing(
        by=lead, ref=full_case.ref, acquisition=actions.Acquisition(title=CANARY), keeping=keeping
    )
    actions.restrict_exhibit(by=lead, ref=full_case.ref, number=thing.number)
    text = signed_in(lead).get(page(thing)).content.decode()
    assert "Line of life" in text
    moved = signed_in(lead).post(page(thing, "exhibit_deed", deed="move"), {"place": "Safe 2"})
    assert moved.status_code in {302, 400}
    assert "Safe" in signed_in(lead).get(page(thing)).content.decode()


def test_typed_words_of_custody_are_a_lead_s(exhibits, case, lead):
    import io

    from lali.records.evidence.actions import Acquisition, restrict_exhibit, take_in_exhibit
    from lali.web.workspace.reading import shown_custody

    exhibit = take_in_exhibit(
        by=lead, ref=case.ref, file_name="a.txt", source=io.BytesIO(b"a"), acquisition=Acquisition()
    )
    exhibit.custody.update(note="canaryword", place="canaryword")
    events = list(exhibit.custody.all())
    assert "canaryword" in str(shown_custody(exhibit, events))
    restrict_exhibit(by=lead, ref=case.ref, number=exhibit.number)
    exhibit.refresh_from_db()
    assert "canaryword" not in str(shown_custody(exhibit, events))
    assert "canaryword" in str(shown_custody(exhibit, events, leads=True))
