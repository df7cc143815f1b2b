"""Keys: from the environment, else made once and kept beside the data, readable by us alone."""

import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet


def secret(variable: str, file: Path, *, fernet: bool = False) -> str:
    """The value of the variable, else of the file, which is made when it is missing."""
    if told := os.environ.get(variable):
        return told
    fresh = Fernet.generate_key().decode() if fernet else secrets.token_urlsafe(50)
    try:
        # Exclusive: of two processes that start together one makes the key and both use it.
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as made:
            made.write(fresh)
    except FileExistsError:
        return file.read_text().strip()
    return fresh
