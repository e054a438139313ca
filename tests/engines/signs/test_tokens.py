"""A text is cut into words once: folding gives the same words as cutting does."""

from hypothesis import given
from hypothesis import strategies as st

from lali.engines.identifiers import fold
from lali.engines.signs.tokens import cut

TEXTS = st.text(max_size=80) | st.text(alphabet="ad’'t1.,us$€ \n\"?-_é🔥ệ", max_size=40)


@given(TEXTS)
def test_words_of_the_fold_are_the_words_that_cutting_finds(text):
    folded = fold(text)
    assert list(cut(folded.plain, folded.words).words) == list(cut(folded.plain).words)


@given(TEXTS)
def test_each_word_stands_where_it_was_cut(text):
    plain = fold(text).plain
    tokens = cut(plain)
    assert len(tokens) == len(tokens.starts) == len(tokens.sentences) == len(tokens.clauses)
    spans = zip(tokens.words, tokens.starts, tokens.ends, strict=True)
    assert all(plain[start:end].replace("'", "").replace("’", "") == word for word, start, end in spans)
