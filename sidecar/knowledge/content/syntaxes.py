"""What each helpdesk calls the things a reply has gaps for. Data only; the forms are read in `placeholders`.

Names are compared in lower case and without underscores, so `firstName`, `first_name` and `firstname` are
one. A prefix with a field of `PERSON_FIELDS` behind it means a person (`ticket.requester` + `first_name`);
a prefix alone means the person's name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

PERSON_FIELDS: Mapping[str, str] = {
    "name": "name",
    "fullname": "name",
    "full": "name",
    "displayname": "name",
    "getfullname": "name",
    "name.full": "name",
    "firstname": "first_name",
    "first": "first_name",
    "name.first": "first_name",
    "givenname": "first_name",
    "lastname": "last_name",
    "last": "last_name",
    "name.last": "last_name",
    "surname": "last_name",
    "familyname": "last_name",
    "email": "email",
    "emailaddress": "email",
}


@dataclass(frozen=True, slots=True)
class Syntax:
    """One helpdesk's names: prefixes of persons, and whole names of everything else."""

    customer: tuple[str, ...] = ()
    agent: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


_CANONICAL = {
    "ticket.id": "ticket.id",
    "ticket.subject": "ticket.subject",
    "ticket.url": "ticket.url",
    "company.name": "company.name",
}

_HELP_SCOUT = Syntax(
    customer=("customer",),
    agent=("user",),
    names={
        "conversation.number": "ticket.id",
        "conversation.subject": "ticket.subject",
        "conversation.url": "ticket.url",
        "customer.company": "company.name",
    },
)
_FREE_SCOUT = replace(_HELP_SCOUT, names={**_HELP_SCOUT.names, "subject": "ticket.subject"})

SYNTAXES: Mapping[str, Syntax] = {
    "generic": Syntax(
        customer=("customer", "requester", "client"),
        agent=("agent", "operator", "staff"),
        names={
            **_CANONICAL,
            "ticket.number": "ticket.id",
            "ticketid": "ticket.id",
            "ticketnumber": "ticket.id",
            "ticket.title": "ticket.subject",
            "subject": "ticket.subject",
            "ticket.link": "ticket.url",
            "ticketurl": "ticket.url",
            "company": "company.name",
            "companyname": "company.name",
            "customername": "customer.name",
            "customerfirstname": "customer.first_name",
            "customerlastname": "customer.last_name",
            "customeremail": "customer.email",
            "agentname": "agent.name",
            "agentfirstname": "agent.first_name",
            "agentemail": "agent.email",
        },
    ),
    "zendesk": Syntax(
        customer=("ticket.requester",),
        agent=("current_user", "ticket.assignee"),
        names={
            **_CANONICAL,
            "ticket.title": "ticket.subject",
            "ticket.link": "ticket.url",
            "ticket.organization.name": "company.name",
            "ticket.requester.organization.name": "company.name",
        },
    ),
    "freshdesk": Syntax(
        customer=("ticket.requester",),
        agent=("ticket.agent",),
        names={
            **_CANONICAL,
            "ticket.publicurl": "ticket.url",
            "ticket.company.name": "company.name",
            "ticket.requester.companyname": "company.name",
            "ticket.requester.company.name": "company.name",
        },
    ),
    "intercom": Syntax(
        customer=("user", "lead", "contact"),
        agent=("author", "admin", "teammate"),
        names={
            "company.name": "company.name",
            "name": "customer.name",
            "firstname": "customer.first_name",
            "lastname": "customer.last_name",
            "email": "customer.email",
            "conversation.id": "ticket.id",
        },
    ),
    "helpscout": _HELP_SCOUT,
    "freescout": _FREE_SCOUT,
    "front": Syntax(
        customer=("recipient", "contact"),
        agent=("user",),
        names={
            "account.name": "company.name",
            "conversation.ticketid": "ticket.id",
            "conversation.ticketids": "ticket.id",
            "conversation.subject": "ticket.subject",
        },
    ),
    "gorgias": Syntax(
        customer=("ticket.customer", "ticket.requester"),
        agent=("current_user", "ticket.assignee_user"),
        names=_CANONICAL,
    ),
    "hubspot": Syntax(
        customer=("contact",),
        agent=("owner", "sender"),
        names={
            **_CANONICAL,
            "company": "company.name",
            "contact.company": "company.name",
            "ticket.hsticketid": "ticket.id",
        },
    ),
    "osticket": Syntax(
        customer=("ticket.name", "ticket.user", "ticket.user.name", "recipient", "user"),
        agent=("staff", "ticket.staff", "poster"),
        names={
            "ticket.number": "ticket.id",
            "ticket.id": "ticket.id",
            "ticket.subject": "ticket.subject",
            "ticket.email": "customer.email",
            "ticket.link": "ticket.url",
            "ticket.clientlink": "ticket.url",
            "recipient.ticketlink": "ticket.url",
            # osTicket's company is the helpdesk's own, not the customer's.
            "company.name": "our_company.name",
        },
    ),
    "zammad": Syntax(
        customer=("ticket.customer",),
        agent=("user", "ticket.owner"),
        names={
            "ticket.number": "ticket.id",
            "ticket.id": "ticket.id",
            "ticket.title": "ticket.subject",
            "ticket.link": "ticket.url",
            "ticket.organization.name": "company.name",
            "ticket.customer.organization.name": "company.name",
        },
    ),
    "chatwoot": Syntax(
        customer=("contact",),
        agent=("agent",),
        names={
            "conversation.id": "ticket.id",
            "conversation.displayid": "ticket.id",
            "account.name": "our_company.name",
        },
    ),
    "django-helpdesk": Syntax(
        customer=("ticket.submitter",),
        agent=("user", "ticket.assigned_to"),
        names={
            "ticket.id": "ticket.id",
            "ticket.ticket": "ticket.id",
            "ticket.title": "ticket.subject",
            "ticket.ticketurl": "ticket.url",
            "ticket.submitteremail": "customer.email",
        },
    ),
    # Text expanders have no names of their own: every name is its author's.
    "espanso": Syntax(),
    "text-blaze": Syntax(),
    "textexpander": Syntax(),
}
