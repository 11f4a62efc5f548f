"""Files made on the spot in the formats that offices send, so that tests keep none of them."""

from tests.ingest.made.office import docx_file, ods_file, pdf_file, xlsx_file, zip_file
from tests.ingest.made.xls import xls_file

__all__ = ["docx_file", "ods_file", "pdf_file", "xls_file", "xlsx_file", "zip_file"]
