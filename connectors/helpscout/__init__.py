"""Help Scout: saved replies of its inboxes, articles of its Docs sites."""
