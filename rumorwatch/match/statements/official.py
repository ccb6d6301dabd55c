"""Official: how agencies word what they say, in Vietnamese, English and Chinese; patterns for texts in lower case."""

from __future__ import annotations

import re

_HAN = "\u2e80"
"""Scripts without spaces begin here."""


def _any(listed: str, *, end: str = "") -> re.Pattern[str]:
    """Return what finds any of the wordings, which semicolons part; Latin ones as whole words."""
    wordings = [" ".join(one.split()) for one in listed.split(";") if one.strip()]
    found = "|".join(rf"(?<!\w){one}" if one < _HAN else one for one in wordings)
    return re.compile(rf"(?:{found}){end}")


_WHOLE = r"(?![a-zà-ỹ])"
_BEFORE = r"\s*$"
"""Right before a number."""

DENYING = _any(
    r"""
    tin đồn; đồn đoán; đồn thổi; tin giả; tin bịa; sai sự thật; không đúng sự thật; bịa đặt; thất thiệt; bác bỏ; phủ
    nhận; không có chuyện; không có việc; giả mạo; mạo danh; đính chính; là (?:hoàn toàn )?(?:sai|giả|không
    đúng|không chính xác)\b; rumou?rs?\b; false\b; fake\b; untrue\b; not true\b; hoax; baseless; unfounded;
    den(?:y|ies|ied)\b; misinformation; no truth\b; impersonat\w+; claims? (?:that|of)\b; correction\b; 谣; 不实;
    虚假; 假消息; 假的; 不属实; 否认; 误传; 更正; 冒充
    """
)
"""The sentence denies what others say: facts in it are theirs."""
TELLING = _any(
    r"""
    lan truyền; tung tin; mạng xã hội; xuất hiện thông tin; phản ánh; circulat\w+; social media; reports? that;
    网传; 传言; 流传; 网络上
    """
)
"""The sentence tells what others say."""
SAYING = re.compile(
    r"\b(?:(?:xin )?(?:khẳng định|thông báo|cho biết|xác nhận|thông tin)(?: rằng|:)?"
    r"|says?(?: that|:)?|confirm(?:s|ed)(?: that)?|announce[sd]?(?: that)?)\b"
    r"|(?:确认|通报|表示|宣布|通知)(?:[,:,:]|称)?",
    re.IGNORECASE,
)
"""What stands before what an agency says."""
RULING = _any(
    r"""
    quy định; theo (?:luật|nghị định|thông tư|quyết định)\b; mức (?:phí|phạt|lệ phí|giá|hưởng|thu)\b; được phép; bắt
    buộc; nghiêm cấm; có hiệu lực; under (?:the )?(?:law|decree|rule|regulation)s?\b; regulations?\b; the
    (?:fee|fine|rate) is\b; must\b; mandatory\b; permitted\b; takes effect\b; 规定; 依据; 根据; 按照; 标准为; 必须;
    禁止; 不得; 施行; 实施
    """
)
"""The sentence tells a rule."""
ASKING = re.compile(r"[??]\s*$")
CONDITION = _any(
    r"""
    nếu; trừ; trường hợp; chỉ; khi; với điều kiện; đối với; giấy phép; có phép; if; unless; except; only; when;
    while; during; provided; until; without; with a; 未经; 持有; 许可; 批准; 如果; 若; 除; 仅; 只; 凡; 情况; 期间;
    时(?!间)
    """,
    end=_WHOLE,
)
"""What holds only sometimes or for some."""
AS_OF = _any(
    r"""
    tính đến; tính tới; cập nhật; mẫu lấy; mẫu được lấy; lấy mẫu; đo vào; đo ngày; as of\b; as at\b; so far\b; to
    date\b; up to now\b; sampled\b; samples taken\b; 截至; 截止(?!日|时); 目前为止; 采样; 抽检
    """
)
"""The sentence holds for one moment of a matter that goes on."""
PLAN = _any(r"dự kiến; kế hoạch; dự định; plan(?:s|ned)?\b; expect(?:s|ed)?\b; intend; 计划; 预计; 拟")
DONE = _any(r"đã\b; has\b; have\b; had\b; already\b; were\b; was\b; 已")
PART = _any(r"riêng\b; trong đó; trong số; alone\b; among\b; of (?:whom|them|these)\b; 其中; 当中")
"""The sentence counts a part of what others count."""
STAGE = _any(
    r"""
    (?:đợt|lần|vòng|giai đoạn|kỳ|bước|nhóm|khu|tổ|lô|hạng|loại|lớp|khối|tuyến) (?:thứ
    )?(?:một|nhất|hai|nhì|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười|đầu|cuối|[a-e]\b|[ivx]+\b|\d+);
    (?:first|second|third|fourth|fifth|sixth|last|final)\b;
    (?:phase|round|stage|zone|group|grade|class|category|batch|line) (?:\d+|[a-e]\b|one|two|three|four|five);
    第[一二三四五六七八九十\d]+(?:批|次|轮|期|阶段|组|类|级|区|季度|中学|小学|医院); 首[批次轮期];
    [一二三四五六七八九十]年级; [甲乙丙丁]类
    """
)
"""Which part, round or group of something a sentence is about."""
NEGATION = _any(
    r"""
    (?:không|chưa|chẳng|chả)\b(?! (?:quá|dưới|vượt|ít hơn|nhiều hơn|chỉ|những));
    (?:not|no|never|without|neither|nor|cannot|\w+n't)\b(?! (?:more than|less than|fewer than|later
    than|exceed|only)); 不(?!超过|少于|低于|得超过|得少于|足|晚于|仅); 没; 未; 无
    """
)
CALLING = _any(
    r"""
    đường dây nóng; gọi\b; liên hệ; số điện thoại; tổng đài; hotline; call\b; contact\b; dial\b; 拨打; 电话; 热线;
    致电
    """
)
"""Every agency has its own number."""
CLAUSE_END = re.compile(r"[,;:.,;:。]\s*(?!\d)")
HEAD = re.compile(
    r"^\W*(?:vào |trong |hôm |sáng |trưa |chiều |tối |đêm |ngày |thứ |tại |ở |on |in |at |the (?:morning|evening) of "
    r"|在|于)*"
)
"""What may stand before the day or place of an announcement, at the head of a sentence."""
SINCE = re.compile(r"^\W*(?:kể |bắt đầu |starting |effective |)(?:từ|from|since|自|从)")
"""At the head of a sentence: its date is when something begins and not when it is announced."""
REFERENCE = _any(
    r"""
    điều; khoản; điểm; mục; chương; số; nghị định; thông tư; quyết định; công văn; luật; quốc lộ; đường; ql;
    article; section; decree; clause; circular; no\.?; number; route; highway; line; 第; 号; 国道
    """,
    end=_BEFORE,
)
"""Before a number that names something."""
MORE = _any(r"hơn; trên; quá; over; more than; above; exceed(?:s|ed|ing)?; 超过; 逾; 超", end=_BEFORE)
LEAST = _any(
    r"ít nhất; tối thiểu; không dưới; từ; at least; no fewer than; no less than; not less than; 至少; 不少于; 不低于",
    end=_BEFORE,
)
MOST = _any(
    r"""
    tối đa; không quá; nhiều nhất; không vượt quá; dưới; lên tới; lên đến; at most; no more than; not more than; up
    to; under; below; less than; fewer than; not exceed; 最多; 不超过; 至多; 不得超过; 低于; 少于
    """,
    end=_BEFORE,
)
ABOUT = _any(
    r"""
    khoảng; gần; xấp xỉ; chừng; tầm; about; around; nearly; almost; approximately; roughly; some; 约; 近; 大约;
    将近; 约有
    """,
    end=_BEFORE,
)
ABOUT_BEHIND = re.compile(r"\s*(?:左右|上下|多|余|or so\b)")
LEAST_BEHIND = re.compile(r"\s*(?:trở lên|(?:and|or) (?:over|above|older|more)\b|及?以上)")
MOST_BEHIND = re.compile(r"\s*(?:trở xuống|(?:and|or) (?:under|below|younger|less)\b|及?以下)")
RANGE = r"\s*(?:[^\W\d]+\s*){0,3}(?:-|–|~|đến|tới|to|and|và|至|到)\s*(?:[^\W\d]+\s*){0,2}"
"""Between the two ends of a range, with the unit of the first and what may be said of the second."""
