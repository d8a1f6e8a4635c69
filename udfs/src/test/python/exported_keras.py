# SPDX-License-Identifier: Apache-2.0
"""Asks Keras what the files say that `models export --output FILE.keras` writes.

    pip install keras==3.15.1 tensorflow-cpu==2.18.1
    mvn test -pl udfs -Dtest=ExportTest,KerasModelsTest -DargLine=-Dmobilespark.exported=/somewhere
    python udfs/src/test/python/exported_keras.py /somewhere

Loads every file that the tests kept, in Keras's safe mode, and compares its probabilities for the
test's pictures, which a formula makes, with those that the test found. Only presets that take
pictures of the input's size as they are can be compared: squash.
"""

import glob
import json
import os
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np


def pictures(count, height, width, steps):
    places = np.ogrid[:count, :height, :width, :3]
    down, across, channel, picture = steps
    values = zip((picture, down, across, channel), places)
    return (sum(step * place for step, place in values) % 256).astype(np.float32)


def main(folder):
    worst = 0.0
    files = sorted(f for f in glob.glob(folder + "/*.keras") if "torchvision" not in f)
    for file in files:
        model = keras.models.load_model(file, compile=False)
        with open(file.replace(".keras", ".json")) as about:
            expected = json.load(about)
        batch = pictures(expected["pictures"], *model.input_shape[1:3], expected.get("steps", (31, 17, 101, 53)))
        found = np.asarray(model(batch)).reshape(-1)
        difference = float(np.abs(found - np.array(expected["probabilities"])).max())
        worst = max(worst, difference)
        print(f"{os.path.basename(file):50} {model.count_params():9,d} {difference:.1e}")
    print(f"Keras {keras.__version__}: {len(files)} files, largest difference {worst:.1e}")
    sys.exit(worst > 1e-5 or not files)


if __name__ == "__main__":
    main(sys.argv[1])
