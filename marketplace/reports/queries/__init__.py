"""Reading for reports: figures by the database, and the list behind each."""
