"""The gallery shows every component; it is open to members, and to everybody only in the demo."""

import re
from pathlib import Path

import pytest
from django.template import Context, Origin, Template
from django.test.signals import template_rendered

from lali.web import components
from lali.web.components import views
from lali.web.components.templatetags.components import register

TEMPLATES = Path(components.__file__).parent / "templates"
WITHOUT_EXAMPLE = {"public_style", "workspace_sheets", "example", "quick_exit", "languages", "emergency", "nav_item"}


@pytest.fixture
def rendered():
    names = set()

    def note(template, **_facts):
        names.add(template.name)

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


def test_every_component_is_shown(ask, rendered):
    workspace = ask(signed_in=True).content.decode()
    public = ask(views.public_gallery).content.decode()
    assert public.count("<style>") == 1
    folder = TEMPLATES / "components"
    pictures = set(folder.glob("pictures/*.html"))
    assert {path.stem for path in pictures if path.read_text().strip() not in workspace} == set()
    shown = {str(path.relative_to(TEMPLATES)) for path in set(folder.rglob("*.html")) - pictures}
    assert shown - rendered == set()


def test_every_tag_has_an_example_and_a_manual(ask):
    shown = set(re.findall(r'<section class="example" id="(\w+)">', ask().content.decode()))
    assert set(register.tags) - WITHOUT_EXAMPLE - shown == set()
    assert {
        name
        for name in set(register.tags) - {"public_style", "workspace_sheets", "example"}
        if "{% " not in (register.tags[name].__doc__ or "")
    } == set()


@pytest.mark.parametrize("view", [views.gallery, views.public_gallery])
def test_strangers_are_sent_to_sign_in_outside_the_demo(ask, settings, view):
    settings.DEMO = False
    answer = ask(view)
    assert answer.status_code == 302
    assert "next=/gallery/" in answer["Location"]
    assert ask(view, signed_in=True).status_code == 200


@pytest.mark.parametrize("view", [views.gallery, views.public_gallery])
def test_no_inline_style_or_script(ask, view):
    page = ask(view).content.decode()
    assert re.findall(r' (?:style|on[a-z]+)="', page) == []
    assert "<script" not in page
    assert "javascript:" not in page


def test_every_id_is_there_once(ask):
    ids = re.findall(r' id="([^"]+)"', ask().content.decode())
    assert len(ids) == len(set(ids))


def test_what_was_typed_is_kept_and_errors_are_tied(ask):
    page = ask().content.decode()
    assert 'value="mere at example"' in page
    assert 'aria-describedby="id_sent-email_helptext id_sent-email_error"' in page
    assert 'id="id_sent-email_error"' in page
    assert '<a href="#id_sent-where_group">' in page


def test_pages_keep_the_filters(ask):
    page = ask(address="/gallery/?state=new&page=3").content.decode()
    assert 'href="?state=new&amp;page=2"' in page
    assert 'href="?state=new&amp;page=4"' in page


def rendering(source, **facts):
    return Template(source, origin=Origin("example", template_name="example.html")).render(Context(facts))


ELEMENTS = sorted(path.stem for path in (TEMPLATES / "allauth" / "elements").glob("*.html"))


@pytest.mark.parametrize("name", ELEMENTS)
def test_sign_in_pages_wear_house_elements(name, rendered):
    source = f'{{% load allauth %}}{{% element {name} type="text" method="post" src="data:," alt="x" id="i" value="v" form=form tags="danger" %}}{{% slot body %}}inside{{% endslot %}}{{% slot help_text %}}hint{{% endslot %}}{{% slot actions %}}do{{% endslot %}}{{% endelement %}}'
    shown = rendering(source, form="")
    assert f"allauth/elements/{name}.html" in rendered
    assert re.findall(r' (?:style|on[a-z]+)="', shown) == []


def test_a_grave_button_looks_grave():
    source = '{% load allauth %}{% element button type="submit" tags="danger,delete" %}Remove{% endelement %}'
    assert '<button class="button button-grave" type="submit">Remove</button>' in rendering(source)


@pytest.mark.parametrize("layout", ["base", "entrance", "manage"])
def test_sign_in_layouts_stand_in_the_workspace_room(layout, rf):
    source = f'{{% extends "allauth/layouts/{layout}.html" %}}{{% block head_title %}}Named{{% endblock %}}{{% block content %}}<h1>Within</h1>{{% endblock %}}'
    page = rendering(source, request=rf.get("/"), house="Fiji")
    assert "<title>Named · Lali</title>" in page
    assert page.index('<main id="main"') < page.index("<h1>Within</h1>") < page.index("</main>")
    assert ("<nav" in page) == (layout != "entrance")
