"""The independent checker of seasons: it knows documents only and trusts no solver."""

from routing.audit.season.auditing import SEASON_RULES, audit_season

__all__ = ["SEASON_RULES", "audit_season"]
