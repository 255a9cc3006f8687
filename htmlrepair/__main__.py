"""``python -m htmlrepair``: the command line."""

import sys

from htmlrepair.cli import main

sys.exit(main())
