"""Files to attach, made here so that nothing binary lies in the repository."""

import struct
import zlib


def png(width=480, height=300, colour=(31, 94, 168)):
    """A real PNG: stripes of one colour on white."""
    rows = bytearray()
    for y in range(height):
        striped = (y // 24) % 2
        rows += b"\0" + b"".join(
            bytes(colour) if striped and 40 < x < width - 40 else b"\xf5\xf7\xfa" for x in range(width)
        )
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
            _chunk(b"IDAT", zlib.compress(bytes(rows))),
            _chunk(b"IEND", b""),
        ]
    )


def picture(name="planer.png", **options):
    """A picture as Playwright's `set_input_files` takes it."""
    return {"name": name, "mimeType": "image/png", "buffer": png(**options)}


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
