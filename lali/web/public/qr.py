"""A square code as a drawing in the page: no picture is fetched, nothing leaves the site."""

import io

from django.utils.safestring import SafeString, mark_safe


def qr(address: str) -> SafeString:
    """Return the code that leads to `address`, as an SVG that takes its size from the style."""
    import segno  # noqa: PLC0415 - one page needs it; the others start sooner without

    drawn = io.BytesIO()
    segno.make(address, error="l", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=3, svgclass="qr", lineclass="", nl=False
    )
    return mark_safe(drawn.getvalue().decode())  # noqa: S308 - drawn here, from squares only
