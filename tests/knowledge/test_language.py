"""Which language a text is taken for, long or short, and what decides where it could be several."""

from __future__ import annotations

import pytest

from sidecar.knowledge.content.language import detect


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Where is my order? I paid last week and nothing came."),
        ("de", "Wo bleibt meine Bestellung? Ich habe letzte Woche bezahlt."),
        ("fr", "Où est ma commande ? J'ai payé la semaine dernière."),
        ("es", "¿Dónde está mi pedido? Pagué la semana pasada."),
        ("pt", "Onde está a minha encomenda? Paguei na semana passada."),
        ("it", "Dov'è il mio ordine? Ho pagato la settimana scorsa."),
        ("nl", "Waar blijft mijn bestelling? Ik heb vorige week betaald."),
        ("pl", "Gdzie jest moje zamówienie? Zapłaciłem w zeszłym tygodniu."),
        ("cs", "Kde je moje objednávka? Zaplatil jsem minulý týden."),
        ("sv", "Var är min beställning? Jag betalade förra veckan."),
        ("da", "Hvor bliver min bestilling af? Jeg betalte i sidste uge, og der er ikke kommet noget."),
        ("no", "Hvor er bestillingen min? Jeg betalte forrige uke, men jeg har ikke fått noe ennå."),
        ("fi", "Missä tilaukseni on? Maksoin viime viikolla."),
        ("hu", "Hol van a rendelésem? Múlt héten fizettem."),
        ("ro", "Unde este comanda mea? Am plătit săptămâna trecută."),
        ("el", "Πού είναι η παραγγελία μου;"),
        ("tr", "Siparişim nerede? Geçen hafta ödedim."),
        ("ru", "Где мой заказ? Я оплатил его на прошлой неделе."),
        ("uk", "Де моє замовлення? Я заплатив минулого тижня."),
        ("lt", "Kur mano užsakymas? Sumokėjau praėjusią savaitę."),
        ("lv", "Kur ir mans pasūtījums? Es samaksāju pagājušajā nedēļā."),
        ("ar", "أين طلبي؟ لقد دفعت الأسبوع الماضي."),
        ("fa", "سفارش من کجاست؟ هفتهٔ پیش پرداخت کردم."),
        ("he", "איפה ההזמנה שלי?"),
        ("hi", "मेरा ऑर्डर कहाँ है? मैंने पिछले हफ़्ते भुगतान किया था।"),
        ("th", "คำสั่งซื้อของฉันอยู่ที่ไหน"),
        ("vi", "Đơn hàng của tôi ở đâu? Tôi đã thanh toán tuần trước."),
        ("id", "Di mana pesanan saya? Saya sudah membayar minggu lalu."),
        ("zh", "我的订单在哪里？"),
        ("ja", "注文した商品はどこですか"),
        ("ko", "제 주문은 어디에 있나요?"),
        ("sk", "Kde je moja objednávka? Zaplatil som minulý týždeň."),
    ],
)
def test_a_sentence_tells_its_language(language: str, text: str) -> None:
    assert detect(text, "xx") == language


@pytest.mark.parametrize(
    "text", ["ok", "E-21", "https://example.com/de/hilfe", "", "{{ customer.name }}", "👍"]
)
def test_what_tells_nothing_is_in_the_usual_language(text: str) -> None:
    assert detect(text, "de") == "de"
    assert detect(text, "pt-BR", ["pt", "en"]) == "pt-BR"


def test_a_short_text_is_taken_for_a_language_of_the_knowledge() -> None:
    assert detect("danke", "xx") == "xx"
    assert detect("danke", "xx", ["en", "de"]) == "de"


@pytest.mark.parametrize(
    ("language", "text"),
    [("fa", "سفارش من کجاست"), ("ar", "أين طلبي"), ("uk", "де їх оплата"), ("ja", "返金する方法")],
)
def test_a_script_the_usual_language_is_not_written_in_decides(language: str, text: str) -> None:
    assert detect(text, "en", ["en", "de"]) == language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("da", "Hvor er min pakke\nSporingsnummeret står i forsendelsesmailen."),
        ("id", "Di mana paket saya\nNomor pelacakan ada di email pengiriman."),
        ("hu", "hol van a csomag"),
        ("no", "Tilbakestill passordet\nKlikk på Glemt passord på påloggingssiden."),
        ("hu", "elfelejtettem a jelszavamat"),
    ],
)
def test_small_words_speak_for_a_language_that_is_new_here(language: str, text: str) -> None:
    assert detect(text, "en", ["en", "de"]) == detect(text, "en") == language


def test_the_usual_form_of_a_language_stays() -> None:
    assert detect("Onde está a minha encomenda?", "pt-BR") == "pt-BR"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Beim Start kommt „The server did not respond in time, please try again“, was soll ich tun?"),
        ("fr", 'Le message "Your session has expired, please sign in again" apparaît à chaque fois'),
        ("es", "La función `get_user_account(status, default=None)` de accountManager no devuelve nada"),
        ("en", "I pressed «Einstellungen speichern und das Fenster schließen» and nothing happened"),
        ("ru", "После обновления Windows Defender пишет Access Denied при запуске Cuecard Desktop"),
        ("ja", "Google Chrome で Settings を開くとエラーになります"),
    ],
)
def test_the_language_is_that_of_the_customers_own_words(language: str, text: str) -> None:
    assert detect(text, "en" if language == "de" else "de", ["en", "de", "fr", "es", "ru", "ja"]) == language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Wo ist meine Rechnung"),
        ("fr", "je veux annuler"),
        ("es", "no puedo entrar"),
        ("pt", "esqueci a minha senha"),
        ("it", "voglio il rimborso"),
        ("nl", "waar is mijn pakket"),
        ("sv", "jag vill avsluta"),
        ("pl", "nie działa hasło"),
        ("cs", "nejde mi heslo"),
        ("tr", "faturam nerede"),
        ("uk", "де мій рахунок"),
        ("fa", "حساب من کجاست"),
        ("vi", "tôi quên mật khẩu"),
    ],
)
def test_a_few_words_tell_a_language_that_the_knowledge_is_in(language: str, text: str) -> None:
    assert detect(text, "en", ["en", language]) == language
