"""What opens an account or proves who somebody is: passwords, PINs, dates of birth."""

from __future__ import annotations

import re

_IS = r"(?:\s?[:：=是は]|\s(?:is|was|ist|lautet|war|est|es|è|é|er|är|on|jest|je|to))\s{0,2}"
_OPENS = (
    r"(?:pass(?:word|phrase|code|wor[dt]|ord)|kennwort|mot de passe|contraseña|senha|palavra-passe|wachtwoord"
    r"|hasło|heslo|lösenord|adgangskode|kodeord|salasana|jelszó|parol[aăė]|slaptažodis|şifre|κωδικός|пароль"
    r"|كلمة (?:المرور|السر)|رمز عبور|گذرواژه|סיסמה|पासवर्ड"
    r"|รหัสผ่าน|mật khẩu|kata sandi|密码|密碼|パスワード|비밀번호)"
)
#: A word alone may say what is the matter ("password: wrong"), and codes of errors stay ("0x80070005").
_SECRET = re.compile(
    rf"(?P<what>(?<![A-Za-zÀ-ÿ]){_OPENS}{_IS})"
    r"(?P<value>[\"'“„«](?!\s)[^\s\"'”“»]{4,64}[\"'”“»]"
    r"|(?!0x|(?-i:[A-Z]{1,3})-?\d{2,5}\b)(?=\S*[\d!#$%&*+@^_~])\S{4,64})",
    re.IGNORECASE,
)
_PIN = re.compile(
    r"(?P<what>(?<!\w)(?:PIN|PUK|TAN|CVV|CVC)(?:-code)?(?:" + _IS + r"|\s))\d{3,8}(?!\w)", re.IGNORECASE
)
_BORN = (
    r"(?:born|birth|birthday|d\.?o\.?b\.?|geboren|geb\.|geburtsdatum|geburtstag|née?|naissance|nacid[oa]"
    r"|nacimiento|nat[oa]|nascita|nascid[oa]|nascimento|geboortedatum|urodzon[ya]|urodzenia|narozen[aí]?|född"
    r"|født|syntynyt|született|doğum tarihi(?:m)?|родил(?:ся|ась)|рождения|народжен(?:ий|а|ня))"
)
_MONTH = r"[^\W\d_]{3,10}\.?"
_BIRTH = re.compile(
    rf"(?P<what>(?<!\w){_BORN}(?:\s?[:：=])?\s(?:(?:on|in|am|le|el|il|em|op|dne|the|is|ist|est|es|è)\s){{0,2}})"
    rf"(?:\d{{1,4}}[-./]\s?\d{{1,2}}[-./]\s?\d{{1,4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.|er)?\s(?:of\s|de\s)?{_MONTH},?\s(?:de\s)?\d{{4}}|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}})",
    re.IGNORECASE,
)


def without_secrets(text: str) -> str:
    """Return a text without the passwords and PINs that somebody gave away, and without dates of birth."""
    for pattern in (_SECRET, _PIN, _BIRTH):
        text = pattern.sub(lambda match: match["what"], text)
    return text
