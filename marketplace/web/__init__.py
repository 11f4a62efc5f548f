"""What every page and API stands on: access, sessions, language, security, errors, assets."""
