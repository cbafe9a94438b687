# The app in a container: not as root, nothing written but /tmp. One process; compose.yaml puts two behind a proxy.
FROM python:3.11-slim
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /app
COPY requirements-extras.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements-extras.txt
COPY .streamlit/config.toml .streamlit/config.toml
COPY app.py LICENSE ./
COPY data data
COPY pages pages
COPY samples samples
COPY tests/spec tests/spec
COPY ruxcheck ruxcheck
RUN useradd --system --no-create-home --shell /usr/sbin/nologin ruxcheck
USER ruxcheck
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]
CMD ["python", "-m", "ruxcheck", "serve", "--host", "0.0.0.0"]
