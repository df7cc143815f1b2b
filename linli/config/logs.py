"""What stands in the log: no secret that is part of an address."""

import logging
import re

# Of a receipt and of a card: whoever has the address may answer for the one who asked, or be the steward.
SECRET = re.compile(r"/(r|card)/[^/\s?]+")


class WithoutSecrets(logging.Filter):
    """Cuts the secrets out of the addresses that Django names when it refuses a request or breaks."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without them."""
        told = record.getMessage()
        if (cut := SECRET.sub(r"/\1/…", told)) != told:
            record.msg, record.args = cut, None
        return True
