"""The independent checker: replays a plan from its documents, one function and code a rule."""

from routing.audit.auditing import audit_plan

__all__ = ["audit_plan"]
