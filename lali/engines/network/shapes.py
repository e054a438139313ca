"""Outlines of the kinds of node, around (0, 0), so that a kind is told by its shape and not by its colour alone."""

from .graph import Kind

RADIUS = 16  # every outline lies within

SHAPES: dict[Kind, str] = {
    Kind.CASE: "M-16-12h12l4 4h16v20h-32z",
    Kind.TIP: "M-15-13h30v20h-14l-8 8v-8h-8z",
    Kind.CONVERSATION: "M-16-14h22v7h10v16h-6v6l-6-6h-12v-7h-8z",
    Kind.PACKET: "M-15-11h30v22h-30zM-15-11 0 2 15-11",
    Kind.PERSON: "M0-15a6 6 0 0 1 3.5 11 12 12 0 0 1 9.5 17h-26a12 12 0 0 1 9.5-17A6 6 0 0 1 0-15z",
    Kind.ORGANISATION: "M-14 14v-20h8v-8h14v8h6v20z",
    Kind.PHONE: "M-8-16h16a3 3 0 0 1 3 3v26a3 3 0 0 1-3 3h-16a3 3 0 0 1-3-3v-26a3 3 0 0 1 3-3z",
    Kind.ACCOUNT: "M0-14a14 14 0 1 1 0 28 14 14 0 1 1 0-28z",
    Kind.MAIL: "M0-14 15-3v15h-30v-15z",
    Kind.WEB: "M0-15 16 12h-32z",
    Kind.MONEY: "M-8-14h16l8 14-8 14h-16l-8-14z",
    Kind.PAPER: "M-11-15h14l8 8v22h-22z",
    Kind.FAMILY: "M-16-8h22v22h-22zM-11-8v-5h22v22h-5M-6-13v-4h22v22h-5",
    Kind.PILE: "M0-15 15 0 0 15-15 0z",
    Kind.ELSEWHERE: "M-12-12h24v24h-24z",
}
