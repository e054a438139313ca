"""A recording as an answer: whole, or the piece that a player asks for (RFC 9110, section 14), never compressed."""

import re
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

_RANGE = re.compile(r"bytes=(\d{1,9})-(\d{0,9})")
_PIECE = 64 * 1024


def sound_response(request: HttpRequest, kind: str, content: bytes) -> HttpResponseBase:
    """Answer with a recording of a type; some players, above all on iPhones, play only what comes in pieces."""
    start, end, status = 0, len(content) - 1, 200
    if found := _RANGE.fullmatch(request.META.get("HTTP_RANGE", "")):
        asked = int(found[1]), min(int(found[2] or end), end)
        if asked[0] <= asked[1]:
            (start, end), status = asked, 206
    response = StreamingHttpResponse(_pieces(content[start : end + 1]), status=status, content_type=kind)
    response["Content-Length"] = str(end + 1 - start)
    response["Accept-Ranges"] = "bytes"
    if status == 206:  # noqa: PLR2004 - partial content
        response["Content-Range"] = f"bytes {start}-{end}/{len(content)}"
    return response


def _pieces(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), _PIECE):
        yield content[start : start + _PIECE]
