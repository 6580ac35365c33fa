"""Who asks. A real host takes this from its session; here anybody may be anybody, to look at both sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from fastapi import HTTPException, Request

from examples.call_centre import scope_of

HEADER: Final = "x-organisation"
COOKIE: Final = "organisation"


@dataclass(frozen=True, slots=True)
class Tenant:
    """An organisation: whose dashboards are served, and whose calls are read."""

    id: int
    name: str

    @property
    def scope(self) -> Any:
        """What it may see, for every call of widgetql. Nothing that a request's JSON says changes it."""
        return scope_of(self.id)


TENANTS: Final = {str(one.id): one for one in (Tenant(1, "Northwind Support"), Tenant(2, "Lakeside Care"))}


def tenant_of(request: Request) -> Tenant:
    """Return who asks, by the header, else by the cookie; 401 for whoever is nobody."""
    given = request.headers.get(HEADER) or request.cookies.get(COOKIE)
    found = TENANTS.get(given or "")
    if found is None:
        raise HTTPException(401, "Which organisation? Send the header X-Organisation.")
    return found
