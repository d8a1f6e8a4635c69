# SPDX-License-Identifier: Apache-2.0
"""How label's cost per picture depends on the number of pictures, of cores, and of executors.

sizes: 1,000, 10,000 and 100,000 pictures in one JVM that has labelled before, in turns.
cores: one processor and two, a JVM each that has labelled before, in turns; beside it, what the
  bare inference of one process and of two says of the machine in the same minute.
cluster: local[2] and a standalone cluster of two workers of one core, each run in new JVMs; over
  some pictures and over a quarter of them, so that start-up can be told from the rate.
MobileSpark has to be built: mvn package -DskipTests.
"""

import argparse
import contextlib
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import time

import process
from links import linked

HERE = pathlib.Path(__file__).parent
JOBS = HERE.parents[1]
JAR = JOBS / "target" / "mobilespark-all.jar"
SIZES = {1_000: 3, 10_000: 2, 100_000: 1}  # pictures, runs


def java(program: str, processors: set[int], *arguments: str) -> subprocess.Popen:
    """A Java program of this folder with the launcher's flags, on some processors."""
    launcher = (JOBS / "mobilespark").read_text()
    flags = re.findall(
        r"--add-opens=\S+|-D(?:jdk|io)\.\S+"
        r"|-XX:(?:\+Use\w+|(?:GCTimeRatio|MetaspaceSize|Tier4\w+)=\w+)",
        launcher,
    )
    jars = f"{JAR}:{(JOBS / 'target' / 'provided.classpath').read_text()}"
    flags.append(f"-Dlog4j2.configurationFile=file://{JOBS.parent}/conf/log4j2.properties")
    return subprocess.Popen(
        ["java", *flags, "-cp", jars, str(HERE / program), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ
        | {"SPARK_LOCAL_IP": "127.0.0.1", "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"},
        preexec_fn=lambda: os.sched_setaffinity(0, processors),
    )


class Bare:
    """Inference without Spark and decoding, a process and a processor each."""

    def __init__(self, options, processors: int):
        self.loops = []
        for processor in sorted(allowed(processors)):
            loop = java("InferenceLoop.java", {processor},
                        options.model, str(options.weights), options.precision)
            loop.stdout.readline()
            self.loops.append(loop)

    def rate(self, processors: int) -> float:
        """Pictures per second of so many processors at once."""
        for loop in self.loops[:processors]:
            loop.stdin.write("8 4\n")
            loop.stdin.flush()
        return sum(float(loop.stdout.readline().split()[0]) for loop in self.loops[:processors])

    def close(self) -> None:
        for loop in self.loops:
            loop.stdin.close()
            loop.wait()


class Labeller:
    """A JVM that labels when told, on some processors."""

    def __init__(self, options, processors: int):
        self.options = options
        self.processors = processors
        self.process = java("LabelRuns.java", allowed(processors))

    def rate(self, pictures: int) -> float:
        """Pictures per second of a run over so many pictures."""
        arguments = label(self.options, pictures)
        arguments += ["--master", f"local[{self.processors}]"]
        self.process.stdin.write("\t".join(arguments) + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("EXIT "):
                if line.strip() != "EXIT 0":
                    raise SystemExit(f"label over {pictures} pictures: {line}")
                return told(self.options, pictures)
        raise SystemExit(f"the JVM ended with {self.process.wait()}")

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()


def allowed(processors: int) -> set[int]:
    return set(sorted(os.sched_getaffinity(0))[:processors])


def label(options, pictures: int) -> list[str]:
    """The arguments of a run, but for the master."""
    folder = options.target / f"pictures-{pictures}"
    linked(options.pictures, pictures, folder)
    return ["label", "--input", str(folder), "--model", options.model,
            "--alpha", str(options.alpha), "--weights", str(options.weights),
            "--preset", "squash", "--precision", options.precision,
            "--output", str(options.target / "outputs" / "scaling"), "--overwrite"]


def told(options, pictures: int) -> float:
    """The rate that the run's manifest tells, if it has labelled every picture."""
    manifest = options.target / "outputs" / "scaling" / "_mobilespark" / "run.json"
    run = json.loads(manifest.read_text())
    if run["pictures"] != pictures or run["counts"] != {"classified": pictures}:
        raise SystemExit(f"{run['counts']} of {pictures} pictures")
    return run["pictures"] / run["seconds"]


def sizes(options) -> dict:
    """Rates by the number of pictures."""
    labeller = Labeller(options, options.cores)
    labeller.rate(1_000)
    rates: dict[int, list[float]] = {size: [] for size in options.sizes}
    for turn in range(max(SIZES[size] for size in options.sizes)):
        for size in options.sizes:
            if turn < SIZES[size]:
                rates[size].append(labeller.rate(size))
                print(f"{size:,} pictures: {rates[size][-1]:.1f}/s", flush=True)
    labeller.close()
    middle = {size: statistics.median(own) for size, own in rates.items()}
    apart = max(middle.values()) / min(middle.values()) - 1
    return {"rates": rates, "medians": middle, "apart": apart, "wanted": "apart at most 0.1"}


def cores(options) -> dict:
    """Rates on one processor and on two."""
    rates: dict[int, list[float]] = {1: [], 2: []}
    bare: dict[int, list[float]] = {1: [], 2: []}
    loops = Bare(options, 2)
    labellers = {count: Labeller(options, count) for count in rates}
    for labeller in labellers.values():
        labeller.rate(1_000)
    for _ in range(options.rounds):
        for count, labeller in labellers.items():
            before = loops.rate(count)
            rates[count].append(labeller.rate(options.count))
            bare[count].append((before + loops.rate(count)) / 2)
            print(f"{count} processors: {rates[count][-1]:.1f}/s, bare inference "
                  f"{bare[count][-1]:.1f}/s", flush=True)
    for program in (loops, *labellers.values()):
        program.close()
    ratios = [two / one for one, two in zip(rates[1], rates[2])]
    machine = [two / one for one, two in zip(bare[1], bare[2])]
    return {
        "rates": rates, "ratio": statistics.median(ratios), "wanted": "at least 1.9",
        "bare inference": bare, "ratio of bare inference": statistics.median(machine),
        "ratio to it": statistics.median(run / loop for run, loop in zip(ratios, machine)),
    }


@contextlib.contextmanager
def standalone(options, home: pathlib.Path, environment: dict[str, str]):
    """A master and two workers of one core on loopback; yields the master's URL."""
    started = []

    def start(name: str, *arguments: str) -> pathlib.Path:
        log = options.target / f"{name}.log"
        with log.open("w") as file:
            started.append(
                subprocess.Popen(
                    [str(home / "bin" / "spark-class"), *arguments],
                    stdout=file, stderr=subprocess.STDOUT, env=environment,
                )
            )
        return log

    deploy = "org.apache.spark.deploy"
    try:
        log = start("master", f"{deploy}.master.Master", "--host", "127.0.0.1", "--port", "0",
                    "--webui-port", "0")
        url = awaited(log, r"Starting Spark master at (spark://\S+)")
        for worker in ("worker-1", "worker-2"):
            log = start(worker, f"{deploy}.worker.Worker", "--host", "127.0.0.1", "--cores", "1",
                        "--memory", "3g", "--webui-port", "0", url)
            awaited(log, "(Successfully registered)")
        yield url
    finally:
        for daemon in started:
            daemon.terminate()
            daemon.wait()


def awaited(log: pathlib.Path, wanted: str) -> str:
    """What a log comes to say within a minute."""
    for _ in range(240):
        found = re.search(wanted, log.read_text())
        if found:
            return found[1]
        time.sleep(0.25)
    raise SystemExit(f"{log} does not say {wanted}")


def cluster(options) -> dict:
    """Rates in one JVM with two cores, and in two executors of one core."""
    import pyspark

    home = pathlib.Path(pyspark.__file__).parent
    environment = os.environ | {
        "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_NO_DAEMONIZE": "1",
        "SPARK_WORKER_DIR": str(options.target / "workers"),
    }
    rates: dict[str, list[float]] = {"local[2]": [], "standalone": []}
    going: dict[str, list[float]] = {name: [] for name in rates}
    few = options.count // 4
    with standalone(options, home, environment) as url:

        def run(name: str, pictures: int) -> float:
            conf = JOBS.parent / "conf" / ("local" if name == "local[2]" else "standalone")
            command = [
                str(home / "bin" / "spark-submit"),
                "--master", url if name == "standalone" else name,
                "--properties-file", f"{conf}.properties",
                "--conf", "spark.executor.cores=1", "--conf", "spark.executor.memory=1g",
                "--conf", "spark.executor.memoryOverhead=1g",
                "--class", "io.mobilespark.jobs.cli.Main", str(JAR),
                *label(options, pictures),
            ]
            done = subprocess.run(command, env=environment, capture_output=True, text=True)
            if done.returncode != 0:
                raise SystemExit(f"{name}: {done.stderr[-2000:]}")
            return told(options, pictures)

        for _ in range(options.rounds):
            for name, own in rates.items():
                start = few / run(name, few)
                own.append(run(name, options.count))
                going[name].append((options.count - few) / (options.count / own[-1] - start))
                print(f"{name}: {own[-1]:.1f}/s, {going[name][-1]:.1f}/s after the first {few:,}",
                      flush=True)

    def ratio(of: dict[str, list[float]]) -> float:
        return statistics.median(b / a for a, b in zip(of["local[2]"], of["standalone"]))

    return {"rates": rates, "ratio": ratio(rates), "wanted": "at least 0.9",
            "without start-up": going, "ratio without start-up": ratio(going)}


PARTS = {"sizes": sizes, "cores": cores, "cluster": cluster}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--target", type=pathlib.Path, required=True)
    arguments.add_argument("--pictures", type=pathlib.Path, required=True)
    arguments.add_argument("--model", required=True)
    arguments.add_argument("--alpha", type=float, default=1.0)
    arguments.add_argument("--weights", type=pathlib.Path, required=True)
    arguments.add_argument("--precision", default="fp32")
    arguments.add_argument("--parts", nargs="*", default=list(PARTS), choices=PARTS)
    arguments.add_argument("--sizes", nargs="*", type=int, default=list(SIZES), choices=SIZES)
    arguments.add_argument("--count", type=int, default=4_000, help="pictures of cores and cluster")
    arguments.add_argument("--cores", type=int, default=2)
    arguments.add_argument("--rounds", type=int, default=3)
    options = arguments.parse_args()
    process.end_with_signals()
    options.weights = options.weights.resolve()
    file = options.target / "scaling.json"
    found = json.loads(file.read_text()) if file.exists() else {}
    for part in options.parts:
        found[part] = PARTS[part](options) | {
            "model": f"{options.model} {options.alpha} {options.precision}"
        }
        file.write_text(json.dumps(found, indent=2) + "\n")
    json.dump(found, sys.stdout, indent=2)


if __name__ == "__main__":
    main()
