#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes imagenet-classes.csv: what the outputs of an ImageNet model mean.

    apt-get install wordnet-base
    udfs/src/main/scripts/imagenet_classes.py class_index.json devkit_ids.txt \
        /usr/share/wordnet/data.noun \
        > udfs/src/main/resources/io/mobilespark/labels/imagenet-classes.csv

class_index.json   {"0": ["n01440764", ...], ...}: synset ids in the order of the outputs, as Keras
                   publishes them
devkit_ids.txt     lines "1 n02119789": the ids of the ILSVRC2012 devkit (synsets in its meta.mat)
data.noun          the nouns of WordNet 3.0; a synset id is "n" and the offset in this file
"""

import csv
import json
import sys

HEADER = """\
# The 1,000 ILSVRC2012 classes in the order of a model's outputs: the alphabetical order of synset ids.
# name, synonyms: the synset's lemmas in WordNet 3.0, Copyright 2006 by Princeton University
# (https://wordnet.princeton.edu; its terms: imagenet-classes.LICENSE).
# devkit_id: the number of the class in the ILSVRC2012 development kit.
# Made by src/main/scripts/imagenet_classes.py.
"""


def lemmas_by_synset(data_noun, wanted):
    found = {}
    with open(data_noun, encoding="utf-8") as lines:
        for line in lines:
            synset = "n" + line[:8]
            if synset in wanted:
                fields = line.split()
                count = int(fields[3], 16)
                found[synset] = [word.replace("_", " ") for word in fields[4 : 4 + 2 * count : 2]]
    return found


def main(class_index, devkit_ids, data_noun):
    with open(class_index, encoding="utf-8") as file:
        by_index = json.load(file)
    synsets = [by_index[str(index)][0] for index in range(len(by_index))]
    with open(devkit_ids, encoding="utf-8") as lines:
        devkit = {synset: int(number) for number, synset in map(str.split, lines)}
    lemmas = lemmas_by_synset(data_noun, set(synsets))
    assert len(synsets) == 1000 and synsets == sorted(set(synsets))
    assert sorted(devkit[synset] for synset in synsets) == list(range(1, 1001))
    assert all(";" not in lemma for words in lemmas.values() for lemma in words)
    sys.stdout.write(HEADER)
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(["index", "label", "devkit_id", "name", "synonyms"])
    for index, synset in enumerate(synsets):
        name, *synonyms = lemmas[synset]
        rows.writerow([index, synset, devkit[synset], name, "; ".join(synonyms)])


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
