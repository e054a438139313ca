"""Nobody signs words of which they wrote some: another who changes one full stop is no second person."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lali.records.notices.models import Notice
from lali.records.notices.vocabulary import NoticeKind
from lali.records.wording import actions, keeping
from lali.records.wording.access import mark_of
from lali.records.wording.shipped import shipped, strings
from lali.records.wording.telling import remind_of_words

WORDS = "Leave this page"


@pytest.fixture
def key():
    return next(key for key, one in strings().items() if one.source[0] == WORDS and not one.context)


def say(by, key, text, before=None):
    before = shipped("bi")[key] if before is None else [before]
    return actions.save_wording(by=by, language="bi", key=key, texts=[text], seen=mark_of(before))


def sign(by, key, text):
    return actions.sign_wording(by=by, language="bi", key=key, seen=mark_of([text]))


def take_in(by, key, text):
    seen = {key: mark_of(shipped("bi")[key])}
    return actions.take_in_wordings(by=by, language="bi", offered={key: [text]}, seen=seen)


@pytest.mark.parametrize("begin", [say, take_in], ids=["typed", "from a file"])
def test_who_wrote_words_cannot_sign_them_when_another_changed_a_full_stop(supervisor, administrator, key, begin):
    begin(supervisor, key, "Aot naoia")
    say(administrator, key, "Aot naoia.", "Aot naoia")
    for author, why in ((supervisor, actions.WroteSome), (administrator, actions.OwnWords)):
        with pytest.raises(why):
            sign(author, key, "Aot naoia.")
        line = keeping.line_of(author, "bi", key)
        done = actions.sign_page(by=author, language="bi", page=line.page, seen={key: line.mark})
        assert (done.signed, done.own) == (0, 1)


def test_nothing_waits_for_who_wrote_some_of_it(supervisor, administrator, key):
    say(supervisor, key, "Aot naoia")
    say(administrator, key, "Aot naoia.", "Aot naoia")
    line = keeping.line_of(supervisor, "bi", key)
    assert line.is_own(supervisor)
    assert not line.waits_for(supervisor)
    assert keeping.lines_to_sign(supervisor) == 0
    assert {one.waiting for one in keeping.coverage(supervisor)} == {0}
    remind_of_words(by="node", now=timezone.now() + timedelta(days=2))
    assert not Notice.objects.filter(member=supervisor, kind=NoticeKind.WORDS_WAIT).exists()


def test_once_words_are_signed_who_wrote_before_may_sign_what_another_writes(supervisor, administrator, key):
    say(supervisor, key, "Aot naoia")
    sign(administrator, key, "Aot naoia")
    say(administrator, key, "Aot kwik", "Aot naoia")
    assert keeping.lines_to_sign(supervisor) == 1
    assert sign(supervisor, key, "Aot kwik").shown


def test_words_that_were_taken_back_have_their_author_again(supervisor, administrator, key):
    say(supervisor, key, "Aot naoia")
    sign(administrator, key, "Aot naoia")
    actions.take_back_wording(by=administrator, language="bi", key=key)
    say(administrator, key, "Aot naoia.", "Aot naoia")
    with pytest.raises(actions.WroteSome):
        sign(supervisor, key, "Aot naoia.")
