"""Reading an RGBA picture's bytes, for tests that look at what was printed."""

from __future__ import annotations

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

CHANNELS = 4


def read_grey_png(data: bytes) -> NDArray[np.uint8]:
    """The grey values of an 8-bit RGBA PNG that is not interlaced (RFC 2083), rows by columns."""
    width = height = 0
    packed = b""
    at = 8
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + size]
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", body)
            assert (depth, colour, interlaced) == (8, 6, 0)
        packed += body if kind == b"IDAT" else b""
        at += size + 12
    raw = np.frombuffer(zlib.decompress(packed), dtype=np.uint8)
    rows = raw.reshape(height, width * CHANNELS + 1)
    pixels = _unfilter(rows).reshape(height, width, CHANNELS)
    return pixels[:, :, :3].mean(axis=2).astype(np.uint8)


def _unfilter(rows: NDArray[np.uint8]) -> NDArray[np.uint8]:
    out = np.zeros((rows.shape[0], rows.shape[1] - 1), dtype=np.int64)
    above = np.zeros(rows.shape[1] - 1, dtype=np.int64)
    for number, row in enumerate(rows):
        out[number] = _row(int(row[0]), row[1:].astype(np.int64), above)
        above = out[number]
    return out.astype(np.uint8)


def _row(kind: int, row: NDArray[np.int64], above: NDArray[np.int64]) -> NDArray[np.int64]:
    if kind in (0, 2):
        return (row + (above if kind == 2 else 0)) % 256
    done = row.copy()
    for i in range(len(row)):
        left = done[i - CHANNELS] if i >= CHANNELS else 0
        corner = above[i - CHANNELS] if i >= CHANNELS else 0
        done[i] = (row[i] + _predict(kind, int(left), int(above[i]), int(corner))) % 256
    return done


def _predict(kind: int, left: int, up: int, corner: int) -> int:
    if kind == 1:
        return left
    if kind == 3:
        return (left + up) // 2
    guess = left + up - corner
    return min((left, up, corner), key=lambda v: abs(guess - v))
