"""Carrying a file from its plan to the button that loads it, inside the form."""

import binascii
import zlib
from base64 import b64decode, b64encode

from governance.clientfile.yaml_reading import MOST_BYTES

# Forms are smaller than files: settings.DATA_UPLOAD_MAX_MEMORY_SIZE.
MOST_PACKED = 200_000


class UnpackingError(ValueError):
    """This is no packed file."""


def packed(data: bytes) -> str:
    """Return a file as a field of a form carries it."""
    return b64encode(zlib.compress(data)).decode()


def unpacked(text: str) -> bytes:
    """Return the file that a field carries, one byte too large if it is too large.

    Raises:
        UnpackingError: it carries none.
    """
    try:
        raw = b64decode(text, validate=True)
        # No more than that: little can be packed that becomes very much.
        return zlib.decompressobj().decompress(raw, MOST_BYTES + 1)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise UnpackingError from error
