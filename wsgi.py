"""What gunicorn and the flask command start."""

from ingest import features as ingest
from marketplace.app import create_app
from marketplace.cli import add_commands
from marketplace.web.access import refuse_views_without_policy

app = create_app()
ingest.install(app)
refuse_views_without_policy(app)
add_commands(app)
