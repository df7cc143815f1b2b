"""`python -m linli.channels.console`: the same as `linli`."""

import sys

from linli.channels.console.main import main

sys.exit(main())
