"""Writes classification.json: 50 cases of random predictions with ties, absent classes and constant rows, scored by scikit-learn and SciPy.

usage: make.py, in an environment with scikit-learn and SciPy.
"""
import json
import math
import os
import warnings

import numpy as np
from scipy import stats
from sklearn import metrics

warnings.filterwarnings("ignore")
random = np.random.default_rng(5)


def prf(truth, predicted, average):
    p, r, f, _ = metrics.precision_recall_fscore_support(truth, predicted, average=average, zero_division=0)
    return [p, r, f]


def number(x):
    return None if math.isnan(x) else x


cases = []
for i in range(50):
    n = int(random.integers(1 if i % 10 == 0 else 2, 40))
    classes = int(random.integers(2, 6))
    logits = np.round(random.normal(0, 2, (n, classes)), 1).astype(np.float32)
    truth = random.integers(0, classes if i % 3 else classes - 1, n)
    if i % 4 == 0:
        truth[:] = logits.argmax(1)
    if i % 7 == 0:
        truth[:] = 0
    p = np.exp(logits.astype(np.float64) - logits.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    predicted = p.argmax(1)
    bins = np.clip(np.ceil(p.max(1) * 15).astype(int) - 1, 0, 14)
    ece = sum(abs((p.max(1) - (predicted == truth))[bins == b].sum()) for b in range(15)) / n
    single = {
        "classes": classes, "logits": logits.tolist(), "annotated": truth.tolist(),
        "accuracy": metrics.accuracy_score(truth, predicted), "macro": prf(truth, predicted, "macro"), "weighted": prf(truth, predicted, "weighted"),
        "micro_f1": metrics.f1_score(truth, predicted, average="micro"), "matthews": metrics.matthews_corrcoef(truth, predicted),
        "per_class": [list(x) for x in zip(*metrics.precision_recall_fscore_support(truth, predicted, labels=range(classes), zero_division=0)[:3])],
        "confusion": metrics.confusion_matrix(truth, predicted, labels=range(classes)).tolist(),
        "log_loss": metrics.log_loss(truth, p, labels=range(classes)), "calibration_error": ece,
    }
    sets = random.random((n, classes)) < 0.4
    guessed = np.where(random.random((n, classes)) < 0.7, sets, random.random((n, classes)) < 0.4)
    multi = {
        "classes": classes, "annotated": sets.tolist(), "predicted": guessed.tolist(), "accuracy": metrics.accuracy_score(sets, guessed),
        "micro": prf(sets, guessed, "micro"), "macro": prf(sets, guessed, "macro"), "weighted": prf(sets, guessed, "weighted"),
    }
    x = np.round(random.normal(0, 1, n), 1 if i % 2 else 6)
    y = np.round(0.5 * x + random.normal(0, 1, n), 1 if i % 3 else 6)
    if i % 11 == 0:
        y[:] = 0.1
    short = n < 2
    regression = {
        "x": x.tolist(), "y": y.tolist(),
        "pearson": None if short else number(stats.pearsonr(x, y).statistic), "spearman": None if short else number(stats.spearmanr(x, y).statistic),
        "mse": metrics.mean_squared_error(x, y), "mae": metrics.mean_absolute_error(x, y),
    }
    cases.append({"single": single, "multi": multi, "regression": regression})
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "classification.json"), "w") as f:
    json.dump(cases, f, separators=(",", ":"))
