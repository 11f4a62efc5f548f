"""Acts of the curators' room: `(session, actor, ...)`; they check, change and audit, and never commit."""
