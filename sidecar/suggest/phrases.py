"""What people write around their question, as tables: greetings, closings, quotations of earlier mail."""

from __future__ import annotations

import re

from sidecar.suggest.wording import phrases

#: Words in capital letters, and words of scripts that have none.
_NAME = r"(?-i:[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĢĪĮİĶĻŁŃŅŇŌŐŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚΆ-ΏΑ-ΫЀ-ЯҐ][^\s,.!?:;،]*\.?)"
_UNCASED = r"[\u0590-\u08ff\u0900-\u0eff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]+"
_ADDRESSEE = (
    r"(?:there|all|team|everyone|everybody|support|sir|madam|or|and|customer|service|zusammen|herr|frau"
    r"|damen|und|herren|à|tous|équipe|messieurs|a|todos|todas|tutti|equipo|equipe|allemaal|heer|mevrouw"
    r"|państwo|alla|alle|kaikki)(?!\w)"
)
#: A greeting at the beginning with the few words of the name after it; a lone word needs a comma.
GREETING = re.compile(
    rf"^\s*{phrases('greeting')}(?:"
    rf"(?:[ \t]+(?:{_ADDRESSEE}|{_NAME})){{0,4}}[ \t]*(?:[,!.:;،！，。、~]+|(?=\n)|$)"
    rf"|[ \t]+[^\s,.!?:;،]+[ \t]*[,!:，،！]+|(?:[ \t]+{_UNCASED}){{1,3}}[ \t]*(?:[,!:，،！]|(?=\n))"
    r")\s*",
    re.IGNORECASE,
)

_WITH = r"(?:from|aus|von|van|de|la|and|und|et|y|e|i|og|och|en|the|team|support)(?!\w)"
#: A line that closes a mail: what follows is a signature.
CLOSING = re.compile(
    rf"^\s*{phrases('closing')}\s?[,!.~–。！，、-]{{0,3}}"
    rf"(?:\s{{1,3}}(?:{_WITH}|{_NAME}|{_UNCASED})){{0,3}}[,.!。！]{{0,3}}\s*$",
    re.IGNORECASE,
)

#: Lines that are no part of anybody's question, anywhere.
NOISE_LINE = re.compile(
    rf"^\s*(?:{phrases('legal')}[^?？؟]*|(?:caution|external)\b.{{0,20}}(?:e-?mail|sender).*)$",
    re.IGNORECASE,
)
#: What a phone or a program writes below a mail.
SENT_LINE = re.compile(rf"^\s*{phrases('sent')}[^?？؟]{{0,80}}$", re.IGNORECASE)

#: Sentences of courtesy: they tell nothing about the question. Signs before them are passed over once (`*+`).
COURTESY = re.compile(
    rf"^\W*+{phrases('closing')}\W*$|"
    r"^\W*+(?:(?:many )?thank(?:s| you)\b(?!.*\bbut\b).{0,60}|thx.{0,20}|(?:i am "
    r"|i'm )?looking forward to.{0,60}|i hope (?:you are|this (?:finds|e-?mail)).{0,60}"
    r"|have a (?:nice|great|good).{0,30}|please (?:help|advise|let me know)\W*"
    r"|(?:any )?help (?:is|would be) (?:much |greatly )?appreciated\W*"
    r"|(?:vielen|herzlichen|besten) dank.{0,60}|danke.{0,40}|ich freue mich auf.{0,60}"
    r"|bitte um (?:hilfe|rückmeldung|antwort)\W*|ich hoffe.{0,20}geht es.{0,20}"
    r"|merci (?:d'avance|beaucoup|pour votre).{0,60}|(?:muchas )?gracias.{0,60}|grazie.{0,60}"
    r"|obrigad[oa].{0,60}|bedankt.{0,60}|tack.{0,30}"
    r"|(?:zb|большое )?спасибо.{0,40}|teşekkür.{0,40}|شكرا.{0,40}|با تشکر.{0,40}|谢谢.{0,10}"
    r"|ありがとう.{0,20}|감사합니다.{0,20})\W*$",
    re.IGNORECASE,
)

_DATE = r"(?:\d{4}|\d{1,2}[:.h]\d{2}|\d{1,2}[./-]\s?\d{1,2})"
_ADDRESS = r"[<(\[][^<>()\[\]\s]{1,80}@[^<>()\[\]\s]{1,80}[>)\]]"
#: How the line begins that a mail program puts above what it quotes: "On ...", a date, a weekday.
OPENS = re.compile(
    rf"^\s*(?:{phrases('opens')}|(?-i:\w{{1,10}}\.?,?\s{{1,2}})?\d|\w{{1,12}}[.,]{{1,2}}\s{{1,2}}\d)",
    re.IGNORECASE,
)
#: It says when, and who wrote.
WROTE = re.compile(phrases("wrote"), re.IGNORECASE)
DATED = re.compile(_DATE)
#: Some programs name no verb: a date, an address and a colon.
ADDRESSED = re.compile(rf"{_DATE}.*{_ADDRESS}\s*[:：]?\s*$|{_ADDRESS}.*{_DATE}", re.DOTALL)

_RULE = r"\s*[-=_*]{2,}\s*"
#: A divider above a whole earlier mail.
DIVIDER = re.compile(
    rf"^(?:{_RULE}{phrases('divider')}\s*:?{_RULE}"
    r"|\s*_{10,}\s*|\s*##-.*reply above this line.*"
    r"|.*please type your reply above this line.*|\s*-{3,} reply above this line.*)$",
    re.IGNORECASE,
)
#: A divider above a mail that is passed on: it may hold the question.
FORWARD = re.compile(
    rf"^(?:{_RULE}{phrases('forward')}\s*:?{_RULE}|\s*{phrases('forward')}\s*:\s*)$", re.IGNORECASE
)


def _header(*kinds: str) -> re.Pattern[str]:
    names = "|".join(phrases(kind) for kind in kinds)
    return re.compile(rf"^\s*\*?(?:{names})\s?\*?\s?[:：]\*?\s*\S.*$", re.IGNORECASE)


#: One line of the block of headers above a quoted mail; how the block begins, and its subject.
HEADER = _header("from", "subject", "header")
HEADER_FROM = _header("from")
HEADER_SUBJECT = _header("subject")
#: The standard mark above a signature.
SIGNATURE_MARK = re.compile(r"^\s*(?:--|__|—)\s*$")
