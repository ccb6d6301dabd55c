"""Moments and numbers as a reader is told them: in their language, by their clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from rumorwatch.domain.posts import Language

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

EN, VI, ZH = Language.EN, Language.VI, Language.ZH
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """The language and the clock of a reader."""

    language: Language
    """vi, en or zh."""
    zone: ZoneInfo
    now: datetime
    """The message's moment: a retry says the same."""

    def span(self, span: timedelta) -> str:
        """Return a length of time in its one telling unit: ``25 min``, ``26 h``, ``3 days``; its sign is left out."""
        span = abs(span)
        if span < timedelta(minutes=1):
            return {EN: "under 1 min", VI: "chưa đầy 1 phút", ZH: "不到1分钟"}[self.language]
        if span < timedelta(minutes=100):
            number = span // timedelta(minutes=1)
            return {EN: f"{number} min", VI: f"{number} phút", ZH: f"{number}分钟"}[self.language]
        if span < timedelta(hours=48):
            number = round(span / timedelta(hours=1))
            return {EN: f"{number} h", VI: f"{number} giờ", ZH: f"{number}小时"}[self.language]
        number = round(span / timedelta(days=1))
        return {EN: f"{number} days", VI: f"{number} ngày", ZH: f"{number}天"}[self.language]

    def ago(self, moment: datetime) -> str:
        """Return how long ago a moment was; one ahead, which a wrong clock makes, is now."""
        span = self.span(max(timedelta(0), self.now - moment))
        return {EN: f"{span} ago", VI: f"{span} trước", ZH: f"{span}前"}[self.language]

    def left(self, moment: datetime) -> str:
        """Return how much time is left until a deadline, or by how much it is over."""
        span = self.span(moment - self.now)
        if moment > self.now:
            return {EN: f"in {span}", VI: f"còn {span}", ZH: f"还剩{span}"}[self.language]
        return {EN: f"{span} late", VI: f"quá hạn {span}", ZH: f"已超{span}"}[self.language]

    def at(self, moment: datetime) -> str:
        """Return the clock time, with its day only when that is not today."""
        local, today = moment.astimezone(self.zone), self.now.astimezone(self.zone)
        if local.date() == today.date():
            return f"{local:%H:%M}"
        return self._on_day(local, with_year=local.year != today.year)

    def as_of(self) -> str:
        """Return the message's moment whole, with its zone."""
        local = self.now.astimezone(self.zone)
        written = f"{local:%z}"
        offset = f"UTC{int(written[:3]):+}{f':{written[3:5]}' if written[3:5] != '00' else ''}"
        said = self._on_day(local, with_year=True)
        return {EN: f"As of {said} ({offset})", VI: f"Tính đến {said} ({offset})", ZH: f"截至{said}（{offset}）"}[
            self.language
        ]

    def names(self, names: Sequence[str], *, most: int = 3) -> str:
        """Return names in a row, the first ones by name and the others by number."""
        named, others = list(names[:most]), len(names) - most
        if others > 0:
            shown = {ZH: "、"}.get(self.language, ", ").join(named)
            return {
                EN: f"{shown} and {others} more",
                VI: f"{shown} và {others} nơi khác",
                ZH: f"{shown}等{len(names)}处",
            }[self.language]
        if self.language is ZH:
            return "、".join(named)
        last = {EN: " and ", VI: " và "}[self.language]
        return last.join([*([", ".join(named[:-1])] if named[1:] else []), *named[-1:]])

    def _on_day(self, local: datetime, *, with_year: bool) -> str:
        time, day, month = f"{local:%H:%M}", local.day, local.month
        return {
            EN: f"{time} on {day} {_MONTHS[month - 1]}{f' {local.year}' if with_year else ''}",
            VI: f"{time} ngày {day:02}/{month:02}{f'/{local.year}' if with_year else ''}",
            ZH: f"{f'{local.year}年' if with_year else ''}{month}月{day}日{time}",
        }[self.language]


def count(number: int, noun: str) -> str:
    """Return an English number with its noun: ``1 post``, ``2 posts``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
