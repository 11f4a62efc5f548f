"""Where an import begins: the form for a file, and the imports so far."""

from flask import redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from ingest import runs
from ingest.forms import UploadForm
from ingest.readers.guarded import look_guarded
from ingest.records import FileNotRead, Kind
from ingest.views import blueprint
from ingest.wording import say
from marketplace.accounts.queries import owners_to_write_for
from marketplace.core.errors import InvalidInput
from marketplace.web.access import allow, in_an_organisation
from marketplace.web.failures import sentence_of
from marketplace.web.security import limiter
from marketplace.web.state import actor, files, session, settings, transaction
from marketplace.web.viruses import refuse_viruses

Answer = Response | str | tuple[str, int]


@blueprint.get("/import")
@allow(in_an_organisation)
def index() -> str:
    """The form for a file, and the imports so far."""
    return _page(UploadForm(owners_to_write_for(session(), actor())))


@blueprint.post("/import")
@limiter.limit("30 per minute")
@allow(in_an_organisation)
def upload() -> Answer:
    """Take a file that can be read; anything else comes back with one sentence and is not kept."""
    form = UploadForm(owners_to_write_for(session(), actor()))
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        command = take_file(form.file.data, form.organisation.data, Kind(form.kind.data))
    except FileNotRead as refused:
        form.file.errors = [say(refused.message)]
        return _page(form), 422
    except InvalidInput as refused:
        form.file.errors = [sentence_of(refused)]
        return _page(form), 422
    with transaction() as writing:
        run = runs.begin_run(writing, actor(), command)
    return redirect(url_for(".show", public_id=run.public_id), 303)


def take_file(given: FileStorage, organisation_id: int, kind: Kind) -> runs.NewRun:
    """Keep a file that can be read; FileNotRead says why another is not kept."""
    name = (given.filename or "").replace("\\", "/").rpartition("/")[2]
    look_guarded(given.stream, name)
    size = given.stream.tell()
    refuse_viruses(given.stream, "file")
    given.stream.seek(0)
    return runs.NewRun(
        organisation_id=organisation_id, kind=kind, filename=name, file_hash=files().put(given.stream), file_size=size
    )


def _page(form: UploadForm) -> str:
    return render_template(
        "ingest/index.html",
        form=form,
        page=runs.history(session(), actor(), request.args.get("page", 1, type=int)),
        href=lambda number: url_for(".index", page=number),
        megabytes=settings().max_upload_bytes // (1024 * 1024),
    )
