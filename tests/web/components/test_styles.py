"""The public room's style is small, whole and allowed by its hash."""

import base64
import gzip
import hashlib
import re

from django.template.loader import render_to_string
from django.test import RequestFactory

from lali.web.components.context import house
from lali.web.components.styles import dressed, public_css, public_css_hash, squeeze


def base_page():
    request = RequestFactory().get("/en/")
    return render_to_string("components/public.html", house(request), request)


def test_squeezing_keeps_what_matters():
    css = "/* why */\n.a :focus,\n.b > .c {\n  margin: calc(1px + 2px) 0;\n  color: red;\n}\n"
    assert squeeze(css) == ".a :focus,.b>.c{margin:calc(1px + 2px) 0;color:red}"


def test_base_page_fits_into_four_kilobytes(settings):
    settings.DEMO = True
    assert len(gzip.compress(dressed(base_page())[0].encode(), 6)) <= 4096


def test_base_page_leaves_room_in_fourteen_kilobytes():
    assert len(dressed(base_page())[0].encode()) <= 8 * 1024


def test_hash_allows_exactly_the_style_in_the_page():
    (style,) = re.findall("<style>(.*?)</style>", base_page(), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert public_css_hash() == f"'sha256-{digest}'"


def test_short_names_are_all_defined():
    css = public_css()
    assert set(re.findall(r"var\((--\w+)\)", css)) <= set(re.findall(r"(--\w+):", css))


def test_nothing_else_is_asked_for():
    page = base_page()
    assert "<script" not in page
    assert "url(" not in page
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert not re.findall(r' (?:style|on[a-z]+)="', page)


def test_title_is_neutral_and_the_way_out_stands_first():
    page = base_page()
    assert "<title>Information</title>" in page
    body = page.split("<body>")[1]
    assert body.index("Leave this page") < body.index("<header")


def worn(body):
    page, source = dressed(f"<html><head><style>{public_css()}</style></head><body>{body}</body></html>")
    (style,) = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert source == f"'sha256-{digest}'"
    return style


def test_a_page_is_sent_with_what_it_wears_and_no_more():
    plain = worn("<p>Words</p>")
    assert ".lamp" not in plain
    assert "textarea" not in plain
    assert "prefers-color-scheme:dark" in plain
    lamps = worn('<ul class="lamps"><li class="lamp lamp-lit"><b>Act</b></ul>')
    assert ".lamp b{" in lamps
    assert ".lamp-lit .glass" not in lamps
    assert len(plain) < len(lamps) < len(public_css()) / 2


def test_what_a_page_wears_is_whole():
    style = worn('<form class="flow"><table><td><select></select></table><textarea></textarea></form>')
    assert style.count("{") == style.count("}")
    assert "td :is(input,select,textarea){" in style
    assert set(re.findall(r"var\((--\w+)\)", style)) <= set(re.findall(r"(--\w+):", style))


def test_what_a_visitor_types_dresses_nothing():
    assert worn("<p>class=&quot;lamp&quot; &lt;textarea&gt;</p>") == worn("<p>Words</p>")
