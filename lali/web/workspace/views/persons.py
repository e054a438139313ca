"""Persons and organisations of a case: the tab, one person's page, and everything that is done there."""

from collections.abc import Callable
from functools import partial

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lali.records.agencies.queries import colleagues_of, names_behind
from lali.records.cases import actions, queries
from lali.records.conversations.queries import written_by
from lali.records.entities.vocabulary import PersonRole
from lali.records.links import actions as links
from lali.records.links.queries import person_watch
from lali.records.transfers.actions import erase_person
from lali.web.workspace.forms import (
    ActsForm,
    ConfirmForm,
    EraseForm,
    JudgeForm,
    MergeForm,
    NamesakeForm,
    NamesakeWallForm,
    PersonForm,
    ReasonForm,
    RecogniseForm,
    RelationForm,
    RoleForm,
    WallHereForm,
    WatchForm,
)
from lali.web.workspace.people import network_of, shown_facts, shown_history, shown_proposals
from lali.web.workspace.views.knowing import telling_page
from lali.web.workspace.views.outcome import carried_out
from lali.web.workspace.views.room import room

PER_PAGE = 30
PART = "persons"


# -- the tab -----------------------------------------------------------------------------------------------------------


@require_safe
def persons(request: HttpRequest, ref: str) -> HttpResponse:
    """All persons of the case, or those with one role."""
    return _persons_page(request, ref)


def _persons_page(
    request: HttpRequest, ref: str, *, sent_from: str = "", **forms_with_errors: forms.Form
) -> HttpResponse:
    context = room(request, ref, PART)
    everybody = queries.persons_of(context["case"])
    role = request.GET.get("role", "")
    found = [person for person in everybody if not role or role in person.roles]
    relations = queries.relations_of(context["case"], everybody)
    nodes, ties = network_of(relations)
    context |= {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "everybody": len(everybody),
        "roles": [
            (code, label, sum(code in person.roles for person in everybody)) for code, label in PersonRole.choices
        ],
        "role": role,
        "nodes": nodes,
        "ties": ties,
        "proposals": shown_proposals(queries.proposals_for(request.user, context["case"], everybody)),
        "judged": queries.how_many_people_judged(request.user, context["case"]),
        "person_form": PersonForm(prefix="person"),
        "judge_form": JudgeForm(prefix="judge"),
        "sent_from": sent_from,
    }
    status = 400 if forms_with_errors else 200
    return render(request, "workspace/persons.html", context | forms_with_errors, status=status)


@require_POST
def add(request: HttpRequest, ref: str) -> HttpResponse:
    """Add a person or an organisation in a role."""
    form = PersonForm(request.POST, prefix="person")
    added = []
    if carried_out(
        request,
        form,
        lambda: added.append(actions.add_person(by=request.user, ref=ref, **form.cleaned_data)),
        said=_("The person is added."),
    ):
        return redirect("workspace:person", ref, added[0].person_id)
    return _persons_page(request, ref, person_form=form)


@require_POST
def judge(request: HttpRequest, ref: str, person: int) -> HttpResponse:
    """Judge whether two persons that were proposed are one."""
    form = JudgeForm(request.POST, prefix="judge")
    action = partial(actions.judge_persons, by=request.user, ref=ref, person_id=person)
    said = _("Kept. This pair is not proposed again; what you said can be taken back.")
    if carried_out(request, form, lambda: action(**form.cleaned_data), said=said):
        return redirect("workspace:case_persons", ref)
    row = f"judge-{person}-{form.data.get('judge-other_id', '')}"
    return _persons_page(request, ref, sent_from=row, judge_form=form)


# -- one person --------------------------------------------------------------------------------------------------------


@require_safe
def person(request: HttpRequest, ref: str, person: int) -> HttpResponse:
    """One person or organisation."""
    return _person_page(request, ref, person)


@require_POST
def watch(request: HttpRequest, ref: str, person: int) -> HttpResponse:
    """Watch a person: one is told when they are met in another case, or a number held to be theirs is."""
    form = WatchForm(request.POST, prefix="watch")
    act = partial(links.watch_person, by=request.user, ref=ref, number=person)
    if carried_out(
        request, form, lambda: act(**form.cleaned_data), said=_("You are told when this person is met again.")
    ):
        return redirect("workspace:person", ref, person)
    return _person_page(request, ref, person, watch_form=form)


def _person_page(
    request: HttpRequest, ref: str, number: int, *, sent_from: str = "", **forms_with_errors: forms.Form
) -> HttpResponse:
    """Show the person; `sent_from` names the row whose form has errors, where several rows have the same form."""
    context = room(request, ref, PART)
    case = context["case"]
    found = queries.read_person(request.user, case, number)
    everybody = queries.persons_of(case)
    others = [(one.id, one.name) for one in everybody if one.id != found.shown.id]
    changes = queries.person_changes(case, found.shown)
    own = [one for one in queries.relations_of(case, everybody) if found.shown.id in {one.one.id, one.other.id}]
    context |= {
        "found": found,
        "person": found.shown,
        "records": [(record, shown_facts(record.facts)) for record in found.records],
        "history": shown_history(changes, names_behind(change.by for change in changes)),
        "relations": own,
        "wrote": written_by(case, found.shown),
        "removes": queries.may_remove(case),
        "watch": person_watch(request.user, found.shown.id),
        "watch_form": WatchForm(prefix="watch"),
        "role_form": RoleForm(prefix="role"),
        "reason_form": ReasonForm(prefix="reason"),
        "recognise_form": RecogniseForm(prefix="recognise"),
        "confirm_form": ConfirmForm(prefix="confirm"),
        "acts_form": ActsForm(prefix="acts"),
        "relation_form": RelationForm(prefix="relation", others=others),
        "merge_form": MergeForm(prefix="merge", others=others),
        "erase_form": EraseForm(prefix="erase"),
        "sets_walls": queries.may_set_walls(request.user, case),
        "namesakes": queries.namesakes_in(request.user, case, [found.shown]),
        "wall_form": WallHereForm(prefix="wall", colleagues=colleagues_of(request.user)),
        "namesake_form": NamesakeForm(prefix="namesake"),
        "namesake_wall_form": NamesakeWallForm(prefix="wall"),
        "others": others,
        "sent_from": sent_from,
    }
    status = 400 if forms_with_errors else 200
    return render(request, "workspace/person.html", context | forms_with_errors, status=status)


def _do(
    request: HttpRequest,
    ref: str,
    number: int,
    form: forms.Form,
    action: Callable[..., object],
    *,
    said: str,
    shown_as: str,
    row: str = "",
    at: str = "",
) -> HttpResponse:
    """Do something to a person from a form on their page, and go back to the part `at`.

    With errors the page is shown again with the form as `shown_as`, in the row named `row`.
    """
    if carried_out(request, form, lambda: action(by=request.user, ref=ref, **form.cleaned_data), said=said):
        return redirect(f"{redirect('workspace:person', ref, number).url}{at and '#'}{at}")
    return _person_page(request, ref, number, sent_from=row, **{shown_as: form})


@require_POST
def give_role(request: HttpRequest, ref: str, person: int) -> HttpResponse:
    """Give a person one more role."""
    form = RoleForm(request.POST, prefix="role")
    action = partial(actions.give_role, person_id=person)
    return _do(request, ref, person, form, action, said=_("The role is added."), shown_as="role_form", at="roles")


@require_POST
def end_role(request: HttpRequest, ref: str, person: int, place: int) -> HttpResponse:
    """End a role, with a reason."""
    form = ReasonForm(request.POST, prefix="reason")
    action = partial(actions.end_role, place_id=place)
    said = _("The role has ended; the past stays on record.")
    return _do(request, ref, person, form, action, said=said, shown_as="reason_form", row=f"end-{place}", at="roles")


@require_POST
def date_acts(request: HttpRequest, ref: str, person: int, place: int) -> HttpResponse:
    """Write down the first day of the acts that a role speaks of."""
    form = ActsForm(request.POST, prefix="acts")
    action = partial(actions.date_acts, place_id=place)
    return _do(
        request, ref, person, form, action, said=_("Saved."), shown_as="acts_form", row=f"acts-{place}", at="roles"
    )


@require_POST
def recognise(request: HttpRequest, ref: str, person: int) -> HttpResponse:
    """A suspect is a possible victim."""
    form = RecogniseForm(request.POST, prefix="recognise")
    action = partial(actions.recognise_as_victim, person_id=person)
    said = _("From now on they are a possible victim everywhere, under a code name.")
    return _do(request, ref, person, form, action, said=said, shown_as="recognise_form")


@require_POST
def confirm(request: HttpRequest, ref: str, person: int) -> HttpResponse:
    """An authority recognised a victim."""
    form = ConfirmForm(request.POST, prefix="confirm")
    action = partial(actions.confirm_victim, person_id=person)
    return _do(request, ref, person, form, action, said=_("Saved."), shown_as="confirm_form", at="roles")


@require_POST
def withdraw(request: HttpRequest, ref: str, person: int) -> HttpResponse:
    """Take back a possible victim's role."""
    form = ReasonForm(request.POST, prefix="reason")
    action = partial(actions.withdraw_victim_role, person_id=person)
    said = _("The role has ended. The name stays shut.")
    return _do(request, ref, person, form, action, said=said, shown_as="reason_form", row=f"withdraw-{person}")


@require_POST
def relate(request: HttpRequest, ref: str, person: int) -> HttpResponse:
    """Note how a person stands to another of the case."""
    everybody = queries.persons_of(queries.read_case(request.user, ref, PART))
    others = [(one.id, one.name) for one in everybody if one.id != person]
    form = RelationForm(request.POST, prefix="relation", others=others)
    action = partial(actions.relate_persons, person_id=person)
    return _do(request, ref, person, form, action, said=_("Saved."), shown_as="relation_form", at="relations")


@require_POST
def take_back(request: HttpRequest, ref: str, person: int, relation: int) -> HttpResponse:
    """Take back how two persons stand to one another."""
    form = ReasonForm(request.POST, prefix="reason")
    action = partial(actions.take_back_relation, relation_id=relation)
    return _do(
        request,
        ref,
        person,
        form,
        action,
        said=_("Taken back."),
        shown_as="reason_form",
        row=f"relation-{relation}",
        at="relations",
    )


@require_POST
def merge(request: HttpRequest, ref: str, person: int) -> HttpResponse:
    """Two records of the case are of one person."""
    everybody = queries.persons_of(queries.read_case(request.user, ref, PART))
    form = MergeForm(request.POST, prefix="merge", others=[(one.id, one.name) for one in everybody if one.id != person])
    action = partial(actions.merge_persons, keep=person)
    said = _("Both records are shown as one person. You can undo it here.")
    return _do(request, ref, person, form, action, said=said, shown_as="merge_form")


@require_POST
def undo_merge(request: HttpRequest, ref: str, person: int, merge: int) -> HttpResponse:
    """Two records are of two persons after all."""
    form = ReasonForm(request.POST, prefix="reason")
    action = partial(actions.undo_merge, merge_id=merge)
    said = _("Each record stands for itself again, as before.")
    return _do(request, ref, person, form, action, said=said, shown_as="reason_form", row=f"merge-{merge}")


@require_POST
def reveal(request: HttpRequest, ref: str, person: int) -> HttpResponse:
    """Show a possible victim's name to a lead who gives a reason; on a page of its own, once."""
    form = ReasonForm(request.POST, prefix="reason")
    read = partial(actions.reveal_name, by=request.user, ref=ref, person_id=person)
    if carried_out(request, form, lambda: read(reason=form.cleaned_data["reason"])):
        return telling_page(request, ref, person)
    return _person_page(request, ref, person, sent_from=f"name-{person}", reason_form=form)


@require_POST
def remove(request: HttpRequest, ref: str, person: int) -> HttpResponse:
    """Take a person off the case who was entered by mistake."""
    form = ReasonForm(request.POST, prefix="reason")
    done = partial(actions.remove_person, by=request.user, ref=ref, person_id=person)
    said = _("The person is taken off the case. What was done stands in the journal.")
    if carried_out(request, form, lambda: done(reason=form.cleaned_data["reason"]), said=said):
        return redirect("workspace:case_persons", ref)
    return _person_page(request, ref, person, sent_from=f"remove-{person}", reason_form=form)


@require_POST
def erase(request: HttpRequest, ref: str, person: int) -> HttpResponse:
    """Erase all that is sealed about a person."""
    form = EraseForm(request.POST, prefix="erase")
    done = partial(erase_person, by=request.user, ref=ref, person_id=person)
    said = _("All that was sealed about this person is erased.")
    if carried_out(request, form, done, said=said):
        return redirect("workspace:person", ref, person)
    return _person_page(request, ref, person, erase_form=form)


@require_POST
def set_wall(request: HttpRequest, ref: str, person: int) -> HttpResponse:
    """Keep a colleague out of the case because they are this person, or close to them."""
    queries.read_case(request.user, ref, PART)
    form = WallHereForm(request.POST, prefix="wall", colleagues=colleagues_of(request.user))
    wall = partial(actions.set_wall, by=request.user, ref=ref)
    if carried_out(request, form, lambda: wall(**form.cleaned_data), said=_("The wall stands.")):
        return redirect(f"{redirect('workspace:case_team', ref).url}#walls")
    return _person_page(request, ref, person, wall_form=form)


@require_POST
def put_namesake_aside(request: HttpRequest, ref: str, person: int) -> HttpResponse:
    """Say why it means nothing that this person is called like a colleague."""
    form = NamesakeForm(request.POST, prefix="namesake")
    action = partial(actions.put_namesake_aside, person_id=person)
    row = f"namesake-{person}-{form.data.get('namesake-member_id', '')}"
    said = _("Put aside.")
    return _do(request, ref, person, form, action, said=said, shown_as="namesake_form", row=row)
