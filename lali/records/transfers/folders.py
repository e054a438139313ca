"""Folders of briefs that came from another node: this node will hand them out as its own, so they hold what ours hold.

Names are those that the format of briefs makes. What a receiver runs or obeys (`verify.py`, `README.txt`) is ours, byte
for byte, of this release or an earlier one. The manifest of a fixed brief lists exactly the files that came, with their
digests.
"""

import re
from collections import defaultdict
from hashlib import sha256

from lali.engines.custody import manifest_of, released_helps
from lali.engines.exchange import Malformed
from lali.records.briefs.covered import name_of_original
from lali.records.briefs.models import Brief, Item, KeptFile
from lali.records.briefs.vocabulary import BriefState, Decision, ItemKind
from lali.records.cases.models import Case

MANIFEST, NOTE = "MANIFEST.sha256", "MANIFEST.note"
_COPY = re.compile(r"exhibits/E-[0-9]{3,9}-covered\.(png|pdf|txt|bin)")
_DOCUMENT = re.compile(
    r"brief\.(pdf|docx)|index\.html|page-[0-9]{3,9}\.html|style\.css|picture-[0-9a-f]{16}\.(png|jpg)"
)
_PROOF = re.compile(
    r"custody/E-[0-9]{3,9}\.json|brief\.json|head\.txt|keys\.txt|verify\.py|README\.txt|(timestamps|witnesses)\.json|MANIFEST\.(sha256|note)"
)
_MAY_HOLD = {  # what was made by the time a brief is in this state
    BriefState.DRAFT: (_COPY,),
    BriefState.READY: (_COPY, _DOCUMENT),
    BriefState.FIXED: (_COPY, _DOCUMENT, _PROOF),
}


def refuse_odd_file(row: KeptFile) -> None:
    """Malformed for a file that no brief of ours could have. Its bytes are compared with its digest elsewhere."""
    if not any(shape.fullmatch(row.name) for shape in _MAY_HOLD[row.brief.state]):
        raise Malformed("a file of a brief in it has a name that no brief gives")
    ours = released_helps().get(row.name)
    if ours is not None and row.sha256 not in ours:
        raise Malformed("a brief in it comes with a way to check it that no Lali up to this one gave out")


def refuse_odd_folders(case: Case) -> None:
    """Malformed for a fixed brief whose manifest is not of the files that came."""
    files: dict[int, dict[str, str]] = defaultdict(dict)
    for row in KeptFile.objects.filter(brief__case=case):
        files[row.brief_id][row.name] = row.sha256
    originals: dict[int, dict[str, str]] = defaultdict(dict)
    included = Item.objects.filter(
        brief__case=case, kind=ItemKind.EXHIBIT, decision=Decision.INCLUDED, copy__isnull=True
    )
    for item in included.select_related("exhibit"):
        originals[item.brief_id][f"exhibits/{name_of_original(item.exhibit)}"] = item.exhibit.sha256
    for brief in Brief.objects.filter(case=case, state=BriefState.FIXED):
        listed = files[brief.pk]
        manifest = listed.pop(MANIFEST, "")
        if listed.pop(NOTE, None) is None or not manifest == brief.manifest_sha256 == _digest(
            listed | originals[brief.pk]
        ):
            raise Malformed("a brief in it has a manifest of other files")


def _digest(digests: dict[str, str]) -> str:
    return sha256(manifest_of(digests)).hexdigest()
