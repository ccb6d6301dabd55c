"""A small world of claims, matched with the shipped constants."""

from __future__ import annotations

from datetime import UTC, datetime

from rumorwatch.domain.claims import Claim, ClaimId
from rumorwatch.domain.posts import FeedId, Post, PostKey
from rumorwatch.embed.bundled import read_manifest
from rumorwatch.embed.lexical import LexicalEncoder
from rumorwatch.fitted import open_stance_model
from rumorwatch.match.candidates import Index
from rumorwatch.match.constants import read_calibration
from rumorwatch.match.judging import OneStage
from rumorwatch.match.matcher import Matcher
from rumorwatch.match.references import reference_of_claim
from rumorwatch.match.stance.reader import StanceReader
from rumorwatch.normalize.text import views

NOW = datetime(2026, 11, 1, tzinfo=UTC)
CLAIMS = {
    "dam": "Đập thủy điện Sơn Hòa nứt và sắp vỡ, người dân vùng hạ lưu phải sơ tán ngay trong đêm nay",
    "lemon": "Uống nước chanh nóng pha muối nở mỗi sáng chữa khỏi hoàn toàn bệnh ung thư dạ dày",
    "banknote": "Từ tháng sau Ngân hàng Nhà nước thu hồi toàn bộ tờ tiền 500.000 đồng đang lưu hành",
    "card": "Từ tháng tới người dân phải đóng phí 200.000 đồng để đổi căn cước công dân gắn chip",
    "vaccine": "The new flu vaccine contains microchips that track everyone who gets the shot",
    "garlic": "每天早上空腹吃三瓣大蒜就可以完全预防流感和新冠病毒",
}


def build(claims: dict[str, str] | list[Claim] | None = None) -> Matcher:
    listed = (
        claims
        if isinstance(claims, list)
        else [Claim(id=ClaimId(name), text=text) for name, text in (CLAIMS if claims is None else claims).items()]
    )
    references = [reference_of_claim(claim, views=views) for claim in listed]
    encoder = LexicalEncoder.learn([text for one in references for text in (one.whole, *one.wordings)])
    calibration = read_calibration(read_manifest("lexical"), kinds=["lexical"])
    index = Index.build(references, encoders=[encoder], weights=calibration.weights)
    return Matcher(
        references=tuple(references),
        judge=OneStage(index=index, calibration=calibration),
        stances=StanceReader(model=open_stance_model(), encoder=None),
        views=views,
    )


def post(text: str, *, published_at: datetime = NOW) -> Post:
    return Post(
        key=PostKey(text[:32]),
        content_key=None,
        feed_id=FeedId("f"),
        views=views(text),
        text_hash="",
        external_id=text[:20],
        published_at=published_at,
        seen_at=published_at,
    )
