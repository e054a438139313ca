"""Small helps of the public pages; above all, English beside sentences that no speaker has reviewed yet."""

from urllib.parse import urlsplit

from django import template
from django.template.base import NodeList, Parser, Token
from django.utils.html import format_html
from django.utils.translation import override

from lali.records.wording import overlay

register = template.Library()


class EnglishBeside(template.Node):
    """Renders what it holds; in a draft language, renders it in English too, unless all of it was signed."""

    def __init__(self, nodes: NodeList) -> None:
        self.nodes = nodes

    def render(self, context: template.Context) -> str:
        """Return the words and, where it says something else, the English in a line under them."""
        with overlay.listening() as said:
            words = self.nodes.render(context)
        if said.may_stand_alone:
            return words
        with override("en"):
            english = self.nodes.render(context)
        return under(words, english)


@register.filter
def under(words: str, english: str) -> str:
    """Return `words` with the English, if any, in a line under them."""
    if not english:
        return words
    if words == english:
        return format_html('<span lang="en">{}</span>', english)
    return format_html('{}<br><span class="soft small" lang="en">{}</span>', words, english)


@register.tag
def beside(parser: Parser, token: Token) -> EnglishBeside:  # noqa: ARG001 - Django's signature
    """Hold a sentence that must not be misunderstood.

    {% beside %}{% translate "Do not pay." %}{% endbeside %}
    """
    nodes = parser.parse(("endbeside",))
    parser.delete_first_token()
    return EnglishBeside(nodes)


@register.filter
def host(address: str) -> str:
    """Return the host of a web address; nothing for other words."""
    return urlsplit(address).hostname or "" if address.startswith("https://") else ""


@register.filter
def first_address(source: str) -> str:
    """Return the first of the web addresses that a source names ("https://a ; https://b")."""
    return source.partition(" ")[0]
