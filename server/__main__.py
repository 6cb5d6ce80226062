"""`python -m server`: the same as `byline`."""

import sys

from server.cli import main

sys.exit(main())
