"""Files that leave as downloads no browser opens by itself, and pictures that can do nothing but be seen."""

from collections.abc import Iterable

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

LOCKED = "default-src 'none'; sandbox"


def download(pieces: Iterable[bytes], name: str, size: int | None = None) -> StreamingHttpResponse:
    """Bytes as an attachment, piece by piece."""
    response = StreamingHttpResponse(pieces, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Security-Policy"] = LOCKED
    response["X-Content-Type-Options"] = "nosniff"
    if size is not None:
        response["Content-Length"] = str(size)
    return response


def shown_picture(picture: bytes, kind: str = "image/png") -> HttpResponse:
    """A picture of our own making, for a page of ours; kept in no cache."""
    response = HttpResponse(picture, content_type=kind)
    response["Content-Security-Policy"] = LOCKED
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
