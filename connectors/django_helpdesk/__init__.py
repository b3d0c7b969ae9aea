"""django-helpdesk, through the JSON that Django's `dumpdata` writes."""
