"""Scanning: what one scan of a workspace is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.bootstrap import FEEDS_FILE
from rumorwatch.domain.errors import SettingsError, quoted
from rumorwatch.parts import Parts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rumorwatch.bootstrap import Workspace
    from rumorwatch.domain.runs import Taken


def scan_parts(
    workspace: Workspace, *, only: Sequence[str] = (), on_visit: Callable[[Taken], None] = lambda _: None
) -> Parts:
    """Return the parts of one scan.

    Args:
        workspace: The workspace.
        only: Ids of the feeds to visit; empty: all.
        on_visit: Called after each feed.

    Raises:
        SettingsError: A feed in ``only`` is not listed, or settings cannot be used.
        StoreError: The database cannot be used.
    """
    unknown = sorted(set(only) - set(workspace.feeds))
    if unknown:
        raise SettingsError(
            code="RW-U04",
            failed=f'no feed "{quoted(", ".join(unknown))}" in {FEEDS_FILE}',
            remedy="`rumorwatch feeds list` shows their ids",
        )
    return Parts(
        settings=workspace.settings,
        store=workspace.store,
        source=workspace.source,
        feeds=[feed for feed in workspace.feeds.values() if not only or feed.id in only],
        listed=workspace.feeds,
        matcher=workspace.matcher,
        reader=workspace.foresight.reader,
        forecaster=lambda: workspace.foresight.forecaster,
        credibility=workspace.foresight.credibility,
        claims={claim.id: claim for claim in workspace.matcher.claims},
        statements={statement.id: statement for statement in workspace.matcher.statements},
        weights=workspace.weights,
        agencies=workspace.agencies,
        channels=workspace.channels,
        author_secret=workspace.author_secret,
        now=workspace.clock.now(),
        on_visit=on_visit,
    )
