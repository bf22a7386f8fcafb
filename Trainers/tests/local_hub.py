"""A hub for one model on this machine, for the real client."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_COMMIT = "0" * 40


class LocalHub:
    """Serves the files of `folder` as a model under any id. `requests` are the paths that were asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.requests: list[str] = []
        self.address = ""


@contextmanager
def local_hub(folder: Path) -> Iterator[LocalHub]:
    """Runs a hub until the end of the `with`; its address belongs into HF_ENDPOINT."""
    hub = LocalHub(folder)

    class Handler(_Handler):
        model = hub

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        hub.address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield hub
        finally:
            server.shutdown()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    model: LocalHub

    def do_HEAD(self) -> None:
        self._answer(*self._find())

    def do_GET(self) -> None:
        body, headers, status = self._find()
        self._answer(body, headers, status)
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass

    def _find(self) -> tuple[bytes, dict[str, str], int]:
        path = self.path.split("?")[0]
        self.model.requests.append(path)
        folder = self.model.folder
        if "/api/models/" in path:
            return json.dumps(self._describe(path)).encode(), {"Content-Type": "application/json"}, 200
        file = folder / path.rsplit("/", 1)[-1]
        if "/resolve/" not in path or not file.is_file():
            return b"", {"X-Error-Code": "EntryNotFound"}, 404
        body = file.read_bytes()
        return body, {"ETag": f'"{_hash(body)}"', "X-Repo-Commit": _COMMIT}, 200

    def _describe(self, path: str) -> object:
        files = sorted(file for file in self.model.folder.iterdir() if file.is_file())
        if "/tree/" in path:
            return [
                {"type": "file", "path": file.name, "size": file.stat().st_size, "oid": _hash(file.read_bytes())}
                for file in files
            ]
        name = path.split("/api/models/")[1].split("/revision")[0]
        return {"id": name, "sha": _COMMIT, "siblings": [{"rfilename": file.name} for file in files]}

    def _answer(self, body: bytes, headers: dict[str, str], status: int) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()


def _hash(body: bytes) -> str:
    return hashlib.sha1(body).hexdigest()
