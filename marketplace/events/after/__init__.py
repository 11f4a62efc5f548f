"""After the day: how things went on at 30, 90 and 180 days, and the report for the authority."""
