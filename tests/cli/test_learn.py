"""`cuecard learn`: past tickets make the right answer come first from the first day on."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Desk

TEXT = "Where is the kangaroo voucher from the Lisbon fair?"


def write(desk: Desk, name: str, content: str | bytes) -> None:
    data = content if isinstance(content, bytes) else content.encode()
    (desk.folder / name).write_bytes(data)


def first_title(desk: Desk, text: str) -> str | None:
    found = desk.run("suggest", "--text", text, "--json").json["suggestions"]
    return found[0]["title"] if found else None


def lines(*rows: dict[str, object]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def test_a_learned_ticket_is_answered_beside_a_server_and_without_one(desk: Desk) -> None:
    desk.stock()
    assert first_title(desk, TEXT) != "Refund granted"
    write(desk, "past.jsonl", lines({"text": TEXT, "answer": "Refund granted"}))
    with desk.serving("--port", "0"):
        shown = desk.run("learn", "past.jsonl")
        assert (shown.code, shown.out.strip()) == (0, "learned 1, already known 0, skipped 0")
        assert first_title(desk, TEXT) == "Refund granted"
    assert first_title(desk, TEXT) == "Refund granted"
    again = desk.run("learn", "past.jsonl", "--json")
    assert again.code == 0
    assert again.json == {"learned": 0, "known": 1, "skipped": 0, "dry_run": False, "problems": []}


def test_a_dry_run_learns_nothing(desk: Desk) -> None:
    desk.stock()
    write(desk, "past.jsonl", lines({"text": TEXT, "answer": "Refund granted"}))
    assert "would be learned 1" in desk.run("learn", "past.jsonl", "--dry-run").out
    assert desk.run("learn", "past.jsonl", "--json").json["learned"] == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_table_of_any_spreadsheet_is_read(stocked: Desk, encoding: str) -> None:
    table = (
        'id;Text;Answer;notes\r\n\r\n1;"Grüße, das Känguru\r\naus '
        + encoding
        + ' ist da";Refund granted;x\r\n'
    )
    write(stocked, "past.csv", table.encode(encoding))
    came = stocked.run("learn", "past.csv", "--json")
    assert came.json["learned"] == 1, came.err


def test_bad_rows_are_listed_by_line_and_the_others_learned(stocked: Desk) -> None:
    write(
        stocked,
        "past.jsonl",
        lines({"text": "  ", "answer": "Refund granted"})
        + "\n{broken\n"
        + lines(
            {"text": "An emu", "answer": "Nobody knows this"},
            {"text": "A wombat wants money", "answer": "Refund granted", "source": "macros"},
            {"text": "A wombat in the docs", "answer": "Refund granted", "source": "docs"},
            {"text": "A wombat elsewhere", "answer": "Refund granted", "source": "nowhere"},
        ),
    )
    came = stocked.run("learn", "past.jsonl")
    assert came.code == 0
    assert "line 1: The text is empty." in came.out
    assert "line 3: This is not JSON" in came.out
    assert "line 4: There is no answer 'Nobody knows this'." in came.out
    assert "line 6: There is no answer 'Refund granted' in the source 'docs'." in came.out
    assert "line 7: There is no source named 'nowhere'." in came.out
    assert "learned 1, already known 0, skipped 5" in came.out


def test_an_ambiguous_title_says_which_sources_have_it(desk: Desk) -> None:
    desk.stock()
    (desk.folder / "more.csv").write_text("title,body\nRefund granted,Here it is.\n", encoding="utf-8")
    assert desk.run("source", "add", "replies", "--name", "more", "--set", "path=more.csv").code == 0
    assert desk.run("sync").code == 0
    write(desk, "past.csv", "text,answer\nA quokka,Refund granted\n")
    came = desk.run("learn", "past.csv")
    assert came.code == 1
    assert "line 2: 2 answers are named 'Refund granted'; say which as `source`: macros, more." in came.out
    write(desk, "past.csv", "text,answer,source\nA quokka,Refund granted,more\n")
    assert desk.run("learn", "past.csv").code == 0


def test_what_cannot_be_learned_from_fails(stocked: Desk) -> None:
    assert stocked.run("learn", "not-there.csv").code == 2
    write(stocked, "other.csv", "question,label\na,b\n")
    shown = stocked.run("learn", "other.csv")
    assert shown.code == 2
    assert "needs the columns text and answer" in shown.err
    assert "question, label" in shown.err
    write(stocked, "none.csv", "text,answer\nAn emu,Nobody knows this\n")
    assert stocked.run("learn", "none.csv").code == 1


def test_personal_data_of_a_past_ticket_is_not_stored(desk: Desk) -> None:
    desk.stock()
    text = "Please refund my echidna to ada.lovelace@example.org, my name is Ada Lovelace"
    write(desk, "past.jsonl", lines({"text": text, "answer": "Refund granted"}))
    assert desk.run("learn", "past.jsonl").code == 0
    stored = b"".join(path.read_bytes() for path in desk.data.rglob("*") if path.is_file())
    assert b"echidna" in stored
    assert b"ada.lovelace" not in stored
    assert b"Lovelace" not in stored


def test_a_row_too_long_for_any_ticket_keeps_no_other_back(stocked: Desk) -> None:
    rows: list[dict[str, object]] = [
        {"text": f"\U0001f998 platypus {number} " + "\U0001f998 " * 70_000, "answer": "Refund granted"}
        for number in range(3)
    ]
    write(stocked, "long.jsonl", lines(*rows, {"text": "x" * 200_000, "answer": "Refund granted"}))
    came = stocked.run("learn", "long.jsonl", "--json")
    assert came.json["learned"] == 3, came.err
    assert came.json["problems"] == [{"line": 4, "reason": "This row is longer than 150000 characters."}]


ABOUT_REFUNDS = (
    "We have looked at your order {{ticket.id}} and sent the whole amount back to the card you paid with."
    " Your bank will show it within five working days."
)


def export(*replies: str) -> str:
    """Tickets as Zendesk exports them, each with a question of its own and the agent's reply."""
    tickets = [
        {
            "id": number,
            "subject": "Wombat",
            "status": "solved",
            "requester_id": 7,
            "comments": [
                {"author_id": 7, "public": True, "body": f"The wombat {number} of Grace Hopper wants money"},
                {"author_id": 9, "public": True, "body": reply},
            ],
        }
        for number, reply in enumerate(replies, 1)
    ]
    return json.dumps({"tickets": tickets, "users": [{"id": 7, "name": "Grace Hopper"}]})


def test_an_export_of_tickets_teaches_the_answers_that_stand_in_its_replies(stocked: Desk) -> None:
    write(stocked, "more.json", json.dumps([{"title": "Money sent", "body": ABOUT_REFUNDS}]))
    assert stocked.run("source", "add", "replies", "--name", "more", "--set", "path=more.json").code == 0
    assert stocked.run("sync", "more").code == 0
    said = f"Dear Grace,\n\n{ABOUT_REFUNDS.replace('{{ticket.id}}', '471108150042')}\n\nBest regards\nAda"
    write(
        stocked, "tickets.json", export(said, "We do not know either, sorry, but we will ask and tell you.")
    )
    seen = stocked.run("learn", "tickets.json", "--dry-run", "--json")
    assert (seen.json["learned"], seen.json["answers"]) == (1, {"Money sent": 1})
    shown = stocked.run("learn", "tickets.json")
    assert shown.code == 0, shown.err
    assert "1 ticket teaches nothing: No known answer stands in the reply." in shown.out
    assert "learned 1, already known 0, skipped 1" in shown.out
    assert first_title(stocked, "my wombat wants its money") == "Money sent"
    again = stocked.run("learn", "tickets.json", "--json").json
    assert (again["learned"], again["known"]) == (0, 1)
    assert again["problems"] == [{"ticket": "2", "reason": "No known answer stands in the reply."}]
    kept = b"".join(path.read_bytes() for path in stocked.data.rglob("*.sqlite3*"))
    assert b"Hopper" not in kept
    assert b"471108150042" not in kept
    assert b"wombat" in kept
