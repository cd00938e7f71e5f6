"""Road cards for drivers and vehicle leaders: stops, legal rests, phones, what to do if not."""

from __future__ import annotations

from collections.abc import Iterator

from routing.formats.papers.forms import FormPage, build_facts, build_table, render_forms
from routing.formats.papers.loaded import SUPPLY_COLUMNS, supply_rows
from routing.formats.papers.request import PaperRequest, contact_text
from routing.formats.workbook import words as labels
from routing.formats.workbook.book import hours
from routing.formats.workbook.words import Word, in_language
from routing.model.runs import Run

TITLE = Word("行车卡", "Road card")
DUTIES = Word("驾驶与法定休息", "Driving and legal rests")
STOPS = Word("停靠", "Stops")

STOP_COLUMNS = (
    (labels.PLACE, 3),
    (labels.ARRIVES, 0),
    (labels.DEPARTS, 0),
    (labels.BOARD, 0),
    (labels.ALIGHT, 0),
    (labels.ON_BOARD, 0),
    (Word("联系人", "Contact"), 2),
)
DUTY_COLUMNS = (
    (labels.DRIVER, 2),
    (labels.ACTIVITY, 1),
    (labels.STARTS, 0),
    (labels.ENDS, 0),
    (labels.HOURS, 0),
    (labels.PLACE, 2),
)

EMERGENCY = Word(
    "遇雪雾封路、故障或误点：先停到安全处，报车长和值班电话，听从调整；不得为赶点超速或超时驾驶。",
    "Snow, fog, a breakdown or a delay: stop where it is safe, call the leader and the hotline, "
    "and wait for their word. Never speed or drive over the hours to catch up.",
)


def render_road_cards(request: PaperRequest) -> bytes:
    """One card for each coach run."""
    pages = (_page(run, request) for run in request.view.coach_runs())
    return render_forms(TITLE, pages, request)


def _page(run: Run, request: PaperRequest) -> FormPage:
    view, details = request.view, request.run_details(run)
    fleet = view.find_fleet(run)
    named = {d.driver: f"{d.name} {d.phone}".strip() for d in details.drivers}
    hotline = request.details.hotline if request.details is not None else None
    return FormPage(
        head=f"{run.id}　{view.vehicle_name(run)}　{details.plate}".strip(),
        name=f"{run.id} {details.plate}".strip(),
        facts=build_facts(
            request,
            (
                (labels.OPERATOR, (fleet.operator or "") if fleet is not None else ""),
                (Word("承运联系人", "Operator's contact"), contact_text(details.operator_contact)),
                (Word("车长", "Leader"), contact_text(details.leader)),
                (Word("值班电话", "Hotline"), contact_text(hotline)),
                (Word("包车标志牌", "Charter plate"), details.permit_number),
                (Word("集合", "Meeting"), _meeting(run, request)),
            ),
        ),
        tables=(
            build_table(request, STOP_COLUMNS, _stops(run, request), title=STOPS),
            build_table(request, DUTY_COLUMNS, _duties(run, request, named), title=DUTIES),
            build_table(request, SUPPLY_COLUMNS, supply_rows(run, request)),
        ),
        notes=(
            *_crew_notes(run, request),
            law_text(request),
            in_language(EMERGENCY, view.language),
        ),
        signatures=tuple(
            in_language(word, view.language)
            for word in (Word("驾驶员签字", "Driver"), Word("车长签字", "Leader"))
        ),
    )


RELAY = Word(
    "{place} {arrives}—{departs} 停车接驳：{leaves} 下车休息，{joins} 接班",
    "{place} {arrives}–{departs}, standing: {leaves} hand over and rest, {joins} take over",
)


def _crew_notes(run: Run, request: PaperRequest) -> Iterator[str]:
    """Where fresh drivers take over, and why the crew is what it is."""
    details = request.run_details(run)
    named = {d.driver: f"{d.name} {d.phone}".strip() for d in details.drivers}
    for relay in run.relays:
        yield in_language(RELAY, request.view.language).format(
            place=request.view.place_name(relay.place),
            arrives=request.when(relay.arrives),
            departs=request.when(relay.departs),
            leaves="、".join(named.get(d, d) for d in relay.leaves),
            joins="、".join(named.get(d, d) for d in relay.joins),
        )
    if run.crew is not None:
        yield request.view.say(run.crew.says)


def _meeting(run: Run, request: PaperRequest) -> str:
    details = request.run_details(run)
    moment = "" if details.meeting_time is None else request.when(details.meeting_time)
    return f"{moment} {details.meeting_point}".strip()


def _stops(run: Run, request: PaperRequest) -> Iterator[tuple[object, ...]]:
    for stop in run.stops:
        yield (
            request.view.place_name(stop.place),
            request.when(stop.arrives),
            request.when(stop.departs),
            sum(load.people for load in stop.board) or "",
            sum(load.people for load in stop.alight) or "",
            stop.on_board,
            contact_text(request.find_contact(stop.place)),
        )


def _duties(run: Run, request: PaperRequest, named: dict[str, str]) -> Iterator[tuple[object, ...]]:
    view = request.view
    for duty in run.duties:
        for activity in duty.activities:
            seconds = int((activity.ends - activity.starts).total_seconds())
            yield (
                named.get(duty.driver, duty.driver),
                in_language(labels.ACTIVITIES[str(activity.kind)], view.language),
                request.when(activity.starts),
                request.when(activity.ends),
                hours(seconds),
                "" if activity.place is None else view.place_name(activity.place),
            )


def law_text(request: PaperRequest) -> str:
    """The limits in force, as the plan's policy gives them."""
    values = request.view.plan.provenance.policy.values
    halt = values.night_halt
    text = in_language(
        Word(
            f"连续驾驶不超过{hours(values.drive_day_max_s)}小时（夜间"
            f"{hours(values.drive_night_max_s)}小时），"
            f"停车休息不少于{values.break_min_s // 60}分钟；"
            f"24小时内驾驶不超过{hours(values.drive_24h_max_s)}小时，"
            f"7天不超过{hours(values.drive_7d_max_s)}小时。",
            f"At most {hours(values.drive_day_max_s)} h of driving in a row "
            f"({hours(values.drive_night_max_s)} h at night), then at least "
            f"{values.break_min_s // 60} min standing; {hours(values.drive_24h_max_s)} h in any "
            f"24 h, {hours(values.drive_7d_max_s)} h in 7 days.",
        ),
        request.view.language,
    )
    if halt is None:
        return text
    stop = Word(f"{halt.start}—{halt.end}停驶。", f" No driving from {halt.start} to {halt.end}.")
    return text + in_language(stop, request.view.language)
