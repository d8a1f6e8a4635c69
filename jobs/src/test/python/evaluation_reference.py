#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the figures that scikit-learn and statsmodels give for the cases of SyntheticCase.java.

    pip install scikit-learn==1.9.1 statsmodels==0.15.0
    jobs/src/test/python/evaluation_reference.py \
        > jobs/src/test/resources/io/mobilespark/jobs/evaluation/reference.json

A case is given by formulas over integers, so that no file of predictions has to be kept: picture i
has the weight 1 + (31 i + 17 c + 7 i c) mod 101 for class c, plus 150 for its favourite class
(11 i) mod C; probabilities are weight / sum, rounded to float32; ranks are by weight, ties to the
lower index. The truth is the favourite where (37 i) mod 10 < 6, else (5 i + i div 7) mod C. Pictures
with i mod 50 = 7 are rejected, with i mod 50 = 13 missing.

A case of independent labels, of LabelCase.java: picture i has label c where (7 i + 3 c + i c) mod 5
= 0, and of label 0 no picture; its probability for c is (1 + (31 i + 17 c + 7 i c) mod 97 + 60 where
it has the label) / 200, so that many are equal. All pictures are classified.
"""

import json
import math
import sys
import warnings

import numpy as np
from sklearn.metrics import (accuracy_score, average_precision_score, brier_score_loss, f1_score,
                             log_loss, precision_recall_fscore_support, top_k_accuracy_score)
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import proportion_confint

warnings.filterwarnings("ignore")  # rows of float32 do not sum to 1 exactly
BINS = 15


def case(pictures, classes):
    i = np.arange(pictures)
    c = np.arange(classes)
    weights = 1 + (31 * i[:, None] + 17 * c[None] + 7 * i[:, None] * c[None]) % 101
    favourite = (11 * i) % classes
    weights[i, favourite] += 150
    probabilities = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    ranked = np.argsort(-weights, axis=1, kind="stable")
    truth = np.where((37 * i) % 10 < 6, favourite, (5 * i + i // 7) % classes)
    classified = (i % 50 != 7) & (i % 50 != 13)
    return truth, probabilities.astype(np.float64), ranked, classified


def none_for_nan(values):
    return [None if math.isnan(v) else float(v) for v in values]


def figures(pictures, classes, kept):
    truth, probabilities, ranked, classified = case(pictures, classes)
    labels = np.arange(classes)
    called = np.where(classified, ranked[:, 0], -1)
    # scikit-learn ranks scores: minus the rank; a picture without a row has its truth last.
    scores = -np.argsort(ranked, axis=1).astype(float)
    scores[~classified] = 0
    scores[~classified, truth[~classified]] = -1
    top1 = accuracy_score(truth, called)
    top5 = top_k_accuracy_score(truth, scores, k=5, labels=labels)
    precision, recall, f1, support = precision_recall_fscore_support(
        truth, called, labels=labels, zero_division=np.nan)
    found = classified & (-scores[np.arange(pictures), truth] < 5)
    in_five = [float(found[truth == j].mean()) if (truth == j).any() else None for j in labels]
    t, p, r = truth[classified], probabilities[classified], ranked[classified]
    confidence, right = p[np.arange(len(t)), r[:, 0]], r[:, 0] == t
    bins = np.clip(np.ceil(confidence * BINS).astype(int) - 1, 0, BINS - 1)
    gaps = [(np.sum(bins == b), abs(right[bins == b].mean() - confidence[bins == b].mean()))
            for b in range(BINS) if np.any(bins == b)]
    result = {
        "pictures": pictures, "classes": classes, "kept": kept,
        "top1": top1, "top5": top5,
        "top1_ci95": proportion_confint(round(top1 * pictures), pictures, method="wilson"),
        "top5_ci95": proportion_confint(round(top5 * pictures), pictures, method="wilson"),
        "precision": none_for_nan(precision), "recall": none_for_nan(recall),
        "f1": none_for_nan(f1), "support": support.tolist(), "class_top5": in_five,
        "ece": sum(n * gap for n, gap in gaps) / len(t), "mce": max(gap for _, gap in gaps),
        "full_nll": log_loss(t, p, labels=labels),
        "full_brier": brier_score_loss(t, p, labels=labels, scale_by_half=False),
    }
    result.update(bounded(t, p, r, kept))
    return result


def bounded(t, p, r, kept):
    """The bounds that the best `kept` classes allow, picture by picture."""
    nll, low, high, truncated = [], [], [], 0
    for truth, row, ranks in zip(t, p, r):
        classes = len(row)
        best = ranks[:kept]
        left = max(0.0, 1 - row[best].sum()) if kept < classes else 0.0
        most = min(left, row[best[-1]])
        known = sum((row[c] - (c == truth)) ** 2 for c in best)
        if truth in best:
            nll.append(-math.log(row[truth]))
            low.append(known + (left ** 2 / (classes - kept) if kept < classes else 0))
            high.append(known + left * most)
        else:
            truncated += 1
            nll.append(-math.log(most))
            low.append(known + (1 - most) ** 2 + (left - most) ** 2 / (classes - kept - 1))
            high.append(known + 1 + left * most)
    return {"truncated": truncated, "nll": float(np.mean(nll)), "brier": float(np.mean(low)),
            "brier_at_most": float(np.mean(high))}


def label_figures(pictures, labels, threshold):
    i, c = np.arange(pictures)[:, None], np.arange(labels)[None]
    truth = (((7 * i + 3 * c + i * c) % 5 == 0) & (c > 0)).astype(int)
    weights = 1 + (31 * i + 17 * c + 7 * i * c) % 97 + 60 * truth
    scores = (weights / 200).astype(np.float32)
    some = truth.any(axis=0)
    given = (scores >= np.float32(threshold)).astype(int)
    precision, recall, f1, support = precision_recall_fscore_support(
        truth, given, average=None, zero_division=np.nan)
    return {
        "pictures": pictures, "labels": labels, "threshold": threshold,
        "average_precision": [float(average_precision_score(truth[:, j], scores[:, j]))
                              if some[j] else None for j in range(labels)],
        "map": average_precision_score(truth[:, some], scores[:, some], average="macro"),
        "precision": none_for_nan(precision), "recall": none_for_nan(recall),
        "f1": none_for_nan(f1), "support": support.tolist(),
        "micro_f1": f1_score(truth, given, average="micro"),
        "macro_f1": f1_score(truth, given, average="macro", zero_division=np.nan),
        "exact_match": accuracy_score(truth, given),
    }


def main():
    intervals = [(0, 1), (1, 1), (0, 7), (3, 7), (260, 325), (308, 325), (35_668, 50_000),
                 (49_999, 50_000), (71_336_000, 100_000_000)]
    pairs = [(0, 0), (3, 3), (1, 9), (10, 14), (0, 24), (12, 13), (25, 0), (30, 55), (400, 512),
             (90_000, 90_600)]
    json.dump({
        "cases": [figures(1000, 10, 10), figures(600, 30, 5), figures(700, 30, 30),
                  figures(300, 7, 5)],
        "labels": [label_figures(500, 6, 0.5), label_figures(333, 40, 0.3),
                   label_figures(7, 3, 0.75)],
        "wilson": [{"hits": h, "of": n, "ci95": proportion_confint(h, n, method="wilson")}
                   for h, n in intervals],
        "mcnemar": [mcnemar_row(a, b) for a, b in pairs],
    }, sys.stdout, indent=1)
    print()


def mcnemar_row(a, b):
    exact = a + b < 25
    test = mcnemar([[1000, a], [b, 1000]], exact=exact, correction=True)
    return {"only_a": a, "only_b": b, "exact": exact, "statistic": float(test.statistic),
            "p": float(test.pvalue)}


if __name__ == "__main__":
    main()
