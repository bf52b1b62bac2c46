"""A folder with data/, labels/ and evaluate/ in miniature: sentences of our own, and a stand-in for the measure."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path

#: text, stage, touchpoint, sentiment −2 … 2, emotions
Labelled = tuple[str, str, str, int, str]

KINDS: tuple[Labelled, ...] = (
    ("I love the card, great!", "use", "product", 2, "joy"),
    ("The refund was late, I hate that.", "support", "returns", -2, "anger"),
    ("The card was in the post.", "onboarding", "delivery", 0, "neutral"),
)

#: sentiment → a tweet whose words leave no doubt
PLAIN = {
    "positive": "I love it &amp; it is great in row {}",
    "negative": "I hate it, a horrible awful seat in row {}",
    "neutral": "It is the seat in row {}",
}

#: the labels of GoEmotions in that data set's order
# fmt: off
GOEMOTIONS = (
    "admiration", "amusement", "anger", "annoyance", "approval", "caring", "confusion", "curiosity",
    "desire", "disappointment", "disapproval", "disgust", "embarrassment", "excitement", "fear",
    "gratitude", "grief", "joy", "love", "nervousness", "optimism", "pride", "realization",
    "relief", "remorse", "sadness", "surprise", "neutral",
)
# fmt: on

#: What evaluate/score_predictions.py is called with and answers, with the one figure that is easy to count by hand.
_STAND_IN = """
import csv, json, sys
labels, predictions = sys.argv[1:3]
said = {}
for line in open(predictions, encoding="utf-8"):
    p = json.loads(line)
    said[p["item_id"], p["statement"]] = p
rows = list(csv.DictReader(open(labels, newline="", encoding="utf-8")))
right = 0
for row in rows:
    stage = said[row["item_id"], int(row["statement"])].get("stage") or {"": 1}
    right += max(stage, key=stage.get) == row["stage"]
figures = {"stage accuracy": right / len(rows), "sentiment macro-F1": 0.5}
if "--shares" in sys.argv:
    shares = json.load(open(sys.argv[sys.argv.index("--shares") + 1], encoding="utf-8"))
    figures["map: corrected stage shares off by"] = abs(1 - sum(shares.values()))
draws = sys.argv[sys.argv.index("--bootstrap") + 1]
interval = {name: [0.0, 1.0] for name in figures} if int(draws) else {}
print(json.dumps({"statements": len(rows), "missing": 0, "figures": figures, "interval": interval}))
"""


def build_measured_folder(folder: Path, program: Path | None = None) -> Path:
    """Write everything that an evaluation reads. `program`: the real measure, in the place of the stand-in."""
    for kind in ("train", "dev"):
        # enough reviews for figures of their own, and too few tickets
        messages = [(f"{kind}:r{n}", "review", KINDS) for n in range(40)]
        messages += [(f"{kind}:t{n}", "ticket", KINDS[:2]) for n in range(10)]
        _write_items(folder / "data" / f"items_{kind}.jsonl", messages)
        _write_labels(folder / "labels" / f"{kind}.csv", messages)
    (folder / "data" / "items_open.jsonl").touch()
    _write_public(folder / "data" / "public")
    measure = program.read_text(encoding="utf-8") if program else _STAND_IN
    _write(folder / "evaluate" / "score_predictions.py", measure)
    return folder


def build_own_folder(folder: Path) -> Path:
    """What the project wrote itself: no open messages with labels, and one authored message."""
    _write(folder / "open.csv", "item_id,statement,stage,touchpoint,sentiment,emotions\n")
    statements = [
        {"text": text, "stage": stage, "touchpoint": touchpoint, "sentiment": sentiment, "emotions": []}
        for text, stage, touchpoint, sentiment, _ in KINDS
    ]
    _write(
        folder / "authored" / "own.jsonl",
        json.dumps({"id": "own:1", "source": "review", "statements": statements}) + "\n",
    )
    return folder


def _write_items(path: Path, messages: Sequence[tuple[str, str, Sequence[Labelled]]]) -> None:
    lines = []
    for name, source, statements in messages:
        spans, start = [], 0
        for n, (text, *_) in enumerate(statements):
            spans.append({"n": n, "start": start, "end": start + len(text)})
            start += len(text) + 1
        text = " ".join(text for text, *_ in statements)
        item = {"id": name, "dataset": "own", "source": source, "text": text, "statements": spans}
        lines.append(json.dumps(item))
    _write(path, "\n".join(lines) + "\n")


def _write_labels(path: Path, messages: Sequence[tuple[str, str, Sequence[Labelled]]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["item_id", "statement", "stage", "touchpoint", "sentiment", "emotions"])
        rows.writerows(
            [name, n, *labels]
            for name, _, statements in messages
            for n, (_, *labels) in enumerate(statements)
        )


def _write_public(public: Path) -> None:
    tweets = [(PLAIN[sign].format(n), sign) for n, sign in enumerate(islice(cycle(PLAIN), 12))]
    semeval = public / "semeval2017_4a" / "test" / "SemEval2017-task4-test.subtask-A.english.txt"
    _write(semeval, "".join(f"{n}\t{sign}\t{text}\n" for n, (text, sign) in enumerate(tweets)))
    airline = "".join(f'{n},{sign},"{text}"\n' for n, (text, sign) in enumerate(tweets))
    _write(public / "airline_tweets" / "Tweets.csv", "tweet_id,airline_sentiment,text\n" + airline)
    numbers = list(islice(cycle(range(len(GOEMOTIONS))), 84))
    _write(public / "goemotions" / "labels.txt", "\n".join(GOEMOTIONS) + "\n")
    for part in ("train", "dev", "test"):
        lines = (f"the {'card ' * n}was late\t{n}\tid{n}\n" for n in numbers)
        _write(public / "goemotions" / f"{part}.tsv", "".join(lines))
    for part in ("train", "val", "test"):
        folder = public / "tweeteval_emotion"
        _write(folder / f"{part}_text.txt", "".join(f"{'great ' * (n % 4)}refund {n}\n" for n in range(24)))
        _write(folder / f"{part}_labels.txt", "".join(f"{n % 4}\n" for n in range(24)))
    for name in ("amazon_cells", "imdb", "yelp"):
        _write(public / "uci_sentences" / f"{name}_labelled.txt", "The card was late.\t0\n")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
