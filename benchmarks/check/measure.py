"""Runs two programs in turn over the same files; see run.sh. Takes RUNS COUNT PRATIQUE FOLDER PEER MEMORY_COUNT."""

import os
import shutil
import statistics
import subprocess
import sys
import time

RUNS, COUNT = int(sys.argv[1]), int(sys.argv[2])
PRATIQUE, FOLDER, PEER = sys.argv[3:6]
MEMORY_COUNT = int(sys.argv[6])

# What is measured: its name, the file, how many manifests, the goal.
CASES = [
    ("one JSON list", "list.json", COUNT, 20_000),
    ("one YAML stream", "stream.yaml", COUNT, 8_000),
    ("YAML files", "files", COUNT, 8_000),
]
ONE_FILE_GOAL = 0.150
RATIO_GOAL = 5
MEMORY_GROWTH_GOAL = 1.3


def run(command):
    """Wall seconds, processor seconds and the most memory in MiB of one run; its output goes to a file, as in CI."""
    with open(os.path.join(FOLDER, "out"), "wb") as out:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    process.returncode = code
    if code not in (0, 1, 2):
        sys.exit(f"{command} ended with {code}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def ours(path, output="jsonl"):
    return [PRATIQUE, "check", "--output", output, os.path.join(FOLDER, path)]


def theirs(path):
    return [PEER, "lint", "--format", "json", os.path.join(FOLDER, path)]


missed = []


def goal(met, text):
    if not met:
        missed.append(text)
    return "met" if met else "MISSED"


def show(label, results, manifests):
    wall = statistics.median(r[0] for r in results)
    best = min(r[0] for r in results)
    print(
        f"  {label:12} median {wall * 1000:7.0f} ms   best {best * 1000:7.0f} ms   {manifests / wall:9,.0f}/s"
        f"   processor {statistics.median(r[1] for r in results):6.2f} s   memory {max(r[2] for r in results):5.0f} MiB",
        flush=True,
    )
    return wall


print(f"{RUNS} runs each, {os.cpu_count()} processors, load before {os.getloadavg()[0]:.1f}")
for command in [ours("one.yaml")] + ([theirs("one.yaml")] if PEER else []):
    run(command)

print("\none file of 5 KB")
results = [run(ours("one.yaml")) for _ in range(max(RUNS, 15))]
wall = show("pratique", results, 1)
print(f"  goal: under {ONE_FILE_GOAL * 1000:.0f} ms: {goal(wall < ONE_FILE_GOAL, 'one file')}")
if PEER:
    show("kube-linter", [run(theirs("one.yaml")) for _ in range(max(RUNS, 15))], 1)

for name, path, manifests, wanted in CASES:
    print(f"\n{manifests:,} manifests, {name}")
    mine, peers, table = [], [], []
    for _ in range(RUNS):
        mine.append(run(ours(path)))
        if PEER:
            peers.append(run(theirs(path)))
        table.append(run(ours(path, "table")))
    wall = show("pratique", mine, manifests)
    show("  as a table", table, manifests)
    print(f"  goal: {wanted:,}/s: {goal(manifests / wall >= wanted, name)}")
    if PEER:
        ratio = show("kube-linter", peers, manifests) / wall
        print(f"  {ratio:.1f} times as fast; goal: {RATIO_GOAL}: {goal(ratio >= RATIO_GOAL, name + ' beside kube-linter')}")

if MEMORY_COUNT:
    print(f"\nmemory, 1,000 files and {MEMORY_COUNT:,}")
    files = sorted(os.path.join(base, f) for base, _, names in os.walk(os.path.join(FOLDER, "files")) for f in names)
    for size, folder in ((1000, "small"), (MEMORY_COUNT, "large")):
        for i in range(size):
            target = os.path.join(FOLDER, folder, f"{i // 1000:03}")
            if i % 1000 == 0:
                os.makedirs(target)
            shutil.copyfile(files[i % len(files)], os.path.join(target, f"{i:06}.yaml"))
    small = show("1,000", few := [run(ours("small")) for _ in range(RUNS)], 1000)
    large = show(f"{MEMORY_COUNT:,}", many := [run(ours("large"))], MEMORY_COUNT)
    growth = max(r[2] for r in many) / max(r[2] for r in few)
    print(f"  {growth:.2f} times as much; goal: under {MEMORY_GROWTH_GOAL}: {goal(growth < MEMORY_GROWTH_GOAL, 'memory')}")

if missed:
    sys.exit("\nMissed: " + ", ".join(missed))
