# The application: web (gunicorn) by default, `flask --app wsgi worker` as the worker.
FROM python:3.11.13-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
WORKDIR /app
COPY requirements.txt ./
RUN /venv/bin/pip install --no-deps --require-hashes -r requirements.txt
COPY search ./search
# The model is made here, by torch, which serving does without; it stays in this stage.
COPY requirements-torch.txt ./
RUN python -m venv /making && /making/bin/pip install --no-deps --require-hashes -r requirements.txt -r requirements-torch.txt \
    && MODEL_DIR=/models /making/bin/python -m search.embedding install

FROM python:3.11.13-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    TANSUO_ENV=production HOST=0.0.0.0 PORT=8000 DATA_DIR=/data MODEL_DIR=/models
RUN useradd --system --uid 10001 --home-dir /data --create-home tansuo
COPY --from=build /venv /venv
COPY --from=build /models /models
WORKDIR /app
COPY gunicorn.conf.py wsgi.py ./
COPY marketplace ./marketplace
COPY search ./search
COPY ingest ./ingest
COPY migrations ./migrations
COPY templates ./templates
COPY static ./static
COPY translations ./translations
USER tansuo
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "--config", "gunicorn.conf.py", "wsgi:app"]
