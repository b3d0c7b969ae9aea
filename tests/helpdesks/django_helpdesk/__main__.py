"""`python -m tests.helpdesks.django_helpdesk`: makes the database, seeds it, serves it, prints `ready URL`.

Needs HELPDESK_FOLDER (an empty folder) in the environment. Runs as a process of its own, because Django is
configured once per process.
"""

from __future__ import annotations

import os
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django


class QuietHandler(WSGIRequestHandler):
    """Writes no line per request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing."""


class ThreadingServer(ThreadingMixIn, WSGIServer):
    """Answers a page and its files at the same time."""

    daemon_threads = True


def main() -> None:
    """Serve until the process is ended."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.helpdesks.django_helpdesk.settings"
    django.setup()

    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    from tests.helpdesks.django_helpdesk.seed import seed

    call_command("migrate", verbosity=0)
    seed()
    handler = StaticFilesHandler(get_wsgi_application())
    with make_server("127.0.0.1", 0, handler, ThreadingServer, QuietHandler) as server:
        sys.stdout.write(f"ready http://127.0.0.1:{server.server_port}\n")
        sys.stdout.flush()
        server.serve_forever()


main()
