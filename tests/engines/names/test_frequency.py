from lali.engines.names import folded, in_a_thousand
from lali.engines.names.frequency import COMMON


def test_what_half_a_country_is_called_is_common_and_the_rest_is_not():
    assert in_a_thousand("nguyen") > in_a_thousand("prasad") > in_a_thousand("litia") > in_a_thousand("vakaloloma")


def test_every_word_stands_as_it_is_compared():
    assert all(word == folded(word) and " " not in word for word in COMMON)
