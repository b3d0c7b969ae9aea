"""How much of a ticket is looked for: all of a short one, in any script."""

from __future__ import annotations

import pytest

from sidecar.search.asking import words_of
from sidecar.suggest.narrowing import is_long, narrowed_whole

QUESTIONS = {
    "en": "What do I have to do to get a new card if I lost mine while travelling abroad?",
    "zh": "请问如果我在国外旅行的时候丢失了银行卡，应该怎样联系客服并尽快补办一张新卡？",
    "ja": "海外旅行中にカードを紛失した場合、新しいカードを再発行してもらうにはどうすればよいですか。",
}
LONG_TICKET = (
    "我上个月在你们的网站订购了一台笔记本电脑，付款已经成功，但是订单状态一直没有更新。"
    "昨天快递公司打电话说地址不完整，包裹被退回仓库。我希望修改收货地址，改成公司楼下的前台，"
    "另外发票抬头写错了，需要重新开具。充电器的插头也不适合本地的插座，能否更换或者单独购买转接头？"
)


@pytest.mark.parametrize("language", QUESTIONS)
def test_a_question_of_a_line_is_short_with_and_without_spaces(language: str) -> None:
    assert not is_long(words_of(QUESTIONS[language], language))


def test_a_long_ticket_without_spaces_is_looked_for_by_what_tells_most() -> None:
    words = words_of(LONG_TICKET, "zh")
    assert is_long(words)
    narrowed = narrowed_whole(words, dict.fromkeys(words.stems, 5.0), ())
    assert narrowed.titled is not None
    assert len(narrowed.titled) < len(narrowed.stems) < len(words.stems)
