"""关注: saved searches and followed records, what was newly found for them, and the letter that says so."""
