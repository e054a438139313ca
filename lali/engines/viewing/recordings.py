"""Sound and film: what they say of themselves, read by MediaInfo. They are played by the browser, not here."""

import io
import json
import wave
from collections.abc import Iterator
from typing import Any, BinaryIO

import pymediainfo

from lali.engines.viewing import credentials
from lali.engines.viewing.described import Doubt, Fact, Says, Seen, line
from lali.engines.viewing.reading import Order
from lali.engines.viewing.recognising import HEAD, lies, playable

MOST_FACTS = 150
CLAIMS_IN = 256 * 1024 * 1024  # bytes of a film that are looked through for a claim
_BUFFER = 256 * 1024
_SAYS = {
    "Duration_String3": Says.DURATION,
    "Title": Says.TITLE,
    "Movie": Says.TITLE,
    "Track": Says.TITLE,
    "Performer": Says.AUTHOR,
    "Director": Says.AUTHOR,
    "Encoded_Application_String": Says.SOFTWARE,
    "Encoded_Library_String": Says.SOFTWARE,
    "Encoded_Date": Says.CREATED,
    "Tagged_Date": Says.CHANGED,
    "Recorded_Date": Says.TAKEN,
    "Recorded_Location": Says.POSITION,
    "Comment": Says.WORDS,
    "Description": Says.WORDS,
    "Copyright": Says.RIGHTS,
}
_EXTRA = {
    "com_apple_quicktime_make": Says.DEVICE,
    "com_apple_quicktime_model": Says.DEVICE,
    "com_apple_quicktime_software": Says.SOFTWARE,
    "com_apple_quicktime_creationdate": Says.TAKEN,
    "com_apple_quicktime_location_ISO6709": Says.POSITION,
    "com_android_version": Says.SOFTWARE,
    "xyz": Says.POSITION,
}
_PLAIN = {
    *("Format", "Format_Profile", "Width", "Height", "FrameRate", "SamplingRate", "Channels", "BitRate", "Language"),
    *("OverallBitRate", "Rotation", "FrameCount", "DelayRelativeToVideo", "Album", "Genre", "Lyrics", "CodecID"),
    *("ISRC", "Encoded_OperatingSystem", "Cover", "Format_Version", "IsTruncated"),
}


def prepare(file: BinaryIO) -> None:
    """Load the library while files can still be opened: it looks for itself at each reading."""
    made = io.BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setparams((1, 1, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(80))
    _read(io.BytesIO(made.getvalue()))
    credentials.prepare(file)


def _read(file: BinaryIO) -> list[dict[str, Any]]:
    said = pymediainfo.MediaInfo.parse(file, output="JSON", parse_speed=0.2, buffer_size=_BUFFER)
    media = json.loads(str(said), strict=False).get("media") or {}
    tracks = media.get("track", [])
    return [one for one in tracks if isinstance(one, dict)]


def look(file: BinaryIO, order: Order) -> Seen:
    """What a recording says."""
    facts = list(_facts(_read(file)))[:MOST_FACTS]
    cautions = lies(order.name, order.found.format)
    if order.size <= CLAIMS_IN:
        file.seek(0)
        data = file.read(credentials.SCANNED)
        if credentials.has_claim(data):
            more, said = credentials.claims(data if order.size <= len(data) else b"", order.found.format)
            facts, cautions = facts + more, cautions + said
    return Seen(
        kind=order.found.kind,
        format=order.found.format,
        plays=playable(order.found.head[:HEAD], order.size),
        facts=tuple(facts),
        cautions=tuple(cautions),
    )


def _facts(tracks: list[dict[str, Any]]) -> Iterator[Fact]:
    """Facts of the whole first, then of each track, each value once."""
    seen: set[tuple[str, str]] = set()
    for track in tracks:
        source = line(track.get("@type", ""), 20)
        extra = track.get("extra") or {}
        for name, value in [*track.items(), *(extra.items() if isinstance(extra, dict) else ())]:
            fact = _fact(source, name, value)
            if fact and (fact.name or fact.label, fact.value) not in seen:
                seen.add((fact.name or fact.label, fact.value))
                yield fact


def _fact(source: str, name: str, value: Any) -> Fact | None:
    says = _SAYS.get(name) or _EXTRA.get(name)
    if not isinstance(value, str) or (not says and name not in _PLAIN and name.startswith("@")):
        return None
    words = line(value, 300)
    if not words or (not says and name not in _PLAIN):
        return None
    doubt = ""
    if says in {Says.CREATED, Says.CHANGED, Says.TAKEN}:
        doubt = Doubt.SAID_UTC if "UTC" in words else "" if _has_zone(words) else Doubt.NO_ZONE
    return Fact(says or "", words, "" if says else name, source, doubt)


def _has_zone(words: str) -> bool:
    return "Z" in words or "+" in words or "-" in words[11:]
