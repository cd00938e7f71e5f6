"""Sharing by heads loses no fen; subsidies move money, they make none."""

from hypothesis import given
from hypothesis import strategies as st

from routing.costing.payers import SharedCost, cost_by_payer, split_by_heads
from routing.model.scenario import Subsidy
from routing.units import Fen, People

HEADS = st.dictionaries(
    st.sampled_from(["county", "factory", "province", "town"]), st.integers(0, 60), min_size=1
)


@given(st.integers(0, 10**9), HEADS)
def test_shares_add_up_and_stay_within_a_fen_of_proportion(
    total: int, heads: dict[str, int]
) -> None:
    shares = split_by_heads(total, heads)

    everyone = sum(heads.values())
    assert sum(shares.values()) == (total if everyone else 0)
    for payer, share in shares.items():
        assert abs(share * everyone - total * heads[payer]) < everyone


def test_the_odd_fen_goes_to_the_largest_remainder_then_to_the_smaller_name() -> None:
    assert split_by_heads(100, {"b": 1, "a": 1, "c": 1}) == {"a": 34, "b": 33, "c": 33}
    assert split_by_heads(10, {"a": 1, "b": 2}) == {"a": 3, "b": 7}


def coach(cost: int, heads: dict[str, int]) -> SharedCost:
    return SharedCost(mode="coach", cost_fen=cost, heads=heads, people=sum(heads.values()))


def test_a_rate_moves_its_share_up_to_the_cap() -> None:
    half = Subsidy(payer="city", applies_to="coach", rate=0.5, cap_fen=Fen(60_000))

    result = cost_by_payer((coach(100_000, {"x": 40}), coach(100_000, {"x": 40})), (half,))

    assert result == {"city": 60_000, "x": 140_000}


def test_too_few_people_earn_no_subsidy() -> None:
    grant = Subsidy(payer="city", applies_to="x", min_people=People(20), fen_per_person=Fen(1_000))

    assert cost_by_payer((coach(50_000, {"x": 19}),), (grant,)) == {"x": 50_000}
    assert cost_by_payer((coach(50_000, {"x": 20}),), (grant,)) == {
        "city": 20_000,
        "x": 30_000,
    }


@given(
    st.lists(st.tuples(st.integers(0, 10**7), HEADS), max_size=6),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 9_000), st.integers(0, 10**6)), max_size=3),
)
def test_the_sum_over_payers_is_the_money_spent(
    costs: list[tuple[int, dict[str, int]]], grants: list[tuple[float, int, int]]
) -> None:
    shared = tuple(coach(cost, heads) for cost, heads in costs if sum(heads.values()))
    subsidies = tuple(
        Subsidy(payer=f"s{i}", applies_to="*", rate=r, fen_per_person=Fen(f), cap_fen=Fen(c))
        for i, (r, f, c) in enumerate(grants)
    )

    result = cost_by_payer(shared, subsidies)

    assert sum(result.values()) == sum(c.cost_fen for c in shared)
    assert all(value >= 0 for value in result.values())
