# One image: web, worker, sweeper and scheduler differ in their command alone.
FROM python:3.13-slim-bookworm AS environment
WORKDIR /srv/remit
COPY requirements.txt ./
# pip installs uv from its hashed lines in the lock; uv installs the rest.
RUN python -m venv .venv \
    && sed -n '/^uv==/,/[^\\]$/p' requirements.txt > uv.txt \
    && .venv/bin/pip install --no-cache-dir --require-hashes --requirement uv.txt \
    && .venv/bin/uv pip sync --no-cache --python .venv/bin/python --require-hashes requirements.txt

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home remit \
    && install --directory --owner remit /var/lib/remit /var/lib/remit/metrics
WORKDIR /srv/remit
COPY --from=environment /srv/remit/.venv .venv
COPY manage.py ./
COPY agents agents
COPY audit audit
COPY config config
COPY governance governance
COPY static static
COPY templates templates
COPY tenants tenants
ENV PATH=/srv/remit/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    LOG_FORMAT=json \
    REMIT_DATA=/var/lib/remit \
    PROMETHEUS_MULTIPROC_DIR=/var/lib/remit/metrics
USER 10001
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--no-ws", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "--workers-kill-timeout", "4", "--respawn-failed-workers", "config.wsgi:application"]
