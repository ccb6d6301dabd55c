"""Every number a user may turn: unit, range, default and where the default comes from.

The file is ``rumorwatch.toml`` in the workspace; a table a class. Unknown keys are errors, so that a typo is not a
setting silently left at its default.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Storage(_Table):
    """Where things are remembered."""

    url: str = "sqlite:///rumorwatch.db"
    """SQLAlchemy URL; a relative SQLite path is relative to the workspace."""
    busy_timeout_s: Annotated[float, Field(ge=0, le=600)] = 10.0
    """How long a writer waits for another before RW-S02; 10 s outlasts the longest batch by far (0.2 s)."""


class Scan(_Table):
    """One pass over the feeds."""

    window_days: Annotated[int, Field(ge=1, le=365)] = 14
    """Posts published within it are matched again when claims or models change (architecture.md, decision 1)."""
    batch_posts: Annotated[int, Field(ge=1, le=10_000)] = 100
    """Posts stored in one transaction (safety.md); a feed's state is stored with its last batch."""


class Clock(_Table):
    """The workspace's clock."""

    fixed_at: datetime | None = None
    """For recorded workspaces only: the moment the recording ends. None: the real time."""
    acknowledge_within_min: Annotated[int, Field(ge=1, le=100_000)] = 30
    """Minutes in which the desk says that it looks into an alert (domain.md, Clock: preset 15-30-60)."""
    answer_within_min: Annotated[int, Field(ge=1, le=100_000)] = 60
    """Minutes from the alert to the due answer (domain.md, Clock: preset 15-30-60)."""


class Fetch(_Table):
    """Limits of the one fetcher (safety.md, Fetching and parsing)."""

    total_s: Annotated[float, Field(gt=0, le=120)] = 20.0
    """DNS, connect, TLS, headers and body together."""
    max_body_mb: Annotated[float, Field(gt=0, le=1000)] = 10.0
    """After decompression."""
    max_ratio: Annotated[float, Field(ge=1, le=10_000)] = 100.0
    """Decompressed over compressed bytes; above it a body is taken for a bomb."""
    max_header_kb: Annotated[int, Field(ge=1, le=96)] = 64
    """The parsers below end at 100 kB (HTTP/1.1) and 64 kB (HTTP/2) themselves."""
    max_redirects: Annotated[int, Field(ge=0, le=20)] = 5
    ports: Annotated[tuple[int, ...], Field(strict=False)] = (80, 443, 8080, 8443)
    allow_hosts: Annotated[tuple[str, ...], Field(strict=False)] = ()
    """``host`` or ``host:port`` of intranet feeds that may have a private address or another port."""
    parallel: Annotated[int, Field(ge=1, le=100)] = 10
    """Feeds fetched at once."""
    host_interval_s: Annotated[float, Field(ge=0, le=3600)] = 1.0
    """Between two requests to one host; hosts in ``allow_hosts`` are ours and get none."""
    user_agent: str = "rumorwatch/0.1 (+https://github.com/rumorwatch/rumorwatch; feed reader of a public authority)"
    respect_robots: bool = True
    robots_max_age_h: Annotated[float, Field(ge=0, le=168)] = 24.0
    """RFC 9309, 2.4: not longer than 24 h."""
    backoff_first_min: Annotated[float, Field(gt=0, le=1440)] = 5.0
    """First pause after a failure; doubled by each further one up to 24 h (safety.md)."""


class Parse(_Table):
    """Limits of the feed parser's child process (safety.md, Fetching and parsing)."""

    cpu_s: Annotated[int, Field(ge=1, le=60)] = 5
    memory_mb: Annotated[int, Field(ge=128, le=4096)] = 512
    wall_s: Annotated[float, Field(gt=0, le=120)] = 10.0
    max_entries: Annotated[int, Field(ge=1, le=1_000_000)] = 5_000


class Match(_Table):
    """How posts are matched."""

    model: Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(strict=False, min_length=1)] = ("cascade",)
    """``cascade``: ``lexical`` and ``static`` find candidates, ``mini`` looks at those again. Or any of these, fused:
    ``lexical``, ``static`` or ``mini``, which ship; a sentence-transformers folder; ``organization/name`` of a model on
    a hub, the only thing that asks one."""
    top: Annotated[int, Field(ge=1, le=1000)] = 5
    """Claims kept for a post."""
    language: Annotated[str, Field(pattern="^(vi|en|zh)$")] = "en"
    """Of the sentences that say why a post matches and why a rumor ranks where it does."""

    @field_validator("model", mode="before")
    @classmethod
    def _one_is_a_list_of_one(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @field_validator("model")
    @classmethod
    def _a_cascade_is_alone(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if "cascade" in value and len(set(value)) > 1:
            raise ValueError('"cascade" stands alone: it is lexical, static and mini already')
        return value


class Emerge(_Table):
    """When posts that no claim explains make a new rumor."""

    enabled: bool = True
    """False: only known claims are watched."""
    checkable_share: Annotated[float, Field(gt=0, le=1)] = 0.5
    """Of a group's sources, those that are expected to tell it as fact: half or more."""
    at_once_share: Annotated[float, Field(gt=0, le=1)] = 0.34
    """The same where several tell it at once, or pass it on as hearsay, and of those who speak that ask: a third."""
    min_sources: Annotated[int, Field(ge=1, le=1000)] = 3
    """Sources that tell it as fact, where nobody doubts it: the third independent sighting starts the clock (domain.md,
    Clock). Against 2 no rumor of CED or PHEME is told later, and a fifth of false alerts amid noise falls away."""
    at_once_sources: Annotated[int, Field(ge=2, le=1000)] = 3
    """Sources within ``at_once_h``: the third independent sighting starts the clock (domain.md, Clock)."""
    at_once_h: Annotated[float, Field(gt=0, le=336)] = 6.0
    """Hours; the longest of the spans that growth is looked at (15 min, 1 h, 6 h)."""
    void_sources: Annotated[int, Field(ge=1, le=1000)] = 3
    """Sources that ask about what nobody tells as fact: an information void (domain.md, Stance)."""


class Rank(_Table):
    """What is answered first."""

    weights: str = ""
    """Path of a weights file, relative to the workspace; empty: the weights that ship (docs/ranking.md)."""


class Alerting(_Table):
    """When a rumor becomes an alert, and when people are told again."""

    min_expected_sources: Annotated[float, Field(gt=0, le=1000)] = 1.0
    """When no match is confirmed: distinct sources, each counted as its probability, that make an alert (two at least).
    At 1 an alert is expected to hold one source that really repeats the claim."""
    growing_factor: Annotated[float, Field(gt=1, le=100)] = 2.0
    """Told again when independent sightings grew by this factor (domain.md, Alerts)."""
    update_wait_min: Annotated[float, Field(ge=0, le=1440)] = 15.0
    """Minutes before growth, a new place or a new channel of a rumor is told, however fast they come: a quarter of the
    hour in which an answer is due. A level that rises is told at once."""
    notify_level: Annotated[str, Field(pattern="^(high|medium|low|monitor)$")] = "medium"
    """Lowest level that ``scan --notify`` tells people about."""
    recur_sightings: Annotated[int, Field(ge=1, le=1000)] = 3
    """Sightings after a person closed an alert that open another: the third starts the clock (domain.md, Clock)."""
    deadline_near_share: Annotated[float, Field(gt=0, lt=1)] = 0.25
    """A deadline is near when this share of its time is left: 15 of 60 minutes."""
    group_wait_s: Annotated[float, Field(ge=0, le=3600)] = 0.0
    """Seconds that a notice waits for others, to go out in one message. Those of one scan are one message anyway; 30 to
    60 where scans are more frequent than that."""
    messages_per_10_min: Annotated[int, Field(ge=1, le=100)] = 3
    """Messages that a channel gets in any ten minutes; what is above waits and goes out as one. The last is kept for
    rumors not told yet, and for what is high."""
    digest_above: Annotated[int, Field(ge=2, le=1000)] = 20
    """When more alerts wait for a channel, each is told in a line (safety.md, Nothing lost)."""
    budget_per_day: Annotated[int, Field(ge=1, le=10_000)] = 20
    """Notices an agency gets in a day, beside those of level ``high``, which no budget holds back; a fifth is kept for
    rumors it was not told of that day (domain.md, Alerts). One every 72 minutes: a Thai center that took in 157,644
    messages published on 43 topics in months."""


class Deliver(_Table):
    """How notices reach people (safety.md, Nothing lost)."""

    timeout_s: Annotated[float, Field(gt=0, le=60)] = 20.0
    """For one attempt, connecting included; as the fetcher's."""
    backoff_first_s: Annotated[float, Field(gt=0, le=3600)] = 30.0
    """First pause of a channel after a failure; doubled by each further one."""
    backoff_max_s: Annotated[float, Field(gt=0, le=3600)] = 240.0
    """Longest pause that is not asked for by the receiver: with a run every five minutes all arrives within ten of its
    return."""
    lease_s: Annotated[float, Field(gt=0, le=3600)] = 120.0
    """How long another machine leaves a message alone that one is sending."""
    backlog_min: Annotated[float, Field(gt=0, le=10_080)] = 30.0
    """A message that waits longer is a backlog: exit 5, and ``status`` fails."""
    ack_url: Annotated[str, Field(pattern="^(https?://[^ ]+)?$")] = ""
    """Address of a page that takes the one-time links of messages; empty: messages give the reply code only."""
    ack_key_file: str = "ack.key"
    """File of the secret that reply codes are signed with, mode 0600, relative to the workspace."""


class Labeling(_Table):
    """What analysts are asked, and when their answers act."""

    quorum: Annotated[int, Field(ge=1, le=10)] = 2
    """Analysts who have to say the same before it changes what agencies are told; 1 where one person labels. Every
    judgment teaches, whatever the quorum."""
    random_share: Annotated[float, Field(ge=0.02, le=0.5)] = 0.1
    """Of the questions, those drawn by chance: figures and the gate are measured on them, so none is no choice."""
    lease_min: Annotated[float, Field(gt=0, le=1440)] = 10.0
    """Minutes that a question one analyst looks at is not asked of another; a question takes seconds."""


class Watch(_Table):
    """What tells others that scans go well."""

    heartbeat_url: str = ""
    """Address that is fetched after each good scan of ``--notify``; empty: none. May be ``env:NAME``."""
    heartbeat_file: str = ""
    """File whose time is set after each good scan of ``--notify``, relative to the workspace; empty: none."""
    metrics_file: str = ""
    """Prometheus textfile that is replaced after each scan, relative to the workspace; empty: none."""
    log_file: str = ""
    """File that runs are logged to, one JSON object a line, relative to the workspace; empty: none."""
    max_scan_age_min: Annotated[int, Field(ge=1, le=10_080)] = 120
    """Oldest last scan that is healthy: the prize is inside the first two hours (domain.md, Known facts)."""
    min_free_mb: Annotated[float, Field(ge=0, le=1_000_000)] = 500.0
    """Least space on the database's disk that is healthy: thirty scans of 10,000 posts each."""


class Privacy(_Table):
    """Personal data (safety.md, Privacy)."""

    author_key_file: str = "author.key"
    """File of the secret that author handles are hashed with, mode 0600, relative to the workspace."""


class Settings(_Table):
    """One workspace's settings; values that cannot be meant together are refused, with the reason."""

    storage: Storage = Storage()
    scan: Scan = Scan()
    clock: Clock = Clock()
    fetch: Fetch = Fetch()
    parse: Parse = Parse()
    match: Match = Match()
    emerge: Emerge = Emerge()
    rank: Rank = Rank()
    alert: Alerting = Alerting()
    deliver: Deliver = Deliver()
    label: Labeling = Labeling()
    watch: Watch = Watch()
    privacy: Privacy = Privacy()

    @model_validator(mode="after")
    def _can_be_meant_together(self) -> Settings:
        clock, wait_min, deliver = self.clock, self.alert.group_wait_s / 60, self.deliver
        impossible = {
            "clock.answer_within_min is less than clock.acknowledge_within_min": (
                clock.answer_within_min < clock.acknowledge_within_min
            ),
            "alert.group_wait_s is no less than clock.acknowledge_within_min: a notice would miss its own deadline": (
                wait_min >= clock.acknowledge_within_min
            ),
            "deliver.backoff_max_s is less than deliver.backoff_first_s: pauses could not grow": (
                deliver.backoff_max_s < deliver.backoff_first_s
            ),
            "deliver.lease_s is no more than deliver.timeout_s: a message on its way would be sent twice": (
                deliver.lease_s <= deliver.timeout_s
            ),
            "deliver.backlog_min is no more than alert.group_wait_s: what waits for its group would be a backlog": (
                deliver.backlog_min <= wait_min
            ),
        }
        for why, is_so in impossible.items():
            if is_so:
                raise ValueError(why)
        return self
