"""A season without a break, one killed half-way and resumed, and the evening of a bad day.

    python -m tests.benchmarks.season_troubles data/seasons/daguan-2026.json --out DIR --workers 2

Each step is the command that a planner gives, in processes of its own. The bad day is made from the
plan by a rule, so that it can be made again: the train of that day does not run, of every load on
a coach one in ten (rounded up) stays at home, and five coaches of the row that is used most are
broken for four days.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

NO_SHOW_ONE_IN = 10
BROKEN, BROKEN_DAYS = 5, 4


def run(scenario: Path, out: Path, workers: int, *more: str) -> float:
    """Seconds by the clock that the command takes."""
    began = time.monotonic()
    subprocess.run(command(scenario, out, workers, *more), check=False)
    return time.monotonic() - began


def command(scenario: Path, out: Path, workers: int, *more: str) -> list[str]:
    """The words of a season's command."""
    words = ["season", str(scenario), "--out", str(out), "--workers", str(workers)]
    return [str(Path(sys.executable).with_name("zhida")), *words, *more]


def run_killed(scenario: Path, out: Path, workers: int, after_s: float) -> int:
    """Kill a season with all its processes after so long; parts that were kept by then."""
    running = subprocess.Popen(command(scenario, out, workers), start_new_session=True)
    try:
        running.wait(after_s)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    else:
        raise SystemExit("the season had ended before it could be killed")
    return len(list((out / "parts").glob("*.json")))


def bad_day(scenario: Path, out: Path, wanted: str | None) -> dict[str, Any]:
    """The report of a day with a train: train, no-shows, broken coaches.

    Unless a day is wanted, it is the one with most parts among the middle third of those days.
    """
    plan = json.loads((out / "season.json").read_text())
    fleet = {row["id"]: row["count"] for row in json.loads(scenario.read_text())["fleet"]}
    coaches = [p for p in plan["parts"] if p["assignment"]["kind"] == "outward"]
    trains = [p for p in plan["parts"] if p["assignment"]["kind"] == "service"]
    days = Counter(p["assignment"]["day"] for p in coaches)
    trains.sort(key=lambda p: p["assignment"]["part"])
    third = len(trains) // 3
    asked = [p for p in trains if p["assignment"]["day"] == wanted] or trains[third:-third]
    train = max(asked, key=lambda p: (days[p["assignment"]["day"]], p["assignment"]["part"]))
    day = train["assignment"]["day"]
    used: Counter[str] = Counter(t["fleet"] for t in plan["trips"])
    row = max(fleet, key=lambda name: (used[name], name))
    return {
        "schema_version": "1",
        "day": day,
        "went": [
            {
                "part": part["assignment"]["part"],
                "group": load["group"],
                "people": load["people"] - -(-load["people"] // NO_SHOW_ONE_IN),
            }
            for part in coaches
            if part["assignment"]["day"] == day
            for load in part["assignment"]["loads"]
        ],
        "broken": [
            {
                "fleet": row,
                "count": BROKEN,
                "until": str(date.fromisoformat(day) + timedelta(days=BROKEN_DAYS)),
            }
        ],
        "cancelled": [train["assignment"]["subject"]],
    }


def sha256_of(out: Path) -> str:
    """What a plan is, without its clock."""
    return hashlib.sha256((out / "season.json").read_bytes()).hexdigest()


def say(word: str, out: Path, took_s: float) -> None:
    """One line of figures of a plan."""
    plan = json.loads((out / "season.json").read_text())
    people = sum(p["people"] for p in plan["parts"])
    left = sum(x["people"] for x in plan["left_out"])
    cost, bound = plan["cost"]["total_fen"], plan["certificate"]["lower_bound_fen"]
    errors = [f for f in plan["audit"]["findings"] if f["severity"] == "error"]
    print(
        f"{word}: {took_s:.0f} s, {people:,} in parts, {left} left out, "
        f"cost {cost / 100:,.0f} CNY, bound {bound / 100:,.0f}, "
        f"gap {(cost - bound) / cost:.2%}, audit errors {len(errors)}, "
        f"changed {json.dumps(plan.get('changed'))}, sha256 {sha256_of(out)[:16]}",
        flush=True,
    )


def main() -> None:
    """Print a line for each step."""
    parser = argparse.ArgumentParser()
    parser.add_argument("scenario", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kill-after-s", type=float, default=240)
    parser.add_argument("--bad-day", metavar="DATE", help="a day with a train")
    parser.add_argument("--keep-whole", action="store_true", help="use the plan in DIR/whole")
    args = parser.parse_args()
    whole, killed = args.out / "whole", args.out / "killed"
    if not args.keep_whole:
        say("without a break", whole, run(args.scenario, whole, args.workers))
    kept = run_killed(args.scenario, killed, args.workers, args.kill_after_s)
    print(f"killed after {args.kill_after_s:.0f} s with {kept} parts kept", flush=True)
    say("resumed", killed, run(args.scenario, killed, args.workers, "--resume"))
    same = "the same plan" if sha256_of(whole) == sha256_of(killed) else "ANOTHER PLAN"
    print(f"to the byte: {same}", flush=True)
    report = args.out / "bad_day.json"
    made = bad_day(args.scenario, whole, args.bad_day)
    report.write_text(json.dumps(made, ensure_ascii=False))
    print(
        f"bad day {made['day']}: {', '.join(made['cancelled'])} cancelled, "
        f"{BROKEN} of {made['broken'][0]['fleet']} broken, one in {NO_SHOW_ONE_IN} stayed away",
        flush=True,
    )
    say("after", whole, run(args.scenario, whole, args.workers, "--after", str(report)))


if __name__ == "__main__":
    main()
