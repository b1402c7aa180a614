"""A web of made-up hosts on the loopback device: every request is written down, and an answer may be as bad as it likes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-m", "essaykit"]


@dataclass(frozen=True)
class Hit:
    """A request that came in."""

    host: str
    path: str
    at: float
    headers: dict[str, str]


@dataclass(frozen=True)
class Answer:
    """What a page answers."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


Page = Answer | Callable[["Handler"], Answer | None]


class Handler(BaseHTTPRequestHandler):
    """Looks up what a host has at a path; the most specific of ``/a/b``, ``/a/*``, ``*`` counts."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self):
        host = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host", "")
        with self.server.lock:
            self.server.hits.append(Hit(host, self.path, time.monotonic(), {k.lower(): v for k, v in self.headers.items()}))
        page = self.server.find(host, self.path)
        answer = page(self) if callable(page) else page
        if answer is not None:
            self.answer(answer)

    def answer(self, answer):
        etag = answer.headers.get("ETag")
        if etag is not None and self.headers.get("If-None-Match") == etag:
            answer = Answer(status=304, headers={"ETag": etag})
        self.send_response(answer.status)
        for name, value in {"Content-Type": "text/html", **answer.headers}.items():
            self.send_header(name, value)
        if "Content-Length" not in answer.headers and answer.status != 304:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *args):
        pass

    def handle(self):
        try:
            super().handle()
        except (ConnectionError, TimeoutError):
            self.close_connection = True


class Server(ThreadingHTTPServer):
    """The web."""

    daemon_threads = True
    request_queue_size = 100

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        self.hits = []
        self.pages = {}
        self.port = self.server_address[1]

    def handle_error(self, request, client_address):
        pass

    def find(self, host, path):
        pages = self.pages.get(host, {})
        found = pages.get(path, pages.get(path.partition("?")[0]))
        while found is None and "/" in path:
            path = path.rpartition("/")[0]
            found = pages.get(f"{path}/*")
        return found if found is not None else Answer(b"<title>404</title>not here", status=404)


class Web:
    """Hosts with pages, and a crawler that is let loose on them."""

    def __init__(self, folder: Path, zygote: subprocess.Popen[bytes] | None = None):
        self.zygote = zygote
        self.server = Server()
        self.folder = folder
        self.out = folder / "raw"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    @property
    def port(self) -> int:
        return self.server.port

    def url(self, host: str, path: str = "/") -> str:
        return f"http://{host}:{self.port}{path}"

    def put(self, host: str, path: str, page: Page | str | bytes, encoding: str = "utf-8", **headers: str) -> str:
        """Put a page at a path of a host; its address."""
        if isinstance(page, (str, bytes)):
            body = page if isinstance(page, bytes) else page.encode(encoding)
            page = Answer(body, headers={name.replace("_", "-"): value for name, value in headers.items()})
        self.server.pages.setdefault(host, {})[path] = page
        return self.url(host, path)

    def hits(self, host: str | None = None) -> list[Hit]:
        with self.server.lock:
            return [hit for hit in self.server.hits if host in (None, hit.host)]

    def paths(self, host: str) -> list[str]:
        """Paths asked of a host, robots.txt left out."""
        return [hit.path for hit in self.hits(host) if hit.path != "/robots.txt"]

    def line(self, *args: str, delay: float = 0, allow: bool = True) -> list[str]:
        """The command line of a fetch: names lead to the loopback device, which is allowed for all hosts with pages."""
        options = ["--out", str(self.out), "--delay", str(delay), "--contact", "tests@example.org"]
        for host in sorted(self.server.pages):
            options += ["--resolve", f"{host}:{self.port}:127.0.0.1"]
            if allow:
                options += ["--allow-private", f"{host}:{self.port}"]
        return ["fetch", *args, *options]

    def fetch(self, *args: str, delay: float = 0, allow: bool = True, code: int | None = None) -> dict:
        """Run a crawl to its end; its report."""
        done, out, said = self.run(*self.line(*args, delay=delay, allow=allow), "--json")
        assert "Traceback" not in said, said
        assert code is None or done == code, said
        return {**json.loads(out), "code": done, "said": said}

    def run(self, *args: str) -> tuple[int, str, str]:
        """Run a command line in a process of its own; exit code, standard output and standard error."""
        if self.zygote is None:
            done = subprocess.run([*PROGRAM, *args], capture_output=True, check=False, timeout=120, env=environment())
            return done.returncode, done.stdout.decode(), done.stderr.decode()
        out, err = self.folder / "stdout.tmp", self.folder / "stderr.tmp"
        order = {"args": args, "out": str(out), "err": str(err)}
        self.zygote.stdin.write(json.dumps(order).encode() + b"\n")
        self.zygote.stdin.flush()
        code = int(self.zygote.stdout.readline())
        texts = [file.read_text(encoding="utf-8") for file in (out, err)]
        out.unlink()
        err.unlink()
        return code, *texts

    def begin(self, *args: str, delay: float = 0) -> subprocess.Popen[bytes]:
        """Begin a crawl that somebody is going to kill."""
        line = [*PROGRAM, *self.line(*args, delay=delay), "--quiet"]
        return subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment())

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """End a crawl as a power cut would."""
        process.kill()
        process.communicate()

    def wait_for(self, come: Callable[[], object], seconds: float = 30) -> None:
        """Wait until something has come."""
        until = time.monotonic() + seconds
        while not come():
            assert time.monotonic() < until, "it did not come"
            time.sleep(0.01)

    def records(self, host: str | None = None) -> dict[str, dict]:
        """The records in the raw folder, by address."""
        found = [json.loads(file.read_text(encoding="utf-8")) | {"folder": str(file.parent)} for file in self.out.rglob("*.fetch.json")]
        return {record["url"]: record for record in found if host is None or f"//{host}" in record["url"]}

    def body(self, record: dict) -> bytes:
        return (Path(record["folder"]) / record["file"]).read_bytes()


def environment() -> dict[str, str]:
    """The environment of a process that finds this checkout, installed or not."""
    return {**{k: v for k, v in os.environ.items() if k != "ESSAYKIT_CONTACT"}, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


def outcome(report: dict, host: str) -> dict:
    """What a report says of a host, whatever its port; empty for nothing."""
    return next((line for line in report["hosts"] if line["host"].partition(":")[0] == host), {})
