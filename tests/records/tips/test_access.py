"""The door to tips: absent and forbidden are one answer."""

import pytest
from django.http import Http404

from lali.records.tips.access import tip_for, tips_for


def test_inside(tip_of, lead, supervisor):
    tip = tip_of()
    assert tip_for(lead, tip.number) == tip_for(supervisor, tip.number) == tip
    assert list(tips_for(lead)) == [tip]


@pytest.mark.parametrize("number", [0, 2, 10**30])
def test_absent(tip_of, lead, number):
    tip_of()
    with pytest.raises(Http404):
        tip_for(lead, number)


@pytest.mark.parametrize("who", ["auditor", "administrator", "stranger"])
def test_forbidden(tip_of, who, request):
    tip = tip_of()
    with pytest.raises(Http404):
        tip_for(request.getfixturevalue(who), tip.number)
