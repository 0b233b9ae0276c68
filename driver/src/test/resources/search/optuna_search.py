"""Searches a recorded table with Optuna; driver/BENCHMARKS.md has the commands and the table's form.

A point that Optuna suggests is replaced by the nearest untried configuration of the table, and
Optuna learns that one's parameters, so it chooses from the same list as bigsweep and never twice.
Distance is in the parameters' own scales, each from 0 to 1; another category is 1 away. A
configuration scores its mean validation accuracy over seeds; a diverged or collapsed one scores 0.
Output: the mean regret in percentage points with a 95 % interval of the mean, by budget, and the
median budget at which the regret is at most 0.2 points.
"""

import argparse
import csv
import gzip
import math
import statistics
import warnings

import numpy
import optuna

arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
arguments.add_argument("table")
arguments.add_argument("--log", default="", help="parameters of a logarithmic scale, by commas")
arguments.add_argument("--searches", type=int, default=100)
arguments.add_argument("--budgets", default="16,32,64,128")
arguments.add_argument("--near", type=float, default=0.2)
arguments.add_argument("--kinds", default="random,tpe,multivariate,hyperband,multivariate hyperband")
options = arguments.parse_args()
budgets = [int(b) for b in options.budgets.split(",")]
warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)


def opened(path):
    return gzip.open(path, "rt") if path.endswith(".gz") else open(path)


# configuration -> seed -> (state, {epoch: (collapsed, accuracy, seconds)})
trials = {}
with opened(options.table) as file:
    for row in csv.DictReader(file):
        seeds = trials.setdefault(row["configuration"], {})
        state, epochs = seeds.setdefault(row["seed"], (row["state"], {}))
        if int(row["epoch"]) > 0:
            epochs[int(row["epoch"])] = (
                row["collapsed"] == "true",
                float(row["validation_accuracy"]),
                float(row["seconds"]),
            )
configurations = sorted(trials)
horizon = max(max(e, default=0) for c in trials.values() for _, e in c.values())


def score(configuration, epoch):
    """The mean accuracy over seeds, or 0 if a trial is lost or collapsed by then."""
    shown = []
    for state, epochs in trials[configuration].values():
        last = max(epochs, default=0)
        if epoch > last and state != "DONE":
            return 0.0
        collapsed, accuracy, _ = epochs[min(epoch, last)]
        if collapsed:
            return 0.0
        shown.append(accuracy)
    return sum(shown) / len(shown)


best = max(score(c, horizon) for c in configurations)

# the parameters that differ, their distributions and the configurations as points from 0 to 1
values = [dict(entry.split("=", 1) for entry in c.split(" ")) for c in configurations]
logarithmic = set(filter(None, options.log.split(",")))
space = {}
points = [[] for _ in configurations]
categorical = []
for name in sorted({n for v in values for n in v}):
    column = [v[name] for v in values]
    if len(set(column)) == 1:
        continue
    try:
        numbers = [float(v) for v in column]
    except ValueError:
        choices = sorted(set(column))
        space[name] = optuna.distributions.CategoricalDistribution(choices)
        categorical.append(True)
        for point, value in zip(points, column):
            point.append(choices.index(value))
        continue
    low, high = min(numbers), max(numbers)
    space[name] = optuna.distributions.FloatDistribution(low, high, log=name in logarithmic)
    categorical.append(False)
    scale = math.log if name in logarithmic else float
    for point, number in zip(points, numbers):
        point.append((scale(number) - scale(low)) / (scale(high) - scale(low)))


def suggested(trial):
    point = []
    for name, distribution in space.items():
        if isinstance(distribution, optuna.distributions.CategoricalDistribution):
            value = trial.suggest_categorical(name, distribution.choices)
            point.append(distribution.choices.index(value))
        else:
            low, high, log = distribution.low, distribution.high, distribution.log
            number = trial.suggest_float(name, low, high, log=log)
            scale = math.log if log else float
            point.append((scale(number) - scale(low)) / (scale(high) - scale(low)))
    return point


table = numpy.array(points)
other = numpy.array(categorical)


def nearest(point, tried):
    """The untried configuration that lies nearest to a point."""
    apart = table - point
    squares = numpy.where(other, apart != 0, apart**2).sum(axis=1)
    squares[tried] = math.inf
    return int(squares.argmin())


def replace(study, trial, index):
    """Makes the trial one of the table's configuration."""
    for name, distribution in space.items():
        value = values[index][name]
        if not isinstance(distribution, optuna.distributions.CategoricalDistribution):
            value = float(value)
        study._storage.set_trial_param(
            trial._trial_id, name, distribution.to_internal_repr(value), distribution
        )


def search(kind, seed):
    """Each improvement, as pairs of a budget and a regret."""
    sampler = (
        optuna.samplers.RandomSampler(seed=seed)
        if kind == "random"
        else optuna.samplers.TPESampler(seed=seed, multivariate="multivariate" in kind)
    )
    pruner = (
        optuna.pruners.HyperbandPruner(1, horizon, 3)
        if "hyperband" in kind
        else optuna.pruners.NopPruner()
    )
    study = optuna.create_study(
        direction="maximize", sampler=sampler, pruner=pruner, study_name=f"{kind} {seed}"
    )
    tried = []
    found = []
    spent = 0.0
    while len(tried) < len(configurations) and spent < budgets[-1]:
        trial = study.ask()
        point = suggested(trial)
        index = nearest(point, tried)
        tried.append(index)
        replace(study, trial, index)
        for epoch in range(1, horizon + 1):
            spent += 1 / horizon
            value = score(configurations[index], epoch)
            trial.report(value, epoch)
            if epoch < horizon and trial.should_prune():
                study.tell(trial, state=optuna.trial.TrialState.PRUNED)
                break
        else:
            study.tell(trial, value)
            if not found or best - value < found[-1][1]:
                found.append((spent, best - value))
    return found


print(f"{len(configurations)} configurations, best {best:.4f}, Optuna {optuna.__version__}")
print("search\tbudget\tsearches\tregret_points\tlow\thigh")
arrivals = []
for kind in options.kinds.split(","):
    searched = [search(kind, seed) for seed in range(options.searches)]
    for budget in budgets:
        regrets = [
            min((r for spent, r in found if spent <= budget + 1e-9), default=best)
            for found in searched
        ]
        mean = statistics.mean(regrets)
        error = 1.96 * statistics.stdev(regrets) / math.sqrt(len(regrets))
        cells = [100 * x for x in (mean, max(0, mean - error), mean + error)]
        print(kind, budget, len(regrets), *(f"{c:.3f}" for c in cells), sep="\t", flush=True)
    arrived = sorted(
        next(iter(s for s, r in f if r <= options.near / 100), math.inf) for f in searched
    )
    arrivals.append((kind, arrived[(len(arrived) + 1) // 2 - 1]))
print("search\tmedian_budget")
for kind, median in arrivals:
    print(kind, f"{median:.1f}", sep="\t")
