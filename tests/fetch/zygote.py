"""Runs command lines, each in a fork of a process that has imported everything: a crawl needs a process of its own, not two seconds.

Reads a JSON object a line (``args``, ``out``, ``err``, ``env``) and answers each with the exit code.
"""

import json
import os
import sys


def run(order):
    for descriptor, file in ((1, order["out"]), (2, order["err"])):
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(handle, descriptor)
    os.environ.pop("ESSAYKIT_CONTACT", None)
    from essaykit.cli.main import main

    code = main(order["args"])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def serve():
    import aiohttp.web  # noqa: F401 - what Scrapy imports when it starts
    import scrapy.core.downloader.handlers.http11
    import scrapy.extensions.memdebug  # noqa: F401

    import essaykit.cli.main
    import essaykit.fetch.spider  # noqa: F401

    for line in sys.stdin:
        child = os.fork()
        if not child:
            run(json.loads(line))
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
