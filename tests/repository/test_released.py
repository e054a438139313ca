"""What a Lali once gave out is known to every later one."""

import re
from hashlib import sha256

import pytest

from lali.engines.custody import folder_helps, released_helps

LIST = "lali/engines/custody/folder_helps.json"


@pytest.mark.parametrize("name", sorted(folder_helps()))
def test_the_digest_of_what_folders_hold_is_in_the_list(name):
    digest = sha256(folder_helps()[name]).hexdigest()
    assert digest in released_helps().get(name, ()), (
        f"{name} of the folders of briefs was changed. Add its SHA-256, {digest}, to the list under {name!r} in {LIST}. "
        "Take none out: archives of cases hold folders that an earlier release gave out, and are refused without it."
    )


def test_the_list_holds_digests_of_these_files_only():
    assert released_helps().keys() == folder_helps().keys()
    assert all(re.fullmatch(r"[0-9a-f]{64}", one) for digests in released_helps().values() for one in digests)
