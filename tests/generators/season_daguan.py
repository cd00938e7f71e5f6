"""Makes ``data/seasons/daguan-2026.json``: 59,000 people in 27 days, from places of the gazetteer.

    python -m tests.generators.season_daguan

What is reported and what is added stands in ``data/seasons/daguan-2026/story.md``.
"""

from __future__ import annotations

import csv
import json
import random
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[2]
ZONE = ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(2026, 2, 22), date(2026, 3, 20)
PEOPLE = 59_000
BUREAU = "大关县人力资源和社会保障局"

# Name in the gazetteer, id, English name, share of the people (added), people loaded a day (added).
SITES = (
    ("翠华镇", "cuihua", "Cuihua", 17, 520),
    ("玉碗镇", "yuwan", "Yuwan", 9, 330),
    ("吉利镇", "jili", "Jili", 6, 240),
    ("天星镇", "tianxing", "Tianxing", 13, 430),
    ("木杆镇", "mugan", "Mugan", 8, 280),
    ("悦乐镇", "yuele", "Yuele", 11, 380),
    ("高桥镇", "gaoqiao", "Gaoqiao", 7, 260),
    ("寿山镇", "shoushan", "Shoushan", 8, 280),
    ("上高桥回族彝族苗族乡", "shanggaoqiao", "Shanggaoqiao", 5, 210),
    ("靖安易地扶贫搬迁安置区", "jingan", "Jing'an resettlement area", 16, 600),
)
# Name in the gazetteer, id, Chinese and English name, share (added).
FACTORIES = (
    ("松山湖高新区", "songshanhu", "松山湖高新区", "Songshan Lake zone", 9),
    ("大岭山镇厂区(示意)", "dalingshan", "大岭山镇厂区（示意）", "Dalingshan (indicative)", 7),
    ("清溪镇厂区(示意)", "qingxi", "清溪镇厂区（示意）", "Qingxi (indicative)", 6),
    ("中山火炬高技术产业开发区", "zhongshan", "中山火炬开发区", "Zhongshan Torch zone", 7),
    ("南屏科技工业园", "nanping", "珠海南屏科技工业园", "Nanping park, Zhuhai", 4),
    ("富山工业园", "fushan", "珠海富山工业园", "Fushan park, Zhuhai", 4),
    ("江沙示范园区(棠下)", "jiangsha", "江门江沙示范园区", "Jiangsha park, Jiangmen", 5),
    ("杜阮镇工业区", "duruan", "江门杜阮工业区", "Duruan, Jiangmen", 4),
    ("深圳龙华区", "longhua", "深圳龙华区企业", "Longhua employers, Shenzhen", 9),
    ("南沙区", "nansha", "广州南沙区企业（示意）", "Nansha employers (indicative)", 6),
    ("佛山市", "foshan", "佛山企业（示意）", "Foshan employers (indicative)", 7),
    ("宁波北仑经济技术开发区", "beilun", "宁波北仑开发区", "Beilun zone, Ningbo", 8),
    ("宁波前湾新区(杭州湾新区)", "qianwan", "宁波前湾新区", "Qianwan New Area, Ningbo", 6),
    ("桐乡市", "tongxiang", "桐乡企业（示意）", "Tongxiang employers (indicative)", 6),
    ("萧山区", "xiaoshan", "杭州萧山企业（示意）", "Xiaoshan employers (indicative)", 6),
    ("呈贡区", "chenggong", "昆明呈贡企业（示意）", "Chenggong employers (indicative)", 6),
)
BASES = (
    ("大关县", "base-daguan", "大关客运站（示意）", "Daguan coach station (indicative)"),
    ("昭通市", "base-zhaotong", "昭通客运站（示意）", "Zhaotong coach station (indicative)"),
    ("东莞市", "base-dongguan", "东莞客运站（示意）", "Dongguan coach station (indicative)"),
    ("海曙区", "base-ningbo", "宁波客运站（示意）", "Ningbo coach station (indicative)"),
)
STATIONS = (
    ("昭通站", "zhaotong-station", "昭通站", "Zhaotong station"),
    ("东莞东站", "dongguan-east", "东莞东站", "Dongguan East"),
    ("宁波站", "ningbo-station", "宁波站", "Ningbo station"),
)
# id, name, lunar day, first and last day of departure counted from the first, share of the people.
WAVES = (
    ("w6", ("正月初六", "sixth of the first month"), "1-6", 0, 8, 24),
    ("w8", ("正月初八", "eighth of the first month"), "1-8", 2, 12, 30),
    ("w16", ("正月十六", "sixteenth of the first month"), "1-16", 10, 20, 28),
    ("late", ("二月初", "early second month"), None, 15, 26, 18),
)


def gazetteer() -> dict[str, dict[str, str]]:
    """Rows by name, the first of each."""
    with (ROOT / "data/reference/gazetteer.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {row["name"]: row for row in reversed(rows)}


def place(
    rows: dict[str, dict[str, str]],
    name: str,
    names: tuple[str, str, str],
    kind: str,
    **more: object,
) -> dict[str, object]:
    """A place of the season from a row of the gazetteer; ``names`` are id, Chinese, English."""
    row = rows[name]
    admin = "/".join(part for part in (row["province"], row["prefecture"], row["county"]) if part)
    return {
        "id": names[0],
        "name": {"zh": names[1], "en": names[2]},
        "kind": kind,
        "lat": float(row["lat"]),
        "lon": float(row["lon"]),
        "admin": admin,
        "precision_m": int(row["precision_m"]),
        "source": row["source"],
        **more,
    }


def places() -> list[dict[str, object]]:
    rows = gazetteer()
    found = [
        place(
            rows,
            name,
            (key, name, en),
            "resettlement_site" if key == "jingan" else "township_station",
        )
        for name, key, en, _, _ in SITES
    ]
    found += [place(rows, n, (key, zh, en), "factory") for n, key, zh, en, _ in FACTORIES]
    found += [place(rows, n, (key, zh, en), "coach_base") for n, key, zh, en in BASES]
    found += [place(rows, n, (key, zh, en), "rail_station", bays=40) for n, key, zh, en in STATIONS]
    return found


def spread(total: int, weights: list[float]) -> list[int]:
    """Whole shares of a total, largest remainders first."""
    exact = [total * w / sum(weights) for w in weights]
    shares = [int(x) for x in exact]
    order = sorted(range(len(exact)), key=lambda i: shares[i] - exact[i])
    for i in order[: total - sum(shares)]:
        shares[i] += 1
    return shares


def outward(rng: random.Random) -> list[dict[str, object]]:
    """Each site sends people to about half of the employers, in each wave."""
    keys, weights = [], []
    for _, site, _, share, _ in SITES:
        ties = rng.sample(FACTORIES, 9)
        for _, factory, _, _, pull in ties:
            for wave in WAVES:
                keys.append((site, factory, wave))
                weights.append(share * pull * wave[5] * rng.lognormvariate(0, 0.5))
    groups = []
    for (site, factory, wave), people in zip(keys, spread(PEOPLE, weights), strict=True):
        if people == 0:
            continue
        last = min(26, wave[4] + rng.randrange(3))
        groups.append(
            {
                "id": f"{site}--{factory}--{wave[0]}",
                "origin": site,
                "destination": factory,
                "people": people,
                "first_day": (FIRST + timedelta(days=wave[3])).isoformat(),
                "last_day": (FIRST + timedelta(days=last)).isoformat(),
                "wave": wave[0],
                "payer": BUREAU,
                "no_show_rate": 0.02 if wave[0] != "late" else 0.04,
            }
        )
    return groups


def homeward(rng: random.Random) -> list[dict[str, object]]:
    """People whose contracts ended ride home on coaches that would go back empty."""
    groups = []
    for factory in ("songshanhu", "longhua", "beilun"):
        for site in ("cuihua", "jingan", "tianxing"):
            first = rng.randrange(6, 14)
            groups.append(
                {
                    "id": f"{factory}--{site}--home",
                    "origin": factory,
                    "destination": site,
                    "people": rng.randrange(70, 130),
                    "first_day": (FIRST + timedelta(days=first)).isoformat(),
                    "last_day": (FIRST + timedelta(days=first + 9)).isoformat(),
                    "payer": BUREAU,
                }
            )
    return groups


def tariff(hire: int, km: int, toll: int, empty: int) -> dict[str, object]:
    return {
        "hire_fen": hire,
        "per_km_fen": km,
        "toll_per_km_fen": toll,
        "deadhead_per_km_fen": empty,
        "driver_day_fen": 35_000,
        "per_stop_fen": 10_000,
        "max_pickups": 3,
        "max_drops": 2,
        "max_pickup_detour_s": 5_400,
        "max_drop_detour_s": 3_600,
    }


def fleet() -> list[dict[str, object]]:
    """Own coaches that come back, coaches hired by the day, shuttles at both ends."""
    long = (
        (
            "daguan-49",
            "大关49座客车",
            "Daguan 49-seat coach",
            49,
            110,
            "base-daguan",
            True,
            (200_000, 680, 150, 300),
        ),
        (
            "daguan-39",
            "大关39座客车",
            "Daguan 39-seat coach",
            39,
            30,
            "base-daguan",
            True,
            (170_000, 580, 130, 260),
        ),
        (
            "zhaotong-53",
            "昭通53座客车",
            "Zhaotong 53-seat coach",
            53,
            90,
            "base-zhaotong",
            True,
            (220_000, 720, 150, 320),
        ),
        (
            "hired-53",
            "外调53座客车",
            "hired 53-seat coach",
            53,
            45,
            "base-zhaotong",
            False,
            (250_000, 1_180, 170, 0),
        ),
    )
    rows = []
    for key, zh, en, seats, count, base, back, prices in long:
        rows.append(
            {
                "id": key,
                "name": {"zh": zh, "en": en},
                "seats": seats,
                "reserved_seats": 2,
                "count": count,
                "base": base,
                "home_area": "云南省/昭通市",
                "returns_empty": back,
                "comes_back": back,
                "use": "direct",
                "min_people": 20,
                **tariff(*prices),
            }
        )
    shuttles = (
        (
            "daguan-shuttle",
            "大关接驳49座客车",
            "Daguan shuttle",
            60,
            "base-daguan",
            "云南省/昭通市",
        ),
        ("dongguan-shuttle", "东莞接驳49座客车", "Dongguan shuttle", 60, "base-dongguan", "广东省"),
        ("ningbo-shuttle", "宁波接驳49座客车", "Ningbo shuttle", 60, "base-ningbo", "浙江省"),
    )
    for key, zh, en, count, base, area in shuttles:
        rows.append(
            {
                "id": key,
                "name": {"zh": zh, "en": en},
                "seats": 49,
                "reserved_seats": 1,
                "count": count,
                "base": base,
                "home_area": area,
                "returns_empty": True,
                "comes_back": False,
                "use": "local",
                **tariff(60_000, 600, 80, 250),
            }
        )
    return rows


def moment(day: date, clock: str) -> str:
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=ZONE).isoformat()


def trains() -> list[dict[str, object]]:
    """Fourteen trains: nine to Guangdong, five to Zhejiang, booked six days before."""
    guangdong = (0, 2, 3, 5, 8, 11, 14, 17, 21)
    zhejiang = (1, 4, 10, 13, 18)
    found = []
    for number, day in enumerate(sorted((*guangdong, *zhejiang)), start=1):
        date_ = FIRST + timedelta(days=day)
        south = day in guangdong
        call, price = ("dongguan-east", 1_770_000) if south else ("ningbo-station", 2_419_000)
        found.append(
            {
                "id": f"train-{number:02d}",
                "mode": "train",
                "number": f"务工专列{number:02d}（示意）",
                "calls": [
                    {"place": "zhaotong-station", "departs": moment(date_, "16:30")},
                    {
                        "place": call,
                        "arrives": moment(
                            date_ + timedelta(days=2 if not south else 1),
                            "10:10" if not south else "19:20",
                        ),
                    },
                ],
                "offers": [
                    {
                        "id": "hard-seat",
                        "kind": "carriage",
                        "seats": 118,
                        "units": 12,
                        "min_people": 300,
                        "price_fen": price,
                    }
                ],
                "book_by": moment(date_ - timedelta(days=6), "18:00"),
                "check_in_s": 4_500,
                "egress_s": 2_400,
                "source": "added",
            }
        )
    return found


def season() -> dict[str, object]:
    rng = random.Random(59_000)
    return {
        "schema_version": "1",
        "id": "daguan-2026",
        "title": {"zh": "大关：27天输送5.9万人", "en": "Daguan: 59,000 people in 27 days"},
        "home_area": "云南省/昭通市",
        "first_day": FIRST.isoformat(),
        "last_day": LAST.isoformat(),
        "planned_on": "2026-02-12",
        "waves": [
            {
                "id": w,
                "name": {"zh": zh, "en": en},
                "day": (FIRST + timedelta(days=a)).isoformat(),
                "lunar": lunar,
            }
            for w, (zh, en), lunar, a, _, _ in WAVES
        ],
        "places": places(),
        "groups": outward(rng) + homeward(rng),
        "openings": [
            {"place": "beilun", "day": "2026-02-25"},
            {"place": "zhongshan", "day": "2026-02-25"},
            {"place": "foshan", "day": "2026-02-26"},
        ],
        "fleet": fleet(),
        "services": trains(),
        "loading": [{"place": key, "people": most} for _, key, _, _, most in SITES],
        "staff": [{"escorts": 100}, {"day": "2026-03-03", "escorts": 40}],
        "escorts_per_service": 6,
        "solver": {"effort": "quick"},
    }


def main() -> None:
    """Write the season."""
    path = ROOT / "data/seasons/daguan-2026.json"
    path.parent.mkdir(exist_ok=True)
    text = json.dumps(season(), ensure_ascii=False, indent=None, separators=(",", ":"))
    for key in ("},{",):
        text = text.replace(key, "},\n{")
    path.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
