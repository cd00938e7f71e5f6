"""Somebody looks at one plan's page: what every handler of such a page works with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse

from app.desk.context import Context, ContextDep, PageLanguageDep, PrincipalDep
from app.desk.outputs import read_documents
from app.pages.rendering import Page
from app.ports.jobs import Job
from app.ports.keys import Principal
from routing.formats.plan_view import PlanView

SEE_OTHER = 303


@dataclass(frozen=True, slots=True)
class Visit:
    """A plan, who looks at it, in which language."""

    plan_id: str
    page: Page
    context: Context
    principal: Principal

    def get_job(self) -> Job:
        """The plan's job.

        Raises:
            UnknownJob: there is none of that id for that tenant.
        """
        return self.context.jobs.get(self.plan_id, tenant=self.principal.tenant)

    def view_plan(self) -> PlanView:
        """The plan in the visitor's language.

        Raises:
            UnknownJob: there is none of that id for that tenant.
            NoPlan: it is not made yet.
        """
        documents = self.context.jobs.get_documents(self.plan_id, tenant=self.principal.tenant)
        return PlanView(*read_documents(documents), self.page.language)

    def go_to(self, name: str) -> RedirectResponse:
        """To another page of the plan."""
        address = self.page.address(f"/plans/{self.plan_id}/{name}")
        return RedirectResponse(address, status_code=SEE_OTHER)


def get_visit(
    plan_id: str,
    request: Request,
    context: ContextDep,
    principal: PrincipalDep,
    language: PageLanguageDep,
) -> Visit:
    """The visit of a request."""
    return Visit(plan_id, Page(request, language), context, principal)


VisitDep = Annotated[Visit, Depends(get_visit)]
