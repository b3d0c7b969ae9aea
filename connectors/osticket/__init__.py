"""osTicket, through its database or a dump of it."""
