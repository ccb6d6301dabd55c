"""Run rumorwatch from the command line: ``rumorwatch`` or ``python -m rumorwatch``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with its code (docs/commands.md)."""
    from rumorwatch.cli.app import run
    from rumorwatch.cli.streams import prepare

    prepare()
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
