"""A command line for every command, that works in a folder with ``corpus``, ``raw.txt`` (`corpora.sample`) and ``my-school.toml``."""

from tests.cli.corpora import diary

NOTICE = next(o.id for o in diary().operations if o.rule == "site.download-notice")

LINES = {
    "fetch": ["fetch", "http://www.example.org/a.htm", "--dry-run"],
    "build": ["build", "raw.txt", "--out", "new"],
    "text": ["text", "raw.txt", "--out", "texts"],
    "check": ["check", "--corpus", "corpus"],
    "list": ["list", "--corpus", "corpus"],
    "show": ["show", "diary.txt", "--corpus", "corpus"],
    "stats": ["stats", "--corpus", "corpus"],
    "sites": ["sites", "--corpus", "corpus"],
    "label": ["label", "diary.txt", "--corpus", "corpus"],
    "why": ["why", "diary.txt:2", "--corpus", "corpus"],
    "diff": ["diff", "diary.txt", "--corpus", "corpus"],
    "undo": ["undo", NOTICE, "--document", "diary.txt", "--corpus", "corpus"],
    "decide": ["decide", "diary.txt:7", "--split", "--corpus", "corpus"],
    "rules list": ["rules", "list", "--corpus", "corpus"],
    "rules show": ["rules", "show", "layout.page-dashes", "--corpus", "corpus"],
    "rules stats": ["rules", "stats", "--corpus", "corpus"],
    "rules test": ["rules", "test"],
    "keywords": ["keywords", "--corpus", "corpus"],
    "keyness": ["keyness", "--by", "path", "--corpus", "corpus"],
    "phrases": ["phrases", "--corpus", "corpus"],
    "ngrams": ["ngrams", "--corpus", "corpus"],
    "terms": ["terms", "--corpus", "corpus"],
    "topics": ["topics", "--corpus", "corpus"],
    "kwic": ["kwic", "网点", "--corpus", "corpus"],
    "search": ["search", "网点", "--corpus", "corpus"],
    "collocations": ["collocations", "网点", "--corpus", "corpus"],
    "cooccur": ["cooccur", "--corpus", "corpus"],
    "copies": ["copies", "--corpus", "corpus"],
    "overlap": ["overlap", "raw.txt", "--against", "corpus"],
    "template list": ["template", "list"],
    "template show": ["template", "show", "report"],
    "template new": ["template", "new", "my-school"],
    "template check": ["template", "check", "my-school.toml"],
    "note add": ["note", "add", "站了一天"],
    "facts new": ["facts", "new", "report"],
    "draft build": ["draft", "build", "report", "--corpus", "corpus"],
    "schema": ["schema", "list"],
    "completion": ["completion", "bash"],
}
"""By the name of the command; a test fails when one is missing."""
