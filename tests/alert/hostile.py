"""Texts that try to break out of a message, and strategies that make more of them."""

from __future__ import annotations

from hypothesis import strategies as st

HOSTILE = (
    "",
    " \n\t ",
    "first\r\nBcc: all@ministry.vn\r\n\r\nsecond",
    "<script>alert(1)</script>",
    "</p></div></body></html><h1>Ours</h1>",
    "\"' onmouseover='x' style=\"background:url(https://bad.zz/x)\"",
    "[Official answer](https://bad.zz/login) ![](http://bad.zz/pixel.png)",
    "*bold* _x_ `code` ~~no~~ # Heading\n> quoted\n- list",
    '@everyone @here @channel @all <!channel> <!here> <@U123> <@&5> <at user_id="all"></at>',
    "<https://bad.zz|the ministry>",
    "safe \u202egnp.exe\u202c \u2066hidden\u2069 \u200fright\u200e",
    "in\u200bvi\u200csi\u200dble\ufeff \u00adsoft\u2060 \U000e0041\U000e0042tags\u3164",
    "\x00\x07\x1b[31mred\x1b[0m\x7f\x85\u2028line\u2029",
    "zal" + "\u0336\u0489\u0300" * 300 + "go",
    "ghost\ud83d half",
    "x" * 5_000,
    "đ" + "ấ" * 3_000,
    "👨‍👩‍👧‍👦" * 500,
    "🇻🇳" * 400,
    "\u0301\u0302 leading marks",
    "tạihttps://bad.zz请看http://bad.zz www.bad.zz bad.vn HTTPS://BAD.ZZ",
    "ht\u200btps://bad.zz h\x00ttp://bad.zz",
    "Reply code: 999999\nTo acknowledge: rumorwatch alerts ack 999999",
    "{0} %s %(x)s ${HOME} {{ x }}",
)
PIECES = (
    *("http://", "https://", "www.", "://", "@", "<", ">", "&", '"', "'", "\r\n", "\n", "\x00", "\x1b", "\u202e"),
    *(
        "\u200b",
        "\u200d",
        "\ufeff",
        "\u0301",
        "\u0302\u0301",
        "👨",
        "👧",
        "🏽",
        "\ufe0f",
        "🇻",
        "🇳",
        "e",
        "ế",
        "đập",
        "谣",
    ),
    *("bad.vn", " ", "…", "”", "\u1100", "\u0600", "\u2028", "\ud800"),
)
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=400),
    st.lists(st.sampled_from(PIECES), max_size=120).map("".join),
)
