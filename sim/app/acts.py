"""What users do: choosing, editing, running, leaving for another panel."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import ALL, MATCH, ClientsideFunction, Dash, Input, Output, State, ctx, dcc, no_update

from sim.app.doses import Written, read_text
from sim.app.files import file_of
from sim.app.jobs import DONE, ENDED, Jobs
from sim.app.page import VIEWS
from sim.app.panels import choose, edit
from sim.app.plan import YEARS, Option, Plan, read_plan, refusal
from sim.app.words import say
from sim.base.errors import InputError
from sim.report.words import Language

Stored = dict[str, Any]


def known_language(text: Any) -> Language:
    """The language a browser says, or Chinese."""
    return "en" if text == "en" else "zh"


def register(app: Dash, jobs: Jobs) -> None:
    """Tie everything that users do to the page."""
    _register_choices(app)
    _register_ways(app)
    _register_settings(app)
    _register_looking(app)
    _register_typing(app)
    _register_dates(app)
    _register_sliders(app)
    _register_runs(app, jobs)
    _register_downloads(app, jobs)


def pressed() -> Stored | None:
    """The id of the button that was really pressed, not merely drawn."""
    hit = ctx.triggered_id
    return hit if isinstance(hit, dict) and ctx.triggered[0]["value"] else None


def _register_choices(app: Dash) -> None:
    @app.callback(
        Output("plan", "data"), Output("bases", "value"), Output("bases", "options"),
        Output("chosen", "children"), Output("view", "data", allow_duplicate=True),
        Output("editing", "data", allow_duplicate=True),
        Input("bases", "value"), Input({"do": "copy", "option": ALL}, "n_clicks"),
        Input({"do": "remove", "option": ALL}, "n_clicks"),
        Input({"do": "edit", "option": ALL}, "n_clicks"),
        State("plan", "data"), State("language-kept", "data"), State("editing", "data"),
        prevent_initial_call=True,
    )  # fmt: skip
    def choose_options(
        ticked: list[str], copies: Any, removals: Any, edits: Any, stored: Stored, language: Any,
        editing: Stored | None,
    ) -> tuple[Any, ...]:
        plan, hit = read_plan(stored), pressed()
        if hit is not None and hit["do"] == "edit":
            going = {**(editing or {}), "option": hit["option"]}
            return (no_update,) * 4 + ("edit", going)
        if hit is not None:
            number = int(hit["option"])
            plan = plan.without(number) if hit["do"] == "remove" else choose.copied(plan, number)
        elif ctx.triggered_id == "bases":
            plan = choose.ticked(plan, ticked or [])
        if plan == read_plan(stored):  # the list was merely drawn, or there is no room
            return (no_update,) * 6
        shown = known_language(language)
        return (plan.stored(), choose.bases(plan), choose.options(plan, shown),
                choose.chosen(plan, shown), no_update, no_update)  # fmt: skip


def _register_ways(app: Dash) -> None:
    @app.callback(
        Output("view", "data", allow_duplicate=True),
        Input({"do": "view", "name": ALL}, "n_clicks"), prevent_initial_call=True,
    )  # fmt: skip
    def go(clicks: Any) -> Any:
        hit = pressed()
        return hit["name"] if hit is not None and hit["name"] in VIEWS else no_update


def _register_settings(app: Dash) -> None:
    @app.callback(
        Output("plan", "data", allow_duplicate=True), Output("firms", "value"),
        Input("draws", "value"), Input("firms", "value"), Input("kind", "value"),
        Input({"do": "firms", "share": ALL}, "n_clicks"), State("plan", "data"),
        prevent_initial_call=True,
    )  # fmt: skip
    def settle(draws: Any, firms: Any, kind: Any, shares: Any, stored: Stored) -> tuple[Any, Any]:
        hit = pressed()
        share = hit["share"] if hit is not None else firms
        plan = replace(read_plan(stored), draws=str(draws or "")[:20], firms=str(share or "")[:20],
                       kind=str(kind)[:20])  # fmt: skip
        if plan == read_plan(stored):
            return no_update, no_update
        return plan.stored(), share if hit is not None else no_update


def _register_looking(app: Dash) -> None:
    @app.callback(
        Output("editing", "data", allow_duplicate=True), Input("edited-option", "value"),
        Input("edited-instrument", "value"), State("plan", "data"), State("editing", "data"),
        prevent_initial_call=True,
    )  # fmt: skip
    def look_at(number: Any, kind: Any, stored: Stored, editing: Stored | None) -> Any:
        plan = read_plan(stored)
        if not plan.options:
            return no_update
        option, shown = edit.where(plan, editing or {})
        if (str(option.number), shown) == (str(number), kind):
            return no_update  # the lists were merely drawn
        return {"option": int(number or 0), "instrument": kind}


def _register_typing(app: Dash) -> None:
    every = {"option": ALL, "kind": ALL, "dose": ALL, "part": ALL}

    @app.callback(
        Output("plan", "data", allow_duplicate=True), Output({"role": "said", **every}, "children"),
        Output("edited-instrument", "options"),
        Input({"role": "box", **every}, "value"), Input({"role": "pick", **every}, "value"),
        Input({"role": "places", **every}, "value"),
        Input({"role": "title", "option": ALL}, "value"),
        State("plan", "data"), State("language-kept", "data"), prevent_initial_call=True,
    )  # fmt: skip
    def type_in(
        boxes: Any, picks: Any, chosen: Any, titles: Any, stored: Stored, language: Any
    ) -> tuple[Any, Any, Any]:
        plan, shown = read_plan(stored), known_language(language)
        *lists, names = ctx.inputs_list
        option = typed_option(plan, lists, names)
        if option is None:
            return no_update, [no_update] * len(ctx.outputs_list[1]), no_update
        said = [_said(option, one["id"], shown) for one in ctx.outputs_list[1]]
        if option == plan.option(option.number):
            return no_update, said, no_update
        return plan.with_option(option).stored(), said, edit.kinds(option, shown)


def _register_dates(app: Dash) -> None:
    @app.callback(
        Output("plan", "data", allow_duplicate=True),
        Output("editing", "data", allow_duplicate=True),
        Input({"role": "since", "option": ALL}, "value"),
        Input({"do": "reset", "option": ALL, "instrument": ALL}, "n_clicks"),
        State("plan", "data"), State("editing", "data"), prevent_initial_call=True,
    )  # fmt: skip
    def date_or_reset(
        years: Any, clicks: Any, stored: Stored, editing: Stored | None
    ) -> tuple[Any, Any]:
        plan, hit = read_plan(stored), ctx.triggered_id
        option = plan.option(int(hit["option"])) if isinstance(hit, dict) else None
        if option is None:
            return no_update, no_update
        changed = _redated(option, years) if "role" in hit else (
            _reset(option, hit["instrument"]) if pressed() else option)  # fmt: skip
        if changed == option:
            return no_update, no_update
        again = {**(editing or {}), "drawn": int((editing or {}).get("drawn") or 0) + 1}
        return plan.with_option(changed).stored(), again


def _register_sliders(app: Dash) -> None:
    # A slider and its box say the same: whichever is moved takes the other along.
    part = {"option": MATCH, "kind": MATCH, "dose": MATCH, "part": MATCH}
    app.clientside_callback(
        ClientsideFunction("yongsim", "keepTogether"),
        Output({"role": "slider", **part}, "value"), Output({"role": "box", **part}, "value"),
        Input({"role": "slider", **part}, "value"), Input({"role": "box", **part}, "value"),
        State({"role": "slider", **part}, "min"), State({"role": "slider", **part}, "max"),
        prevent_initial_call=True,
    )  # fmt: skip
    app.clientside_callback(
        ClientsideFunction("yongsim", "noLimit"),
        Output({"role": "box", **part}, "value", allow_duplicate=True),
        Input({"role": "endless", **part}, "n_clicks"),
        State({"role": "endless", **part}, "children"),
        prevent_initial_call=True,
    )  # fmt: skip


def typed_option(plan: Plan, lists: list[list[Stored]], names: list[Stored]) -> Option | None:
    """The option in the editor after all that its boxes hold; None without any."""
    texts: dict[str, dict[int, str]] = {}
    chosen: dict[str, list[str]] = {}
    number = 0
    for one in (one for inputs in lists for one in inputs):
        key = f"{one['id']['kind']}.{one['id']['dose']}"
        number = int(one["id"]["option"])
        if one["id"]["role"] == "places":
            chosen[key] = one.get("value") or []
        else:
            value = one.get("value")
            texts.setdefault(key, {})[int(one["id"]["part"])] = "" if value is None else str(value)
    option = plan.option(number)
    if option is None:
        return None
    typed: dict[str, Written] = {}
    for key, parts in texts.items():
        written = read_text({"texts": [parts[k] for k in sorted(parts)],
                             "places": chosen.get(key)})  # fmt: skip
        if written is not None:
            typed[key] = written
    title = next((one.get("value") for one in names if one["id"]["option"] == number), None)
    if title is not None:
        option = replace(option, title=str(title).strip()[:60])
    return edit.edited(option, typed)


def _said(option: Option, name: Stored, language: Language) -> str:
    key = f"{name['kind']}.{name['dose']}"
    written = option.changes.get(key)
    problem = None if written is None else refusal(key, written, option.label(language))
    return problem.text(language) if problem is not None else ""


def _redated(option: Option, years: list[Any]) -> Option:
    year = int(years[0]) if years and str(years[0]).isdigit() else option.since
    return replace(option, since=year) if year in YEARS else option


def _reset(option: Option, kind: str) -> Option:
    kept = {key: value for key, value in option.changes.items() if key.partition(".")[0] != kind}
    return replace(option, changes=kept)


def _register_runs(app: Dash, jobs: Jobs) -> None:
    @app.callback(
        Output("job", "data"), Output("run-said", "children"),
        Input("run", "n_clicks"), State("plan", "data"), State("job", "data"),
        State("language-kept", "data"), prevent_initial_call=True,
    )  # fmt: skip
    def run(clicks: Any, stored: Stored, before: Any, language: Any) -> tuple[Any, str]:
        if not clicks:
            return no_update, ""
        now = jobs.get(before)
        if now is not None and now.state not in ENDED:
            return no_update, say("runs_already", known_language(language))
        try:
            return jobs.start(read_plan(stored)).name, ""
        except InputError as error:
            return no_update, error.text(known_language(language))

    @app.callback(
        Output("cancel", "title"), Input("cancel", "n_clicks"), State("job", "data"),
        prevent_initial_call=True,
    )  # fmt: skip
    def cancel(clicks: Any, job: Any) -> Any:
        if clicks:
            jobs.cancel(job)
        return no_update

    @app.callback(
        Output("view", "data", allow_duplicate=True), Input("see", "n_clicks"),
        prevent_initial_call=True,
    )  # fmt: skip
    def see(clicks: Any) -> Any:
        return "results" if clicks else no_update


def _register_downloads(app: Dash, jobs: Jobs) -> None:
    @app.callback(
        Output("file", "data"), Output("file-said", "children"),
        Input({"do": "download", "kind": ALL, "name": ALL}, "n_clicks"),
        State("job", "data"), State("language-kept", "data"), prevent_initial_call=True,
    )  # fmt: skip
    def download(clicks: Any, name: Any, language: Any) -> tuple[Any, str]:
        hit, job, found = pressed(), jobs.get(name), jobs.found(name)
        if hit is None or job is None or job.state != DONE or found is None:
            return no_update, ""
        try:
            called, content = file_of(found, job.plan, job.folder, hit["kind"], hit["name"],
                                      known_language(language))  # fmt: skip
        except InputError as error:
            return no_update, error.text(known_language(language))
        return dcc.send_bytes(content, called), ""
