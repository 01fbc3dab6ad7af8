"""The driver of Python: FOLDER…, or --bench FOLDER, or --one FILE REQUEST."""

import json
import sys
from pathlib import Path
from time import perf_counter_ns

from policy import Policy

REFUSED = '{"effect":"deny","reason":"invalid_request"'
FILES = {"vectors": "vectors.jsonl", "lists": "lists.jsonl", "encoded": "encoded.tsv"}


def read(kind, text):
    if kind == "encoded":
        return b"" if text == "-" else bytes.fromhex(text)
    value = json.loads(text)
    return [] if kind == "lists" and not isinstance(value, list) else value


def lines_of(folder, kind):
    with open(Path(folder, FILES[kind]), encoding="utf-8", newline="\n") as file:
        return [line.rstrip("\n").split("\t") for line in file]


def check(policy, folder, kind, result):
    lines = lines_of(folder, kind)
    requests = [read(kind, line[0]) for line in lines]
    decide = policy.decide_all if kind == "lists" else policy.decide
    before = perf_counter_ns()
    answers = [decide(request, True) for request in requests]
    result["ns"] += perf_counter_ns() - before
    for number, ((request, expected), (code, got)) in enumerate(zip(lines, answers, strict=True), 1):
        result["vectors"] += 1
        if got == expected or expected == "deny" and (code < 0 or got.startswith(REFUSED)):
            continue
        result["disagreed"] += 1
        if len(result["disagreements"]) < 5:
            what = {"set": Path(folder).name, "kind": kind, "line": number, "request": request[:2000]}
            result["disagreements"].append(what | {"expected": expected[:2000], "got": f"{code} {got}"[:2000]})


def load(path):
    return Policy(Path(path).read_bytes())


def run(folders):
    result = {"vectors": 0, "disagreed": 0, "disagreements": [], "ns": 0}
    for folder in folders:
        policy = load(Path(folder, "policy.wasm"))
        for kind in FILES:
            check(policy, folder, kind, result)
    return result


def time_of(values, decide):
    best = None
    for _ in range(10):
        before = perf_counter_ns()
        for value in values:
            decide(value)
        spent = (perf_counter_ns() - before) / len(values)
        best = spent if best is None else min(best, spent)
    return best


def bench(folder):
    policy = load(Path(folder, "policy.wasm"))
    requests = [json.loads(line[0]) for line in lines_of(folder, "vectors")]
    encoded = [read("encoded", line[0]) for line in lines_of(folder, "encoded")]
    return {
        "encoded": time_of(encoded, policy.decide),
        "decide": time_of(requests, policy.decide),
        "explain": time_of(requests, lambda request: policy.decide(request, True)),
    }


def one(path, request):
    try:
        policy = load(path)
    except Exception:
        return {"loaded": False}
    code, text = policy.decide(json.loads(request), True)
    return {"loaded": True, "code": code, "json": text}


if sys.argv[1] == "--bench":
    print(json.dumps(bench(sys.argv[2])))
elif sys.argv[1] == "--one":
    print(json.dumps(one(sys.argv[2], sys.argv[3])))
else:
    print(json.dumps(run(sys.argv[1:])))
