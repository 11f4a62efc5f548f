"""How much a file may hold, so that no upload exhausts the worker."""

MEGABYTE = 1024 * 1024

FILE_BYTES = 64 * MEGABYTE  # as uploaded
CELL_CHARACTERS = 100_000  # Excel itself stops at 32,767
ROWS = 50_000  # of a file; a plan keeps some 5 KB a row
CELLS = 4_000_000  # blank ones too, all sheets together
CHARACTERS = 60_000_000  # all cells together
COLUMNS = 500
JSON_DEPTH = 30
ARCHIVE_FILES = 50  # read out of one zip
PDF_PAGES = 200
READING_MEMORY = 1024 * MEGABYTE  # address space of the process that reads
READING_SECONDS = 60  # of processor time
WAITING_SECONDS = 180  # for a machine that is busy with others
