"""What a careful user would write for the whole job without this package; what bench/whole.py measures against.

    python bench/peer.py COMPILATIONS.jsonl OUT.json

A list of expressions for boilerplate, a split at numbered headings, keywords by
`jieba.analyse`, TF-IDF over jieba's words, k-means, near-duplicates by all pairs.
Needs jieba and scikit-learn.
"""

import json
import re
import sys
from pathlib import Path

BOILERPLATE = [
    re.compile(pattern)
    for pattern in (
        "下载文档", "侵犯您的权益", "会员分享", "当前位置", "上一篇", "下一篇", "相关推荐", "感谢您访问", "小编", "仅供参考", "篇一到篇",
    )
]  # fmt: skip
HEADING = re.compile(r"^[^\n]{2,20}(?:心得|报告|总结)\d+$", re.MULTILINE)


def main(source: str, target: str) -> None:
    import jieba
    import jieba.analyse
    import numpy as np
    from sklearn.cluster import KMeans
    from sklearn.feature_extraction.text import TfidfVectorizer

    jieba.setLogLevel(60)
    essays = []
    with Path(source).open(encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"].replace("\u3000", "").replace("\u200b", "")
            kept = "\n".join(part for part in text.split("\n") if not any(rule.search(part) for rule in BOILERPLATE))
            places = [match.span() for match in HEADING.finditer(kept)]
            for (start, end), following in zip(places, [start for start, _ in places[1:]] + [len(kept)], strict=True):
                essays.append({"title": kept[start:end], "text": kept[end:following].strip()})
    texts = [essay["text"] for essay in essays]
    for essay in essays:
        essay["keywords"] = jieba.analyse.extract_tags(essay["text"], topK=10)
    matrix = TfidfVectorizer(tokenizer=jieba.lcut, token_pattern=None, min_df=2, max_features=20_000).fit_transform(texts)
    for essay, topic in zip(essays, KMeans(20, n_init=10, random_state=0).fit_predict(matrix), strict=True):
        essay["topic"] = int(topic)
    found = sum(text.count("银行") for text in texts)
    pairs = int((np.triu((matrix @ matrix.T).toarray(), 1) > 0.8).sum())
    with Path(target).open("w", encoding="utf-8") as file:
        json.dump({"essays": essays, "found": found, "pairs": pairs}, file, ensure_ascii=False)
    print(len(essays), "essays")


if __name__ == "__main__":
    main(*sys.argv[1:3])
