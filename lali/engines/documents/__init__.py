"""Documents for a court: one model, written as PDF, DOCX and a set of HTML pages, and redaction that really removes.

The caller gives every word in the language of the document. Promises: the same document gives the same bytes, on any
day and machine; page numbers in an index are the true ones; nothing that was covered stands anywhere in the result;
hostile pictures and PDFs are opened in a process of their own, within limits of size, memory and seconds. Must never
fetch anything, write a script into a page, or drop text that a font cannot show without saying so.
"""

from lali.engines.documents.covering import (
    BLOCK,
    Cover,
    NotANumberList,
    Word,
    cover,
    moved_spans,
    numbered_words,
    places_of,
    spans_of_numbers,
)
from lali.engines.documents.docx import as_docx
from lali.engines.documents.greying import greyed
from lali.engines.documents.html import as_html
from lali.engines.documents.many import Luma, lumas_of_pictures
from lali.engines.documents.model import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Quote,
    Ref,
    Row,
    Section,
    Table,
    Words,
)
from lali.engines.documents.pdf import MadePdf, as_pdf
from lali.engines.documents.pictures import (
    Box,
    CannotRedact,
    Kind,
    Page,
    kind_of,
    luma_of_picture,
    page_count,
    picture_of_page,
    redacted_pdf,
    redacted_picture,
)
from lali.engines.documents.revealing import Hint, Looked, look_at
from lali.engines.documents.spellings import places_of_names
from lali.engines.documents.texts import texts_of, texts_of_section, with_texts

__all__ = [
    "BLOCK",
    "Block",
    "Box",
    "CannotRedact",
    "Cell",
    "Column",
    "Cover",
    "Document",
    "Facts",
    "Heading",
    "Hint",
    "Kind",
    "Looked",
    "Luma",
    "MadePdf",
    "NotANumberList",
    "Page",
    "Paragraph",
    "Picture",
    "Quote",
    "Ref",
    "Row",
    "Section",
    "Table",
    "Word",
    "Words",
    "as_docx",
    "as_html",
    "as_pdf",
    "cover",
    "greyed",
    "kind_of",
    "look_at",
    "luma_of_picture",
    "lumas_of_pictures",
    "moved_spans",
    "numbered_words",
    "page_count",
    "picture_of_page",
    "places_of",
    "places_of_names",
    "redacted_pdf",
    "redacted_picture",
    "spans_of_numbers",
    "texts_of",
    "texts_of_section",
    "with_texts",
]
