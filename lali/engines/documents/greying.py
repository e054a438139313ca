"""A picture in grey and without outlines, for eyes that must decide whether to look at all."""

import io

from PIL import Image, ImageFilter

BLUR = 24  # a radius of so many parts of the width's 480: shapes stay, faces and bodies do not


def greyed(png: bytes) -> bytes:
    """Give a PNG that our own worker made in shades of grey, blurred. Never call it with a file that somebody sent."""
    with Image.open(io.BytesIO(png), formats=("PNG",)) as picture:
        grey = picture.convert("L").filter(ImageFilter.GaussianBlur(max(2, picture.width * BLUR // 480)))
    out = io.BytesIO()
    grey.save(out, "PNG")
    return out.getvalue()
