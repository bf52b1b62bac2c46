# feedback-miner: API, page, workers and commands in one image. It computes on the CPU and fetches nothing when it runs.
#   docker build -t feedback-miner .
# Behind a mirror: docker build --build-arg TORCH_INDEX=URL --build-arg PIP_INDEX_URL=URL -t feedback-miner .

FROM python:3.11-slim-trixie AS build
# torch's own index: the builds there with “cpu” in their name bring no GPU libraries.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
ARG PIP_INDEX_URL
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PATH=/opt/feedback-miner/bin:$PATH
WORKDIR /build
COPY requirements-image.lock ./
RUN python -m venv /opt/feedback-miner \
  && pip install --require-hashes --no-deps -r requirements-image.lock \
  && pip install --no-deps --index-url "$TORCH_INDEX" torch==2.13.0
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY models models
COPY api api
COPY feedback_miner feedback_miner
RUN pip install --no-deps --no-build-isolation .

FROM python:3.11-slim-trixie
# pg_dump and pg_restore, for backups of PostgreSQL. Debian's security fixes come with every build.
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install -y --no-install-recommends postgresql-client-17 \
  && rm -rf /var/lib/apt/lists/* \
  && groupadd --gid 10001 miner \
  && useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin miner \
  && install --directory --owner 10001 --group 10001 --mode 0700 /data
COPY --from=build /opt/feedback-miner /opt/feedback-miner
ENV PATH=/opt/feedback-miner/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HF_HUB_OFFLINE=1 \
    FEEDBACK_MINER_DATA_DIR=/data \
    FEEDBACK_MINER_HOST=0.0.0.0 \
    FEEDBACK_MINER_PORT=8000
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
# Of a server alone; workers answer no requests: run them with --no-healthcheck.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f\"http://127.0.0.1:{os.environ['FEEDBACK_MINER_PORT']}/readyz\", timeout=4)"]
ENTRYPOINT ["feedback-miner"]
CMD ["serve"]
