"""A network as its page shows it: what was chosen in the address, the picture, and the same in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import quote, urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lali.engines.network import (
    IDENTIFIERS,
    RECORDS,
    SHAPES,
    Bridge,
    Graph,
    Group,
    Kind,
    Node,
    Picture,
    Standing,
    Step,
    Tie,
    bridges,
    draw,
    fold,
    groups,
    standings,
    svg_parts,
    ways_between,
)
from lali.records.links.queries import NetworkShown
from lali.records.links.vocabulary import Thing
from lali.web.workspace.network_choice import Choice
from lali.web.workspace.people import day_word

SURE_ENOUGH = 0.5
FEW, SOME = 90, 400  # nodes: up to FEW hardly anything is folded, beyond SOME whatever hangs on one node only
FINDINGS = 5
MOST_LABELS = 4
AROUND = 2  # steps, where only what lies around a node is asked for
TIMES = 8  # days offered to step through
GROUPS = 8


@dataclass(frozen=True, slots=True)
class Row:
    """A node in the table, with what is said of it and where it leads."""

    node: Node
    title: str
    home: str
    ties: int
    says: tuple[str, ...]
    look: str
    new: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A tie seen from one of its ends; `back`: from its second, so that what lies beyond is said first."""

    tie: Tie
    beyond: Node
    look: str
    back: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """The node looked at: all that the picture says of it, and what can be done."""

    row: Row
    ties: tuple[Told, ...]
    more: int
    deeds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence about what to look at first, and where it is in the picture."""

    node: Node
    words: str
    look: str


@dataclass
class Page:
    """The page of a network."""

    shown: NetworkShown
    choice: Choice
    asked: QueryDict
    graph: Graph = field(init=False)
    folded: Mapping[str, tuple[str, ...]] = field(init=False)
    drawn: Graph = field(init=False)

    def __post_init__(self) -> None:
        self.graph = _chosen(self.shown, self.choice)
        self.drawn, self.folded = self._folded()

    def _folded(self) -> tuple[Graph, Mapping[str, tuple[str, ...]]]:
        size = len(self.graph.nodes)
        kept = {self.shown.start, self.choice.at, self.choice.one, self.choice.other}
        least, mixed = (8, False) if size <= FEW else (5, False) if size <= SOME else (2, True)
        folded = fold(self.graph, kept=kept, opened=self.choice.opened, least=least, mixed=mixed)
        if not folded.inside:
            return folded.graph, {}
        named = [_in_words(node) for node in folded.graph.nodes.values()]
        return Graph.of(named, folded.graph.ties), folded.inside

    # -- the picture -------------------------------------------------------------------------------------------------

    @cached_property
    def stands(self) -> dict[str, Standing]:
        """How each node that is drawn stands."""
        return standings(self.drawn)

    @cached_property
    def picture(self) -> Picture:
        """The picture, the findings and what was chosen named whatever their weight."""
        first = {self.shown.start, self.choice.at, self.choice.one, self.choice.other}
        first |= {finding.node.key for finding in self.findings}
        return draw(self.drawn, first=first & self.drawn.nodes.keys(), stands=self.stands)

    @cached_property
    def svg(self) -> SafeString:
        """What stands inside the page's `<svg>`: the engine escapes whatever was written."""
        way = {(min(step.one.key, step.other.key), max(step.one.key, step.other.key)) for step in self.way_steps}
        parts = svg_parts(self.picture, address=self.look, chosen=self.choice.at or self.shown.start, way=way)
        return mark_safe(parts)  # noqa: S308 - escaped by the engine; tests/engines/network holds it to that

    @property
    def size(self) -> tuple[int, int] | None:
        """Width and height in pixels where the reader chose a size; None: as the page has room."""
        times = {"1": 1, "2": 2}.get(self.choice.zoom)
        return (self.picture.width * times, self.picture.height * times) if times else None

    @property
    def key(self) -> list[tuple[str, str, str]]:
        """The kinds in the picture, for the key below it: code, word, outline."""
        there = {node.kind for node in self.drawn.nodes.values()}
        return [(kind.value, str(Thing(kind.value).label), shape) for kind, shape in SHAPES.items() if kind in there]

    # -- addresses ---------------------------------------------------------------------------------------------------

    @cached_property
    def _base(self) -> str:
        kept = self.asked.copy()
        for name in ("at", "page"):
            kept.pop(name, None)
        return kept.urlencode()

    def look(self, key: str) -> str:
        """The address of this page looking at a node; of what is folded, with it open."""
        name = "open" if key in self.folded else "at"
        return f"?{self._base}{'&' if self._base else ''}{name}={quote(key)}#looked"

    def with_(self, *, without: Iterable[str] = (), **more: str) -> str:
        """The address with something more, and without something."""
        kept = self.asked.copy()
        for name in (*without, "page"):
            kept.pop(name, None)
        pairs = [(name, value) for name, values in kept.lists() for value in values]
        return "?" + urlencode([*pairs, *((name.rstrip("_"), value) for name, value in more.items())])

    @property
    def zooms(self) -> list[tuple[str, str, bool]]:
        """Sizes to choose from without a script."""
        words = (("", _("All of it")), ("1", _("Full size")), ("2", _("Twice as large")))
        return [
            (self.with_(without=["zoom"], **({"zoom": code} if code else {})), word, code == self.choice.zoom)
            for code, word in words
        ]

    @property
    def hidden_ones(self) -> list[tuple[str, str]]:
        """What the reader hid, and the addresses where it is shown again."""
        found = []
        for key in self.choice.hidden:
            if node := self.shown.graph.nodes.get(key):
                rest = [("hide", other) for other in self.choice.hidden if other != key]
                address = self.with_(without=["hide"])
                found.append((node.label, f"{address}&{urlencode(rest)}" if rest else address))
        return found

    @property
    def around(self) -> tuple[str, str] | None:
        """Around what alone is shown, and the address with all of it."""
        node = self.shown.graph.nodes.get(self.choice.around)
        return (node.label, self.with_(without=["around"])) if node else None

    @cached_property
    def times(self) -> list[tuple[str, str, bool]]:
        """Days to step through: when things became known, evenly among them, each with its address; then all."""
        known = (thing.since for thing in (*self.shown.graph.nodes.values(), *self.shown.graph.ties))
        days = sorted({day for day in known if day})
        last = len(days) - 1
        chosen = sorted({days[round(number * last / (TIMES - 1))] for number in range(TIMES)}) if last > 0 else []
        steps = [
            (self.with_(without=["by"], by=day.isoformat()), day_word(day), day == self.choice.by) for day in chosen
        ]
        return [*steps, (self.with_(without=["by"]), _("All that is known"), self.choice.by is None)] if steps else []

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What of the address the form of filters does not say itself."""
        names = ("open", "hide", "around", "at", "from", "to", "zoom")
        return [(name, value) for name in names for value in self.asked.getlist(name)]

    @property
    def address(self) -> str:
        """This page's own address."""
        return self.with_()

    @property
    def no_way(self) -> str:
        """This page without the way."""
        return self.with_(without=["from", "to"])

    @property
    def start_home(self) -> str:
        """The page of what the network starts from."""
        return self._home(self.shown.start)

    @property
    def start_label(self) -> str:
        """How that is called."""
        node = self.shown.graph.nodes.get(self.shown.start)
        return f"{node.word} {node.label}" if node else ""

    # -- in words ----------------------------------------------------------------------------------------------------

    @cached_property
    def bridges(self) -> list[Bridge]:
        """What ties records, unlinked cases first."""
        return bridges(self.graph, judged=self.shown.judged, covered=self.shown.covered, most=40)

    @cached_property
    def findings(self) -> list[Finding]:
        """What to look at first: what ties records that nobody has linked or judged."""
        found = [one for one in self.bridges if one.unlinked][:FINDINGS]
        return [Finding(self.graph.nodes[one.key], self._bridge_words(one), self.look(one.key)) for one in found]

    def _bridge_words(self, bridge: Bridge) -> SafeString:
        shown = [self.graph.nodes[key].label for key in bridge.records[:MOST_LABELS]]
        labels = format_html_join(", ", '<span class="nowrap">{}</span>', ((label,) for label in shown))
        more = len(bridge.records) - MOST_LABELS
        stands = ngettext("ties %(n)d record: %(records)s.", "ties %(n)d records: %(records)s.", len(bridge.records))
        said = stands % {"n": len(bridge.records), "records": "{}"}
        return format_html(f"{said} {{}}", format_html("{} +{}", labels, more) if more > 0 else labels, _state(bridge))

    @cached_property
    def ways(self) -> list[tuple[Step, ...]]:
        """Up to three ways between the two nodes chosen."""
        return ways_between(self.graph, self.choice.one, self.choice.other)

    @property
    def way_steps(self) -> list[Step]:
        """The steps of all ways."""
        return [step for way in self.ways for step in way]

    @property
    def one(self) -> Node | None:
        """Where the way begins."""
        return self.graph.nodes.get(self.choice.one)

    @property
    def other(self) -> Node | None:
        """Where the way ends."""
        return self.graph.nodes.get(self.choice.other)

    @cached_property
    def rows(self) -> "Rows":
        """Nodes of the graph, folded ones too, the telling ones first."""
        order = {bridge.key: number for number, bridge in enumerate(self.bridges)}

        def place(key: str) -> tuple[int, float, str]:
            standing = self.stands.get(key)
            return (order.get(key, len(order)), -(standing.weight if standing else 0.0), key)

        return Rows(self, sorted(self.graph.nodes, key=place))

    def row(self, node: Node) -> Row:
        """One node in words."""
        ties = len(self.graph.neighbours[node.key])
        title = self.shown.titles.get(node.key, "")
        return Row(node, title, self._home(node.key), ties, self._says(node), self.look(node.key), node.is_new)

    def _says(self, node: Node) -> tuple[str, ...]:
        said = []
        bridge = next((one for one in self.bridges if one.key == node.key), None)
        if bridge:
            said.append(self._bridge_words(bridge))
        standing = self.stands.get(node.key)
        if standing and standing.joins > 1 and node.kind not in RECORDS:
            words = ngettext(
                "Connects %(n)d group that otherwise would not meet.",
                "Connects %(n)d groups that otherwise would not meet.",
                standing.joins,
            )
            said.append(words % {"n": standing.joins})
        if node.key in self.shown.common:
            words = _("Stands in %(n)d records: too common to tie any two of them. Nothing was followed through it.")
            said.append(words % {"n": node.stands_in})
        if node.weak:
            said.append(_("Weak: it may be something else."))
        return tuple(said)

    def _home(self, key: str) -> str:
        """The address of the page of what a node is; empty where the reader has none."""
        if not (home := self.shown.homes.get(key)):
            return ""
        word, *rest = home
        return reverse(f"workspace:{word}", args=rest)

    @cached_property
    def looked(self) -> Looked | None:
        """The node looked at: the one chosen, or where the network starts."""
        node = self.graph.nodes.get(self.choice.at or self.shown.start)
        if node is None:
            return None
        ties = [
            Told(tie, self.graph.nodes[tie.beyond(node.key)], self.look(tie.beyond(node.key)), tie.other == node.key)
            for tie in self.graph.ties_of[node.key]
        ]
        ties.sort(key=lambda told: (told.tie.kind, told.beyond.label))
        return Looked(self.row(node), tuple(ties[:60]), max(0, len(ties) - 60), tuple(self._deeds(node)))

    def _deeds(self, node: Node) -> Iterable[tuple[str, str]]:
        if node.kind == Kind.ELSEWHERE:
            return
        if node.key not in self.choice.opened and not node.key.startswith("received:"):
            yield _("Show what else is tied to it"), self.with_(open_=node.key) + "#looked"
        if self.choice.one and self.choice.one != node.key:
            yield _("Show the way to here"), self.with_(without=["to"], to=node.key) + "#way"
        yield _("Begin a way here"), self.with_(without=["from", "to"], **{"from": node.key})
        if self.choice.around != node.key:
            yield _("Show only what lies around it"), self.with_(without=["around", "at"], around=node.key, at=node.key)
        if node.key != self.shown.start:
            yield _("Hide it"), self.with_(without=["at"], hide=node.key)

    @cached_property
    def groups(self) -> list[tuple[int, int, Node, str]]:
        """The largest groups: how many things, how many cases, the best tied of them, and where it is."""
        found = [part for part in groups(self.graph)[:GROUPS] if len(part) > 1]
        return [(len(part), self._cases_in(part), *self._best_of(part)) for part in found]

    def _cases_in(self, part: Group) -> int:
        return sum(self.graph.nodes[key].kind == Kind.CASE for key in part.keys)

    def _best_of(self, part: Group) -> tuple[Node, str]:
        best = next((key for key in part.keys if self.graph.nodes[key].kind == Kind.CASE), part.keys[0])
        return self.graph.nodes[best], self.look(best)

    @property
    def common(self) -> list[Row]:
        """Identifiers that stand in too many records to tie any, left out of the picture."""
        return [self.row_of_common(key) for key in sorted(self.shown.common)]

    def row_of_common(self, key: str) -> Row:
        """One of them, though it stands in no picture."""
        node = self.shown.graph.nodes[key]
        words = _("Stands in %(n)d records: too common to tie any two of them. Nothing was followed through it.")
        said = (words % {"n": node.stands_in},)
        return Row(node, "", self._home(key), 0, said, self.with_(open_=key), new=False)

    @property
    def new(self) -> int:
        """How many nodes are new since the member last looked on an earlier day."""
        return sum(node.is_new for node in self.graph.nodes.values())

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look at but the start."""
        return len(self.shown.graph.nodes) <= 1

    def captions(self, who: str, when: str) -> list[str]:
        """Lines under a picture that is taken out: for whom, when, what was left out, and what it is not."""
        lines = [_("As %(who)s may see it, %(when)s. Others may see more or less.") % {"who": who, "when": when}]
        size = {"shown": len(self.graph.nodes), "all": len(self.shown.graph.nodes)}
        lines.append(_("%(shown)d of %(all)d things shown.") % size + self._filter_words())
        lines.append(_("Lines are what was noted, not findings about a person. Dashed: proposed, not judged."))
        return lines

    def _filter_words(self) -> str:
        said = []
        if self.choice.kinds:
            said.append(", ".join(str(Thing(kind).label) for kind in sorted(self.choice.kinds)))
        if self.choice.by:
            said.append(_("as known on %s") % day_word(self.choice.by))
        if self.choice.sure:
            said.append(_("without weak and proposed ties"))
        if self.choice.new:
            said.append(_("only what is new"))
        if self.around:
            said.append(_("only around %s") % self.around[0])
        if self.choice.hidden:
            said.append(_("%d hidden by hand") % len(self.choice.hidden))
        return " ".join(["", _("Filters:"), "; ".join(said) + "."]) if said else ""


class Rows(Sequence[Row]):
    """Rows of the table, put into words only where they are shown."""

    def __init__(self, page: Page, keys: Sequence[str]) -> None:
        self.page, self.keys = page, keys

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return [self.page.row(self.page.graph.nodes[key]) for key in self.keys[at]]
        return self.page.row(self.page.graph.nodes[self.keys[at]])


def _in_words(node: Node) -> Node:
    """What is folded, with its kind in its label."""
    if node.count == 1:
        return node
    word = node.word or str(Thing(Kind.PILE.value if node.kind in IDENTIFIERS else node.kind.value).label)
    return replace(node, label=f"{word} × {node.count}", word=_("Folded, press to open"))


def _chosen(shown: NetworkShown, choice: Choice) -> Graph:
    """The graph with what the reader left out left out."""
    graph = shown.graph.without(shown.common - set(choice.opened) - {shown.start, choice.at})
    if choice.by:
        graph = graph.known_by(choice.by)
    if choice.sure:
        graph = graph.only(graph.nodes, [tie for tie in graph.ties if tie.strength >= SURE_ENOUGH and not tie.likely])
    if choice.kinds:
        graph = graph.only(
            [key for key, node in graph.nodes.items() if node.kind in choice.kinds or key == shown.start]
        )
    if choice.new:
        new = [key for key, node in graph.nodes.items() if node.is_new]
        graph = graph.only(graph.around(new, 1))
    if choice.around in graph.nodes:
        graph = graph.only(graph.around([choice.around], AROUND))
    if choice.hidden:
        graph = graph.without(set(choice.hidden) - {shown.start})
    if choice.kinds or choice.sure or choice.by or choice.hidden:
        tied = [key for key in graph.nodes if graph.neighbours[key] or key == shown.start or _stays(graph, key)]
        graph = graph.only(tied)
    return graph


def _stays(graph: Graph, key: str) -> bool:
    return graph.nodes[key].kind in {Kind.CASE, Kind.PERSON, Kind.ORGANISATION}


def _state(bridge: Bridge) -> str:
    """What members said so far of the records that something ties."""
    if bridge.judged and bridge.unlinked:
        words = ngettext(
            "%(n)d pair of them is neither linked nor judged.",
            "%(n)d pairs of them are neither linked nor judged.",
            len(bridge.unlinked),
        )
        return words % {"n": len(bridge.unlinked)}
    if bridge.judged:
        return _("Each pair of them was linked or judged.")
    if bridge.is_half_linked:
        return _("Not all of them are linked.")
    return _("Nobody has linked them.") if bridge.unlinked else _("They are linked.")
