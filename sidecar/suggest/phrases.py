"""What people write around their question, as tables: greetings, closings, quotations of earlier mail."""

from __future__ import annotations

import re

_GREETINGS = (
    "hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings|to whom it may concern"
    "|hallo|guten (?:tag|morgen|abend)|liebe[rs]?|sehr geehrte[rs]?|servus|moin|grüß gott|grüezi"
    "|bonjour|bonsoir|salut|cher|chère|madame|monsieur"
    "|hola|buenos días|buenas (?:tardes|noches)|estimad[oa]s?"
    "|ciao|salve|buongiorno|buonasera|gentile|egregio"
    "|olá|oi|bom dia|boa (?:tarde|noite)|prezad[oa]s?|car[oa]"
    "|beste|geachte|goede(?:morgen|middag|navond)|hej|god (?:dag|morgen)|hei|moi"
    "|dzień dobry|witam|cześć|szanown[yia]|dobrý den|ahoj|bună(?: ziua)?"
    "|здравствуйте|добрый (?:день|вечер)|привет|уважаем\\w+|доброго дня|вітаю"
    "|merhaba|selam|iyi günler|sayın|مرحبا|السلام عليكم|سلام|با سلام|שלום|नमस्ते|xin chào|こんにちは"
    "|您好|你好|안녕하세요"
)
#: A greeting at the beginning of a line with the few words of the name after it.
GREETING = re.compile(
    rf"^\s*(?:{_GREETINGS})\b(?:[ \t]+(?!i\b|ich\b|je\b"
    rf"|my\b)[^\s,.!?:;،]+){{0,4}}[ \t]*(?:[,!.:;،！，。]+|$)\s*",
    re.IGNORECASE,
)

_CLOSINGS = (
    "best|kind(?:est)? regards|best regards|warm regards|regards|sincerely(?: yours)?"
    "|yours (?:sincerely|faithfully|truly)"
    "|many thanks|thanks(?: and (?:best |kind )?regards)?|thank you(?: and (?:best "
    "|kind )?regards)?|cheers|best wishes|thx|ty"
    "|mit freundlichen grü(?:ß|ss)en|freundliche grü(?:ß|ss)e|viele(?: liebe)? grü(?:ß|ss)e"
    "|beste grü(?:ß|ss)e|liebe grü(?:ß|ss)e"
    "|schöne grü(?:ß|ss)e|gru(?:ß|ss)|mfg|vg|lg|hochachtungsvoll|vielen dank|danke(?: schön)?"
    "|besten dank|herzliche grü(?:ß|ss)e"
    "|cordialement|bien cordialement|bien à vous|salutations|merci(?: d'avance| beaucoup)?"
    "|sincères salutations"
    "|saludos(?: cordiales)?|un saludo|atentamente|gracias|muchas gracias"
    "|cordiali saluti|distinti saluti|saluti|grazie(?: mille)?|atenciosamente|cumprimentos|obrigad[oa]"
    "|met vriendelijke groet(?:en)?|groet(?:en|jes)?|mvg|bedankt|med vänliga hälsningar|mvh"
    "|vänligen|tack|med venlig hilsen|hilsen|takk"
    "|pozdrawiam|z poważaniem|dziękuję|s pozdravem|děkuji|с уважением|спасибо|з повагою|дякую"
    "|saygılarımla|teşekkürler|iyi günler|مع (?:خالص )?(?:التحية|تحياتي)|شكرا|با تشکر|با احترام"
    "|תודה|בברכה|धन्यवाद|谢谢|谢谢您|ありがとうございます|감사합니다"
)
#: A line that closes a mail: what follows is a signature.
CLOSING = re.compile(rf"^\s*(?:{_CLOSINGS})\s*[,!.~–-]*(?:\s+[^\s.!?]+){{0,3}}[,.!]*\s*$", re.IGNORECASE)

#: Lines that are no part of anybody's question, anywhere.
NOISE_LINE = re.compile(
    r"^\s*(?:sent from my\b.*|sent (?:from|via) .{0,40}|von meinem .{1,40} gesendet"
    r"|gesendet (?:von|mit) .{1,60}|envoyé (?:de|depuis) .{1,60}"
    r"|enviado desde .{1,60}|inviato da .{1,60}|verzonden vanaf .{1,60}|skickat från .{1,60}"
    r"|get outlook for .*|diese nachricht wurde .*"
    r"|this (?:e-?mail|message) (?:and any|is confidential|may contain|was sent).*"
    r"|diese e-?mail (?:kann|enthält).*"
    r"|(?:caution|external)\b.{0,20}(?:e-?mail|sender).*)$",
    re.IGNORECASE,
)

#: Sentences of courtesy: they tell nothing about the question.
COURTESY = re.compile(
    r"^\W*(?:(?:many )?thank(?:s| you)\b(?!.*\bbut\b).{0,60}|thx.{0,20}|(?:i am "
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

#: The line a mail program puts above what it quotes ("On ... wrote:", "Am ... schrieb ...:").
ATTRIBUTION = re.compile(
    r"^\s*(?:on\b.{4,200}\bwrote\s*:|am\b.{4,200}\b(?:schrieb\b.*|geschrieben\s*)\:"
    r"|le\b.{4,200}\ba écrit\s*:|el\b.{4,200}\bescribió\s*:|il\b.{4,200}\bha scritto\s*:"
    r"|em\b.{4,200}\bescreveu\s*:|op\b.{4,200}\bschreef\b.*:|den\b.{4,200}\bskrev\b.*:|.{4,100}\bnapisał(?:\(a\))?\s*:|.{4,100}\b(?:пишет|написал(?:\(а\))?)\s*:"
    r"|.{4,120}tarihinde.{2,80}(?:şunu yazdı|yazdı)\s*:|.{0,80}كتب.{0,80}:|.{0,80}?نوشت\s*:"
    r"|.{0,80}כתב(?:/ה)?\s*:|.{4,100}写道[：:]|.{4,100}のメール\s*:)\s*$",
    re.IGNORECASE | re.DOTALL,
)
#: A divider above a whole earlier mail.
DIVIDER = re.compile(
    r"^\s*(?:-{2,}\s*(?:original message|forwarded message|ursprüngliche nachricht"
    r"|originalnachricht|weitergeleitete nachricht|message d'origine|message original"
    r"|mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht"
    r"|ursprungligt meddelande|исходное сообщение|wiadomość oryginalna)\s*-{2,}"
    r"|_{10,}|begin forwarded message:|##-.*reply above this line.*"
    r"|.*please type your reply above this line.*|-{3,} reply above this line.*)\s*$",
    re.IGNORECASE,
)
#: One line of the block of headers that Outlook puts above what it quotes.
HEADER = re.compile(
    r"^\s*\*?(?:from|sent|to|cc|bcc|subject|date|reply-to|von|gesendet|an|betreff|datum|de|envoyé|à|objet|date|enviado|para|asunto|fecha|da|inviato|a|oggetto"
    r"|data|van|verzonden|aan|onderwerp|från|skickat|till|ämne|от|отправлено|кому|тема|дата)\s*\*?\s*[:：]\*?\s*\S.*$",
    re.IGNORECASE,
)
#: The standard mark above a signature.
SIGNATURE_MARK = re.compile(r"^\s*(?:--|__|—)\s*$")
