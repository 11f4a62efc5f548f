"""What gunicorn and the flask command start."""

from ingest import features as ingest
from marketplace.app import create_app
from marketplace.cli import add_commands

app = create_app()
ingest.install(app)
add_commands(app)
