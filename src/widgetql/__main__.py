"""`python -m widgetql`: see `widgetql.cli`."""

from __future__ import annotations

import sys

from widgetql.cli import main

if __name__ == "__main__":
    sys.exit(main())
