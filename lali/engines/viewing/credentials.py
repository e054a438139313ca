"""Content credentials (C2PA): a claim about where a picture or film comes from, checked, never believed.

Checked without a network: a claim that is kept elsewhere, and whether its certificate was taken back, are not asked
for. No list of trusted signers is asked either: that a claim is whole says that nobody changed the file since it was
signed, not that the signer is honest.
"""

import json
from io import BytesIO
from typing import Any, BinaryIO

from lali.engines.viewing.described import Beware, Caution, Fact, Says
from lali.engines.viewing.described import line as _line
from lali.engines.viewing.reading import caution

SCANNED = 64 * 1024 * 1024
_MIME = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WebP": "image/webp",
    "GIF": "image/gif",
    "TIFF": "image/tiff",
    "HEIC": "image/heic",
    "AVIF": "image/avif",
    "MPEG-4": "video/mp4",
    "QuickTime": "video/quicktime",
    "WAV": "audio/wav",
    "MP3": "audio/mpeg",
    "FLAC": "audio/flac",
}
_SETTINGS = {
    "verify": {"verify_after_reading": True, "verify_trust": False, "ocsp_fetch": False, "remote_manifest_fetch": False}
}
_TRUST = {"signingCredential.untrusted", "timeStamp.untrusted"}  # not asked, so not said
MOST_SAID = 12

_loaded: list[Any] = []


def has_claim(data: bytes) -> bool:
    """Whether a box of content credentials lies in the bytes."""
    at = data.find(b"jumb")
    return at >= 0 and data.find(b"c2pa", at) >= 0


def prepare(file: BinaryIO) -> None:
    """Load what checks a claim, where there is one, while files can still be opened."""
    file.seek(0)
    if has_claim(file.read(SCANNED)):
        import c2pa  # noqa: PLC0415 - large, and needed for one file in a thousand

        _loaded[:] = [c2pa]


def claims(data: bytes, form: str) -> tuple[list[Fact], list[Caution]]:
    """What the claim in a file says, and how its check went."""
    if not has_claim(data):
        return [], []
    if not _loaded or form not in _MIME:
        return [], [caution(Beware.CLAIM_UNREAD)]
    try:
        said = _read(_loaded[0], data, _MIME[form])
    except Exception:  # noqa: BLE001 - whatever the library raises: it is there, and not read
        return [], [caution(Beware.CLAIM_UNREAD)]
    return said


def _read(c2pa: Any, data: bytes, mime: str) -> tuple[list[Fact], list[Caution]]:
    context = c2pa.Context(c2pa.Settings.from_dict(_SETTINGS))
    with c2pa.Reader(mime, BytesIO(data), context=context) as reader:
        whole = json.loads(reader.json())
    manifest = whole["manifests"][whole["active_manifest"]]
    signature = manifest.get("signature_info") or {}
    facts = [
        Fact(Says.CLAIMED_BY, _line(signature.get("common_name") or signature.get("issuer") or ""), source="C2PA"),
        Fact(Says.CLAIMED_AT, _line(signature.get("time") or ""), source="C2PA"),
        Fact(Says.TITLE, _line(manifest.get("title") or "", 200), source="C2PA"),
    ]
    makers = (manifest.get("claim_generator_info") or [])[:MOST_SAID]
    names = (_line(f"{one.get('name', '')} {one.get('version', '')}", 200) for one in makers)
    facts += [Fact(Says.SOFTWARE, name, source="C2PA") for name in names]
    facts += _actions(manifest)
    wrong = [_line(one.get("code", ""), 80) for one in whole.get("validation_status") or []]
    wrong = [one for one in wrong if one not in _TRUST]
    said = caution(Beware.CLAIM_BROKEN, ", ".join(wrong[:5])) if wrong else caution(Beware.CLAIM)
    return [one for one in facts if one.value], [said]


def _actions(manifest: dict[str, Any]) -> list[Fact]:
    """What the claim says was done: created, cropped, made by a model."""
    found = []
    for assertion in manifest.get("assertions") or []:
        if not str(assertion.get("label", "")).startswith("c2pa.actions"):
            continue
        for action in (assertion.get("data") or {}).get("actions", [])[:MOST_SAID]:
            source = str(action.get("digitalSourceType", "")).rpartition("/")[2]
            found.append(Fact("", _line(f"{action.get('action', '')} {source}", 200), "action", "C2PA"))
    return found
