# Zhida as a service. It answers on loopback only unless it is told otherwise:
#   docker build -t zhida .
#   docker run --network host zhida                                  (this machine only)
#   docker run -p 127.0.0.1:8000:8000 -e ZHIDA_REQUIRE_KEYS=1 zhida serve --host 0.0.0.0
# `.ci/replay-dockerfile` carries out the same steps in a bare Debian root, without an engine.

FROM debian:bookworm-slim AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY pyproject.toml constraints.txt ./
# Every file is checked against its hash here; the steps below install from this folder only.
RUN python3 -m venv /opt/build \
    && /opt/build/bin/pip download --quiet --no-cache-dir --only-binary :all: \
        --require-hashes -r constraints.txt -d /wheels \
    && /opt/build/bin/pip install --quiet --no-index --find-links /wheels hatchling
COPY README.md LICENSE ./
COPY app app
COPY routing routing
COPY data data
RUN /opt/build/bin/pip wheel --quiet --no-index --no-deps --no-build-isolation -w /dist . \
    && python3 -m venv /opt/zhida \
    && /opt/zhida/bin/pip install --quiet --no-index --find-links /wheels "$(ls /dist/*.whl)[otel]"

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 990 --home-dir /var/lib/zhida --create-home zhida
COPY --from=build /opt/zhida /opt/zhida
# Compiled code for a generic CPU: the same plan on every x86-64 machine.
ENV NUMBA_CPU_NAME=generic NUMBA_CACHE_DIR=/var/lib/zhida/numba ZHIDA_STATE=/var/lib/zhida
USER 990
WORKDIR /var/lib/zhida
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["/opt/zhida/bin/python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["/opt/zhida/bin/zhida"]
CMD ["serve"]
