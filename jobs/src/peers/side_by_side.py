# SPDX-License-Identifier: Apache-2.0
"""Labels the same pictures with MobileSpark and with its peers, in turns, and compares.

Rounds are added to those in side-by-side.jsonl, so that many short calls make one table; --fresh
begins anew. MobileSpark has to be built: mvn package -DskipTests.
"""

import argparse
import json
import pathlib
import shutil
import statistics
import sys

import models
import predictions
import process
from links import linked

HERE = pathlib.Path(__file__).parent
LIMIT_SECONDS = 900
OURS, OURS_LOW = "MobileSpark fp32", "MobileSpark bf16"
# Batches are the best of those tried on two cores of a server.
PEERS = {
    "PySpark mapInPandas + Keras": ["pyspark_map.py", "--engine", "keras", "--batch", "16"],
    "PySpark mapInPandas + ONNX Runtime": [
        "pyspark_map.py", "--engine", "onnxruntime", "--batch", "8",
    ],
    "tf.data + Keras": ["tf_data.py", "--batch", "8"],
    "threads, OpenCV + ONNX Runtime": ["threads.py", "--engine", "onnxruntime", "--batch", "4"],
    "threads, OpenCV + OpenVINO bf16": [
        "threads.py", "--engine", "openvino-bf16", "--batch", "4",
    ],
}
# Whose speed is compared with whose, and how many times as fast it should be.
WANTED = {
    "PySpark mapInPandas + Keras": (OURS, 2.8),
    "PySpark mapInPandas + ONNX Runtime": (OURS, 1.7),
    "tf.data + Keras": (OURS, 2.2),
    "threads, OpenCV + ONNX Runtime": (OURS, 1.2),
    "threads, OpenCV + OpenVINO bf16": (OURS_LOW, 1.2),
    OURS: (OURS_LOW, 1.4),
}


def mobilespark(options, pictures, output, precision) -> list[str]:
    """The command that labels with MobileSpark."""
    return [
        str(HERE.parents[1] / "mobilespark"), "label", "--master", f"local[{options.cores}]",
        "--input", str(pictures), "--model", "mobilenet_v2", "--weights", str(options.weights),
        "--preset", "squash", "--precision", precision, "--output", str(output), "--overwrite",
    ]


def programs(options, pictures: pathlib.Path, outputs: pathlib.Path) -> dict[str, list[str]]:
    """All commands by name."""
    commands = {
        OURS: mobilespark(options, pictures, outputs / OURS, "fp32"),
        OURS_LOW: mobilespark(options, pictures, outputs / OURS_LOW, "bf16"),
    }
    for name, (script, *rest) in PEERS.items():
        commands[name] = [
            sys.executable, str(HERE / script), "--pictures", str(pictures),
            "--models", str(options.target / "models"), "--output", str(outputs / name), *rest,
        ]
    return {
        name: command
        for name, command in commands.items()
        if not options.only or any(part in name for part in options.only)
    }


def keep_classes(options) -> None:
    """The first demo of a build leaves an archive of its classes, which later runs start from."""
    took = process.run([str(HERE.parents[1] / "mobilespark"), "demo"], options.cores, LIMIT_SECONDS)
    if took.code != 0:
        raise SystemExit(f"MobileSpark ended with {took.code}:\n{took.stderr[-2000:]}")


def job_seconds(name: str, output: pathlib.Path, took: process.Took) -> float:
    """What the job itself took, start-up aside, as the program tells."""
    if name in (OURS, OURS_LOW):
        return json.loads((output / "_mobilespark" / "run.json").read_text())["seconds"]
    lines = [line for line in took.stdout.splitlines() if line.startswith("JOB ")]
    return json.loads(lines[-1].removeprefix("JOB "))["seconds"]


def measured(name: str, command: list[str], output: pathlib.Path, cores: int, pictures: int):
    """One run of one program, checked: a row for every picture."""
    shutil.rmtree(output, ignore_errors=True)
    took = process.run(command, cores, LIMIT_SECONDS)
    if took.code != 0:
        raise SystemExit(f"{name} ended with {took.code}:\n{took.stderr[-2000:]}")
    classes = predictions.top1(output)
    if len(classes) != pictures:
        raise SystemExit(f"{name} has {len(classes)} rows for {pictures} pictures")
    row = {
        "program": name,
        "pictures": pictures,
        "cores": cores,
        "job_seconds": job_seconds(name, output, took),
        "process_seconds": took.seconds,
        "cpu_seconds": took.cpu_seconds,
        "peak_rss_megabytes": took.peak_rss_megabytes,
        "peak_pss_megabytes": took.peak_pss_megabytes,
    }
    return row, classes


def summary(rows: list[dict]) -> list[dict]:
    """Medians per program."""
    result = []
    for name in [OURS, OURS_LOW, *PEERS]:
        own = [row for row in rows if row["program"] == name]
        if not own:
            continue
        rates = [row["pictures"] / row["job_seconds"] for row in own]
        result.append(
            {
                "program": name,
                "runs": len(own),
                "job_rate": statistics.median(rates),
                "job_rates": [min(rates), max(rates)],
                "process_rate": statistics.median(
                    row["pictures"] / row["process_seconds"] for row in own
                ),
                "cpu_seconds_per_1000": statistics.median(
                    1000 * row["cpu_seconds"] / row["pictures"] for row in own
                ),
                "peak_rss_megabytes": max(row["peak_rss_megabytes"] for row in own),
                "peak_pss_megabytes": max(row["peak_pss_megabytes"] for row in own),
                "equal_top1": statistics.median(row["equal_top1"] for row in own),
            }
        )
    return result


def ratios(rows: list[dict], job: str) -> dict[str, float]:
    """How many times as fast MobileSpark is, the median over rounds of one round's ratio."""
    result = {}
    rounds = sorted({row["round"] for row in rows})
    for name, (ours, _) in WANTED.items():
        pairs = []
        for number in rounds:
            times = {row["program"]: row[job] for row in rows if row["round"] == number}
            if name in times and ours in times:
                pairs.append(times[name] / times[ours])
        if pairs:
            result[name] = statistics.median(pairs)
    return result


def table(rows: list[dict]) -> str:
    """The Markdown table."""
    jobs, wholes = ratios(rows, "job_seconds"), ratios(rows, "process_seconds")
    lines = [
        f"{rows[0]['pictures']:,} pictures, {rows[0]['cores']} cores, MobileNet V2 1.0/224, squash",
        "",
        "| program | runs | job, pictures/s (range) | whole process | CPU s per 1,000 "
        "| peak RSS (PSS), MB | equal top-1 | MobileSpark is, job | wanted | whole |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for one in summary(rows):
        name = one["program"]
        low, high = one["job_rates"]
        against = ""
        if name in jobs:
            ours, wanted = WANTED[name]
            against = f"{jobs[name]:.2f} ({ours.split()[1]}) | {wanted} | {wholes[name]:.2f}"
        lines.append(
            f"| {name} | {one['runs']} | {one['job_rate']:.1f} ({low:.1f}–{high:.1f}) "
            f"| {one['process_rate']:.1f} | {one['cpu_seconds_per_1000']:.1f} "
            f"| {one['peak_rss_megabytes']:.0f} ({one['peak_pss_megabytes']:.0f}) "
            f"| {100 * one['equal_top1']:.1f} % | {against or ' | | '} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--target", type=pathlib.Path, required=True)
    arguments.add_argument("--pictures", type=pathlib.Path, required=True)
    arguments.add_argument("--count", type=int, default=4_000, help="names for them")
    arguments.add_argument("--weights", type=pathlib.Path, required=True, help="V2 1.0/224, .h5")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--cores", type=int, default=2)
    arguments.add_argument("--only", nargs="*", help="parts of the names of programs")
    arguments.add_argument("--fresh", action="store_true", help="forget earlier rounds")
    options = arguments.parse_args()
    process.end_with_signals()

    count = options.count
    pictures = options.target / f"pictures-{count}"
    linked(options.pictures, count, pictures)
    models.v2(options.weights.resolve(), options.target / "models")
    log = options.target / "side-by-side.jsonl"
    if options.fresh:
        log.unlink(missing_ok=True)
    rows = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
    first = 1 + max((row["round"] for row in rows), default=0)
    outputs = options.target / "outputs"
    keep_classes(options)
    for number in range(first, first + options.rounds):
        reference: dict[str, int] = {}
        for name, command in programs(options, pictures, outputs).items():
            row, classes = measured(name, command, outputs / name, options.cores, count)
            reference = reference or classes
            equal = sum(classes[key] == index for key, index in reference.items())
            row |= {"round": number, "equal_top1": equal / count}
            rows.append(row)
            with log.open("a") as file:
                file.write(json.dumps(row) + "\n")
            print(f"{number} {name}: {count / row['job_seconds']:.1f} pictures/s", flush=True)
    (options.target / "side-by-side.json").write_text(json.dumps(summary(rows), indent=2) + "\n")
    (options.target / "side-by-side.md").write_text(table(rows))
    print(table(rows))


if __name__ == "__main__":
    main()
