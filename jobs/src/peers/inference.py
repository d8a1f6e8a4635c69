# SPDX-License-Identifier: Apache-2.0
"""Inference by MobileSpark's graphs beside TensorFlow running Keras's own SavedModels, on one core.

The loops take turns, so that what disturbs one disturbs the other; a ratio is the median of the
pairs' ratios. MobileSpark has to be built: mvn package -DskipTests.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

import models

HERE = pathlib.Path(__file__).parent
JOBS = HERE.parents[1]
# Keras's class, the published file's name, and how many times as fast batches of 8 should be:
# fp32 as Keras, bf16 as fp32.
NETWORKS = {
    "mobilenet_v1": ("MobileNet", "mobilenet_1_0_224", 1.08, 1.7),
    "mobilenet_v2": ("MobileNetV2", "mobilenet_v2_", 1.2, 1.7),
    "mobilenet_v3_large": ("MobileNetV3Large", "v3_large_224", 1.15, 1.3),
    "mobilenet_v3_small": ("MobileNetV3Small", "v3_small_224", 1.15, 1.3),
}


class Loop:
    """A process that infers when told."""

    def __init__(self, command: list[str]):
        core = min(os.sched_getaffinity(0))
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            preexec_fn=lambda: os.sched_setaffinity(0, {core}),
        )
        self._answer("ready")

    def rate(self, batch: int, seconds: float, by_processor: bool) -> float:
        self.process.stdin.write(f"{batch} {seconds}\n")
        self.process.stdin.flush()
        wall, processor = self._answer("").split()
        return float(processor if by_processor else wall)

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()

    def _answer(self, wanted: str) -> str:
        for line in self.process.stdout:
            if not wanted or line.strip() == wanted:
                return line
        raise SystemExit(f"{self.process.args} ended with {self.process.wait()}")


def ours(name: str, weights: pathlib.Path, precision: str) -> list[str]:
    """The command of MobileSpark's loop."""
    jars = f"{JOBS}/target/mobilespark-all.jar:{(JOBS / 'target/provided.classpath').read_text()}"
    source = str(HERE / "InferenceLoop.java")
    return ["java", "-cp", jars, source, name, str(weights), precision]


def weights_of(name: str, options) -> pathlib.Path:
    """The published file where there is one, else random weights."""
    keras_name, part, *_ = NETWORKS[name]
    found = [
        file for file in sorted(options.weights.glob("*.h5"))
        if part in file.name and "no_top" not in file.name
    ]
    return found[0] if found else models.random_weights(keras_name, options.target / "models")


def measure(name: str, options) -> list[dict]:
    """All batches of one network."""
    weights = weights_of(name, options)
    saved = models.saved_model(NETWORKS[name][0], weights, options.target / "models" / name)
    loops = {"keras": Loop([sys.executable, str(HERE / "keras_loop.py"), str(saved)])}
    for precision in options.precisions:
        loops[precision] = Loop(ours(name, weights, precision))
    rows = []
    for batch in options.batches:
        rates = {loop: [] for loop in loops}
        for number in range(options.rounds + 1):
            for loop in sorted(loops, reverse=number % 2 == 0):
                rate = loops[loop].rate(batch, options.seconds, options.by_processor)
                if number > 0:
                    rates[loop].append(rate)
        row = {"model": name, "batch": batch, "weights": weights.name, "rates": rates}
        rows.append(row)
        print(line(row), flush=True)
    for loop in loops.values():
        loop.close()
    return rows


def ratio(row: dict, one: str, other: str) -> float | None:
    """How many times as fast one loop is as the other: the median over pairs."""
    rates = row["rates"]
    if one not in rates or other not in rates:
        return None
    return statistics.median(a / b for a, b in zip(rates[one], rates[other]))


def line(row: dict) -> str:
    """A row of the Markdown table."""
    *_, faster, lower = NETWORKS[row["model"]]
    cells = [row["model"], str(row["batch"])]
    cells += [f"{statistics.median(row['rates'].get(loop) or [0]):.1f}"
              for loop in ("keras", "fp32", "bf16")]
    wanted = (faster, lower) if row["batch"] == 8 else (1.0, None)
    for (one, other), least in zip((("fp32", "keras"), ("bf16", "fp32")), wanted):
        found = ratio(row, one, other)
        cells += [f"{found:.2f}" if found else "", str(least or "")]
    return "| " + " | ".join(cells) + " |"


HEAD = (
    "| model | batch | Keras in TensorFlow | fp32 | bf16 | fp32 / Keras | wanted | bf16 / fp32 "
    "| wanted |\n|---|---|---|---|---|---|---|---|---|\n"
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--target", type=pathlib.Path, required=True)
    arguments.add_argument(
        "--weights", type=pathlib.Path, required=True, help="folder of published .h5 files"
    )
    arguments.add_argument("--models", nargs="*", default=list(NETWORKS), choices=NETWORKS)
    arguments.add_argument("--batches", nargs="*", type=int, default=[1, 8, 32])
    arguments.add_argument("--precisions", nargs="*", default=["fp32", "bf16"])
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--seconds", type=float, default=1.0, help="of a loop's turn")
    arguments.add_argument(
        "--by-processor", action="store_true", help="count its time, on a machine that is not idle"
    )
    options = arguments.parse_args()
    rows = [row for name in options.models for row in measure(name, options)]
    (options.target / "inference.json").write_text(json.dumps(rows, indent=2) + "\n")
    text = HEAD + "\n".join(line(row) for row in rows) + "\n"
    (options.target / "inference.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
