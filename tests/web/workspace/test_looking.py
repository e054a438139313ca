"""Every code of the viewers has words."""

from lali.engines.viewing import Beware, Caution, Doubt, Kind, Says
from lali.web.workspace.looking import BEWARE, DOUBTS, KINDS, SAYS, cautions_in_words


def test_every_code_has_words():
    for codes, words in ((Kind, KINDS), (Says, SAYS), (Beware, BEWARE), (Doubt, DOUBTS)):
        assert set(codes) == set(words)


def test_words_of_a_file_do_not_break_a_sentence():
    assert cautions_in_words([Caution(Beware.NAME_LIES, "%(x)s <b>")]) == [
        "The name ends in %(x)s <b>, but the bytes are of another kind."
    ]
