"""A worker of its own process that does import jobs until it is killed: python -m tests.ingest.killed_worker DATA_DIR DATABASE_URL."""

import sys

from ingest import features
from marketplace.app import create_app
from marketplace.config import read_settings
from marketplace.core.db import Database
from marketplace.core.jobs import claim_next, run_job

if __name__ == "__main__":
    place = {"DATA_DIR": sys.argv[1], "DATABASE_URL": sys.argv[2]}
    app = create_app(read_settings({"TANSUO_ENV": "testing", **place}))
    features.install(app)
    database: Database = app.extensions["database"]
    with app.app_context():
        while claimed := claim_next(database, "killed"):
            print("claimed", flush=True)
            run_job(database, *claimed)
