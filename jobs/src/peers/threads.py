# SPDX-License-Identifier: Apache-2.0
"""Python threads, one a core: OpenCV decodes a batch, an engine infers it; Parquet by pyarrow."""

import argparse
import os
import pathlib
import queue
import time
from concurrent.futures import ThreadPoolExecutor

import predictions
from pictures import samples


def onnx_runtime(models: pathlib.Path, threads: int):
    """Samples to probabilities by ONNX Runtime."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        str(models / "v2.onnx"), options, providers=["CPUExecutionProvider"]
    )
    name = session.get_inputs()[0].name
    return lambda batch: session.run(None, {name: batch})[0]


def openvino(models: pathlib.Path, streams: int, precision: str):
    """Samples to probabilities by OpenVINO, in as many streams as there are threads."""
    import openvino as ov

    core = ov.Core()
    settings = {
        "INFERENCE_NUM_THREADS": streams,
        "NUM_STREAMS": streams,
        "INFERENCE_PRECISION_HINT": precision,
    }
    compiled = core.compile_model(core.read_model(models / "v2.onnx"), "CPU", settings)
    # Requests made inside the threads hang now and then.
    requests: queue.SimpleQueue = queue.SimpleQueue()
    for _ in range(streams):
        requests.put(compiled.create_infer_request())

    def infer(batch):
        request = requests.get()
        try:
            return request.infer({0: batch})[compiled.output(0)].copy()
        finally:
            requests.put(request)

    return infer


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pictures", type=pathlib.Path, required=True)
    arguments.add_argument("--models", type=pathlib.Path, required=True)
    arguments.add_argument("--output", type=pathlib.Path, required=True)
    arguments.add_argument("--engine", required=True)
    arguments.add_argument("--batch", type=int, required=True)
    options = arguments.parse_args()

    cores = len(os.sched_getaffinity(0))
    if options.engine == "onnxruntime":
        infer = onnx_runtime(options.models, 1)
    else:
        infer = openvino(options.models, cores, options.engine.removeprefix("openvino-"))
    started = time.time()
    files = sorted(options.pictures.iterdir())

    def label(group):
        return predictions.best(infer(samples([file.read_bytes() for file in group])))

    groups = [files[at : at + options.batch] for at in range(0, len(files), options.batch)]
    with ThreadPoolExecutor(cores) as pool:
        ranked = list(pool.map(label, groups))
    predictions.write(options.output, [str(file) for file in files], ranked)
    predictions.tell(started)


if __name__ == "__main__":
    main()
