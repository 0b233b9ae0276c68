"""Computes reference.json with NumPy and SciPy: python3 reference.py > reference.json"""

import itertools
import json

import numpy as np
import scipy
from scipy import stats

SAMPLES = {
    "five": [0.9412, 0.9433, 0.9405, 0.9427, 0.9391],
    "nine": [0.66, 0.86, 0.81, 0.12, 0.83, 0.79, 0.84, 0.80, 0.82],
    "ties": [1.0, 2.0, 2.0, 2.0, 3.0, 3.0, 10.0],
    "pair": [-1.5, 2.5],
}
DIFFERENCES = {
    "all positive": [0.021, 0.018, 0.025, 0.019, 0.022],
    "mixed": [0.02, -0.01, 0.03, 0.04, -0.02, 0.05, 0.01],
    "zeros and ties": [0.0, 0.1, 0.1, -0.1, 0.1, 0.0],
    "twelve": [0.3, 0.1, -0.2, 0.4, 0.5, 0.2, -0.1, 0.35, 0.15, 0.25, -0.05, 0.45],
}
P = [0.01, 0.04, 0.03, 0.005, 0.5, 0.03]
TRIED = [(0.91, 0.90), (0.85, 0.86), (0.97, 0.95), (0.93, 0.94), (0.11, 0.10), (0.89, 0.91)]


def interval(values, statistic):
    result = stats.bootstrap(
        (np.array(values),), statistic, n_resamples=200_000, vectorized=True,
        method="BCa", random_state=np.random.default_rng(1))
    return [float(result.confidence_interval.low), float(result.confidence_interval.high)]


# Rounded, since SciPy's BCa compares with ==: means of the same values in another order are ties.
def mean(x, axis=-1):
    return np.round(np.mean(x, axis=axis), 12)


def iqm(x, axis=-1):
    return np.round(stats.trim_mean(x, 0.25, axis=axis), 12)


def holm(p):
    order = np.argsort(p)
    steps = np.minimum(1, np.maximum.accumulate((len(p) - np.arange(len(p))) * np.sort(p)))
    adjusted = np.empty(len(p))
    adjusted[order] = steps
    return adjusted.tolist()


def best_of(tried, k):
    """The mean over all draws of k configurations, by enumeration."""
    return float(np.mean([max(draw)[1] for draw in itertools.combinations(tried, k)]))


summaries = {
    name: {
        "values": x,
        "mean": float(np.mean(x)),
        "variance": float(np.var(x, ddof=1)),
        "sd": float(np.std(x, ddof=1)),
        "median": float(np.median(x)),
        "interquartile_mean": float(stats.trim_mean(np.array(x), 0.25)),
    }
    for name, x in SAMPLES.items()
}
intervals = [
    {"sample": name, "statistic": label, "interval": interval(SAMPLES[name], statistic)}
    for name in ["five", "nine", "ties"]
    for label, statistic in [("MEAN", mean), ("INTERQUARTILE_MEAN", iqm)]
    if not (name == "ties" and label == "INTERQUARTILE_MEAN")
]
sign_flips = {
    name: {
        "differences": d,
        "p": float(stats.permutation_test(
            (np.array(d),), lambda x, axis: np.abs(np.sum(x, axis=axis)),
            permutation_type="samples", alternative="greater", vectorized=True,
            n_resamples=np.inf).pvalue),
    }
    for name, d in DIFFERENCES.items()
}
print(json.dumps({
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__},
    "summaries": summaries,
    "intervals": intervals,
    "sign_flips": sign_flips,
    "holm": {"p": P, "adjusted": holm(np.array(P))},
    "best_of_k": {"tried": TRIED,
                  "expected": [best_of(TRIED, k) for k in range(1, len(TRIED) + 1)]},
}, indent=1))
