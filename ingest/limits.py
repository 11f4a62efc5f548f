"""How much a file may hold, so that no upload exhausts the worker."""

MEGABYTE = 1024 * 1024

FILE_BYTES = 64 * MEGABYTE  # as uploaded
UNPACKED_BYTES = 300 * MEGABYTE  # all parts of a zip container together
BOMB_RATIO = 100  # unpacked to packed, looked at from BOMB_FROM bytes on
BOMB_FROM = 50 * MEGABYTE
CELL_CHARACTERS = 100_000  # Excel itself stops at 32,767
ROWS = 200_000
COLUMNS = 500
JSON_DEPTH = 30
