"""科技成果直通车: the timetable of a session's meetings."""
