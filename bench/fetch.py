"""Fetching, on a site of our own on the loopback device, served by a process of its own.

    python bench/fetch.py speed              # pages a CPU second, beside plain Scrapy doing the same with the same settings
    python bench/fetch.py memory 1000 20000  # peak memory by number of pages
    python bench/fetch.py kills 2000 10      # a crawl killed at random moments ends complete

Each crawl is a process; its CPU time and peak memory are what the system counted for it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[1]
HOST = "bench.example"
TEXT = "我在县城的网点实习，师傅教我点钞，也教我怎样和着急的客户说话。第三周开始跟着收凭证，月底对账差了四毛钱，全网点的人留到八点半。"

PEER = """
import json, pathlib, sys
import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor

url, out, port = sys.argv[1:4]
folder = pathlib.Path(out)
folder.mkdir(parents=True)

class Plain(scrapy.Spider):
    name = "plain"
    start_urls = [url]
    links = LinkExtractor()

    def parse(self, response):
        name = response.url.rpartition("/")[2] or "index"
        (folder / name).write_bytes(response.body)
        record = {"url": response.url, "status": response.status, "headers": response.headers.to_unicode_dict()}
        (folder / f"{name}.json").write_text(json.dumps(dict(record, headers=dict(record["headers"]))))
        for link in self.links.extract_links(response):
            yield scrapy.Request(link.url, self.parse)

from essaykit.fetch.settings import settings
from essaykit.fetch.plan import FetchPlan

same = settings(FetchPlan(urls=(url,), delay=0.0, allow_private=(f"bench.example:{port}",), resolve=(f"bench.example:{port}:127.0.0.1",)))
ours = {k: v for k, v in same.items() if "essaykit" in str(v) and k != "TWISTED_DNS_RESOLVER" and not k.startswith("ESSAYKIT") and k != "USER_AGENT"}
settings = {k: v for k, v in same.items() if k not in ours} | {
    "AUTOTHROTTLE_ENABLED": False,
    "JOBDIR": f"{out}.job",
    "HTTPCACHE_DIR": f"{out}.cache",
    "HTTPCACHE_POLICY": "scrapy.extensions.httpcache.RFC2616Policy",
}
if len(sys.argv) > 4:
    settings |= {"HTTPCACHE_ENABLED": False, "JOBDIR": None}
process = CrawlerProcess(settings)
process.crawl(Plain)
process.start()
"""


# ---- the site -------------------------------------------------------------------------------------


def page(number: int, pages: int) -> bytes:
    links = "".join(f"<li><a href='/{(number * 10 + k) % pages}.htm'>实习报告第{k}篇</a></li>" for k in range(1, 11))
    body = "".join(f"<p>　　{number}-{n} {TEXT}</p>" for n in range(12))
    return (
        f"<html><head><meta charset=utf-8><title>实习报告{number}_测试站</title></head><body><div class=nav>{links}</div>"
        f"<h1>实习报告{number}</h1><div class=content>{body}</div><ul class=related>{links}</ul><p>版权所有</p></body></html>"
    ).encode()


async def serve(pages: int, log: Path) -> None:
    asked = log.open("a", encoding="ascii", buffering=1)

    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                path = request.split(b" ", 2)[1].decode()
                asked.write(path + "\n")
                name = path.strip("/").partition(".")[0]
                if name.isdigit() and int(name) < pages:
                    body, status = page(int(name), pages), "200 OK"
                else:
                    body, status = b"", "404 Not Found"
                head = f'HTTP/1.1 {status}\r\nContent-Type: text/html\r\nETag: "{name}"\r\nContent-Length: {len(body)}\r\n\r\n'
                writer.write(head.encode() + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(client, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


class Site:
    def __init__(self, pages: int, folder: Path) -> None:
        self.pages = pages
        self.log = folder / "asked.txt"
        command = [sys.executable, __file__, "serve", str(pages), str(self.log)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE)
        self.port = int(self.process.stdout.readline())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}/0.htm"

    def line(self, out: Path) -> list[str]:
        origin = f"{HOST}:{self.port}"
        return [
            sys.executable, "-m", "essaykit", "fetch", self.url, "--out", str(out), "--delay", "0", "--depth", "100000",
            "--max-pages", "1000000", "--allow-private", origin, "--resolve", f"{origin}:127.0.0.1", "--quiet",
        ]  # fmt: skip

    def asked(self) -> list[str]:
        return [path for path in self.log.read_text(encoding="ascii").split() if path != "/robots.txt"]


# ---- measuring ------------------------------------------------------------------------------------


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def run(command: list[str]) -> tuple[float, float, float]:
    """CPU seconds, seconds, and peak megabytes of a process."""
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment(), stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, process.returncode
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - began, usage.ru_maxrss / 1024


def speed(pages: int, rounds: int) -> None:
    ratios: dict[str, list[float]] = {"same": [], "bare": []}
    for number in range(rounds):
        with tempfile.TemporaryDirectory() as name, Site(pages, Path(name)) as site:
            folder = Path(name)
            script = folder / "peer.py"
            script.write_text(PEER, encoding="utf-8")
            ours = run(site.line(folder / "raw"))
            assert len(site.asked()) == pages, len(site.asked())
            print(f"essaykit fetch                  {pages / ours[0]:6.0f} pages/CPU s  {pages / ours[1]:6.0f} pages/s  {ours[2]:4.0f} MB")
            for what, more in (("same", []), ("bare", ["bare"])):
                out = folder / what
                peer = run([sys.executable, str(script), site.url, str(out), str(site.port), *more])
                found = sum(1 for file in out.iterdir() if not file.name.endswith(".json"))
                assert found == pages, found
                ratios[what].append(peer[0] / ours[0])
                label = "Scrapy, job folder and cache" if what == "same" else "Scrapy, neither"
                print(
                    f"{label:30}  {pages / peer[0]:6.0f} pages/CPU s  {pages / peer[1]:6.0f} pages/s  {peer[2]:4.0f} MB  ours {ratios[what][-1]:.2f} ×"
                )
    for what, found in ratios.items():
        print(f"{what}: {sorted(found)[len(found) // 2]:.2f} × (median of {len(found)})")


def memory(sizes: list[int]) -> None:
    for pages in sizes:
        with tempfile.TemporaryDirectory() as name, Site(pages, Path(name)) as site:
            cpu, _, peak = run(site.line(Path(name) / "raw"))
            print(f"{pages:6} pages: {peak:.0f} MB, {pages / cpu:.0f} pages/CPU s", flush=True)


def kills(pages: int, times: int, seed: int) -> None:
    moment = random.Random(seed)
    with tempfile.TemporaryDirectory() as name, Site(pages, Path(name)) as site:
        out = Path(name) / "raw"
        points = sorted(moment.sample(range(10, pages - 50), times))
        for point in points:
            process = subprocess.Popen(site.line(out), env=environment())
            while len(site.asked()) < point and process.poll() is None:
                time.sleep(0.002)
            assert process.poll() is None, "it was quicker"
            process.send_signal(signal.SIGKILL)
            process.wait()
            print(f"killed after {len(site.asked())} requests", flush=True)
        run(site.line(out))
        asked = Counter(site.asked())
        twice = sum(asked.values()) - len(asked)
        records = [json.loads(file.read_bytes()) for file in out.rglob("*.fetch.json")]
        whole = sum(len((out / f"{HOST}_{site.port}" / record["file"]).read_bytes()) == record["size"] for record in records)
        print(f"{len(asked)} of {pages} pages asked for, {whole} whole; {twice} asked for twice (at most {8 * times} were in flight)")
        assert len(asked) == whole == pages
        assert twice <= 8 * times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["speed", "memory", "kills", "serve"])
    parser.add_argument("numbers", nargs="*")
    arguments = parser.parse_args()
    given = arguments.numbers
    if arguments.what == "serve":
        asyncio.run(serve(int(given[0]), Path(given[1])))
    elif arguments.what == "speed":
        speed(int(given[0]) if given else 1000, int(given[1]) if len(given) > 1 else 3)
    elif arguments.what == "memory":
        memory([int(n) for n in given] or [1000, 20000])
    else:
        kills(int(given[0]) if given else 2000, int(given[1]) if len(given) > 1 else 10, seed=7)


if __name__ == "__main__":
    main()
