"""Trains the BP, DTP and BIG(balanced) trials of sweeps/figure-1c-quick.yaml in PyTorch.

What one would write instead of running bigsweep: a pool of processes, one thread and one network
each, hand-written local gradients, fused Adam, and a row per epoch in a CSV file. Of what bigsweep
records, alignment and the other diagnostics by layer are left out.

    python3 figure_1c_quick.py MNIST OUT.csv [--rules BP DTP "BIG(balanced)"] [--seeds 5] [--processes 2]

MNIST is the folder with the four IDX files, gzipped or not.
"""

import argparse
import csv
import gzip
import time
from pathlib import Path

import torch
import torch.multiprocessing as multiprocessing
from torch.nn.functional import cross_entropy, one_hot

TRAINING, VALIDATION, EPOCHS, BATCH = 20_000, 5_000, 4, 128
SIZES = [784, 256, 256, 256, 256, 10]
N = len(SIZES) - 1
RATES = {"f": 3e-4, "g": 1e-3, "i": 3e-3}
RULES = ["BP", "DTP", "BIG(balanced)"]


def idx(folder, name):
    plain = folder / name
    data = plain.read_bytes() if plain.exists() else gzip.decompress((folder / f"{name}.gz").read_bytes())
    return torch.frombuffer(bytearray(data), dtype=torch.uint8)


def mnist(folder):
    def images(name):
        return idx(folder, name)[16:].view(-1, 784).float() / 255

    def labels(name):
        return idx(folder, name)[8:].long()

    x, y = images("train-images-idx3-ubyte"), labels("train-labels-idx1-ubyte")
    test = images("t10k-images-idx3-ubyte"), labels("t10k-labels-idx1-ubyte")
    return (x[:TRAINING], y[:TRAINING]), (x[-VALIDATION:], y[-VALIDATION:]), test


class Map:
    """y = tanh(x W + b), or without tanh."""

    def __init__(self, inputs, outputs, linear=False):
        bound = (6 / (inputs + outputs)) ** 0.5
        self.w = torch.empty(inputs, outputs).uniform_(-bound, bound)
        self.b = torch.zeros(outputs)
        self.linear = linear

    def __call__(self, x):
        y = torch.addmm(self.b, x, self.w)
        return y if self.linear else y.tanh_()

    def gradient(self, x, delta):
        """Of the mean over the minibatch, where delta is minus that by the potentials."""
        self.w.grad = torch.mm(x.t(), delta).div_(-len(x))
        self.b.grad = delta.mean(0).neg_()

    def follow(self, x, wanted):
        """The gradient of ½‖y − wanted‖²."""
        y = self(x)
        self.gradient(x, (wanted - y) * (1 - y * y))


def adam(maps, rate):
    return torch.optim.Adam([p for m in maps for p in (m.w, m.b)], lr=rate, fused=True)


class Network:
    def __init__(self, rule):
        self.rule = rule
        self.f = [Map(SIZES[k], SIZES[k + 1], linear=k == N - 1) for k in range(N)]
        self.optimizers = {"f": adam(self.f, RATES["f"])}
        if rule != "BP":
            self.g = [Map(SIZES[k + 1], SIZES[k]) for k in range(1, N)]
            self.optimizers["g"] = adam(self.g, RATES["g"])
        if rule == "BIG(balanced)":
            self.i = [Map(SIZES[k], SIZES[k]) for k in range(1, N)]
            self.optimizers["i"] = adam(self.i, RATES["i"])

    def forward(self, x):
        h = [x]
        for f in self.f:
            h.append(f(h[-1]))
        return h

    def learn_feedback(self, h):
        """g learns hˡ from hˡ⁺¹; i learns g(hˡ⁺¹) from hˡ."""
        for k in range(1, N):
            if self.rule == "BIG(balanced)":
                self.i[k - 1].follow(h[k], self.g[k - 1](h[k + 1]))
            self.g[k - 1].follow(h[k + 1], h[k])
        self.optimizers["g"].step()
        if self.rule == "BIG(balanced)":
            self.optimizers["i"].step()

    def deltas(self, h, top):
        """By layer, the estimate of minus the loss's gradient by its potentials."""
        delta = [None] * N + [top]
        estimate = top
        for k in range(N - 1, 0, -1):
            if self.rule == "BP":
                estimate = torch.mm(delta[k + 1], self.f[k].w.t())
            else:
                estimate = self.g[k - 1](h[k + 1] + estimate)
                estimate -= self.i[k - 1](h[k]) if self.rule == "BIG(balanced)" else self.g[k - 1](h[k + 1])
            delta[k] = estimate * (1 - h[k] * h[k])
        return delta

    def learn(self, x, y):
        h = self.forward(x)
        if self.rule != "BP":
            self.learn_feedback(h)
        loss = cross_entropy(h[N], y)
        delta = self.deltas(h, one_hot(y, 10).float().sub_(h[N].softmax(1)))
        for k in range(1, N + 1):
            self.f[k - 1].gradient(h[k - 1], delta[k])
        self.optimizers["f"].step()
        return loss

    def measure(self, x, y):
        logits = self.forward(x)[N]
        return cross_entropy(logits, y).item(), (logits.argmax(1) == y).float().mean().item()


def minibatches():
    return torch.randperm(TRAINING).split(BATCH)[: TRAINING // BATCH]


def share(data):
    """Once for each process: the images are in shared memory."""
    global DATA
    DATA = data
    torch.set_num_threads(1)


@torch.no_grad()
def trial(rule_and_seed):
    rule, seed = rule_and_seed
    torch.manual_seed(seed)
    (x, y), validation, test = DATA
    network = Network(rule)
    if rule != "BP":
        for rows in minibatches():
            network.learn_feedback(network.forward(x[rows]))
    table = []
    for epoch in range(1, EPOCHS + 1):
        start = time.perf_counter()
        loss = sum(network.learn(x[rows], y[rows]) for rows in minibatches()).item() / (TRAINING // BATCH)
        seconds = time.perf_counter() - start
        table.append([rule, seed, epoch, loss, *network.measure(*validation), *network.measure(*test), seconds])
    return table


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("mnist", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--rules", nargs="+", default=RULES, choices=RULES)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    trials = [(rule, seed) for rule in reversed(arguments.rules) for seed in range(arguments.seeds)]
    with multiprocessing.Pool(arguments.processes, share, (mnist(arguments.mnist),)) as pool, arguments.out.open("w") as out:
        rows = csv.writer(out)
        rows.writerow("rule seed epoch train_loss validation_loss validation_accuracy test_loss test_accuracy seconds".split())
        for table in pool.imap_unordered(trial, trials, chunksize=1):
            rows.writerows(table)


if __name__ == "__main__":
    main()
