#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes imagenet-groups.csv: the 1,000 ImageNet classes in a few groups, by WordNet's hypernyms.

    apt-get install wordnet-base
    jobs/src/main/python/imagenet_groups.py \
        udfs/src/main/resources/io/mobilespark/labels/imagenet-classes.csv \
        /usr/share/wordnet/data.noun \
        > jobs/src/main/resources/io/mobilespark/jobs/evaluation/imagenet-groups.csv

A group is named by synsets of WordNet 3.0; a class belongs to the first group of the list below one
of whose synsets is the class itself or a hypernym of it, however distant.
"""

import csv
import sys

GROUPS = [
    ("dogs", "domestic_dog"),
    ("cats", "feline"),
    ("wolves, foxes, hyenas", "canine hyena"),
    ("bears, weasels, mongooses", "bear musteline_mammal procyonid viverrine"),
    ("primates", "primate"),
    ("hoofed animals", "ungulate elephant"),
    ("other mammals", "mammal"),
    ("songbirds", "passerine"),
    ("water birds", "aquatic_bird"),
    ("other birds", "bird"),
    ("snakes", "snake"),
    ("other reptiles", "reptile"),
    ("amphibians", "amphibian"),
    ("fishes", "fish"),
    ("insects", "insect"),
    ("spiders, scorpions, ticks", "arachnid"),
    ("other invertebrates", "invertebrate"),
    ("fungi", "fungus"),
    ("food and drink", "nutriment beverage foodstuff baked_goods condiment frozen_dessert"),
    ("plants, fruit, vegetables", "vascular_plant edible_fruit vegetable fruit plant_part"),
    ("people", "person"),
    ("ships, boats, aircraft", "watercraft aircraft spacecraft"),
    ("land vehicles", "wheeled_vehicle military_vehicle sled tracked_vehicle train"),
    ("musical instruments", "musical_instrument"),
    ("clothing, footwear, masks", "clothing footwear headdress mask jewelry wig"
     " hair_slide bib apron handkerchief lotion armor cloak face_powder lipstick perfume"),
    ("weapons", "weapon"),
    ("furniture, home textiles", "furniture curtain rug bedclothes towel pillow lamp"
     " lampshade doormat"),
    ("kitchen and tableware", "kitchen_utensil cooking_utensil kitchen_appliance crockery"
     " tableware eating_utensil white_goods"),
    ("containers, bottles, bags", "container"),
    ("computers, electronics, clocks", "computer electronic_equipment electronic_device"
     " timepiece optical_instrument measuring_instrument camera telephone"
     " peripheral display projector"),
    ("sports and toys", "game_equipment sports_equipment plaything toy gymnastic_apparatus puzzle"),
    ("buildings, rooms, shops", "building room establishment place_of_business dwelling"),
    ("other structures", "structure"),
    ("landscapes", "geological_formation natural_elevation"),
    ("machines", "machine"),
    ("tools, devices, hardware", "tool device implement instrumentality"),
    ("other things", "entity"),
]

HEADER = """\
# Groups of the 1,000 ILSVRC2012 classes, for confusions between kinds of things.
# Derived from the hypernyms of WordNet 3.0, Copyright 2006 by Princeton University
# (https://wordnet.princeton.edu). Made by src/main/python/imagenet_groups.py.
"""


def read_nouns(data_noun):
    """Hypernyms by offset, and offsets by lemma."""
    parents, by_lemma = {}, {}
    with open(data_noun, encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("  "):
                continue
            fields = line.split(" | ")[0].split(" ")
            offset, words = fields[0], int(fields[3], 16)
            lemmas = fields[4:4 + 2 * words:2]
            rest = fields[4 + 2 * words:]
            pointers = [rest[1 + 4 * i:5 + 4 * i] for i in range(int(rest[0]))]
            parents[offset] = [p[1] for p in pointers if p[0] in ("@", "@i")]
            for lemma in lemmas:
                by_lemma.setdefault(lemma.lower(), []).append(offset)
    return parents, by_lemma


def ancestors(offset, parents):
    seen, open_ = {offset}, [offset]
    while open_:
        for parent in parents[open_.pop()]:
            if parent not in seen:
                seen.add(parent)
                open_.append(parent)
    return seen


def main(classes_csv, data_noun):
    parents, by_lemma = read_nouns(data_noun)
    with open(classes_csv, encoding="utf-8") as lines:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    # Every sense of a lemma may stand for a group: the classes are things, few senses apply.
    anchors = []
    for name, lemmas in GROUPS:
        offsets = set()
        for lemma in lemmas.split():
            offsets.update(by_lemma[lemma.lower()])
        anchors.append((name, offsets))
    label = "label" if "label" in rows[0] else "wnid"
    sys.stdout.write(HEADER)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["label", "group"])
    for row in rows:
        above = ancestors(row[label][1:], parents)
        out.writerow([row[label], next(name for name, offsets in anchors if offsets & above)])


if __name__ == "__main__":
    main(*sys.argv[1:])
