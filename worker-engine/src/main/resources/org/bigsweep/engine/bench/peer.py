"""Samples per second of training steps in PyTorch, one thread, processor time.

Arguments: depth width batch seconds. One line per contender: label, tab, samples per second. The
steps are those of the engine: tanh units, softmax cross-entropy, SGD, random minibatches, g and i
learn before the targets are formed; hand-written ones are in place and without autograd.
"""

import sys
import time

import torch

depth, width, batch = (int(a) for a in sys.argv[1:4])
seconds = float(sys.argv[4])
torch.set_num_threads(1)
torch.manual_seed(1)
N = depth
SAMPLES = 60 * batch
LR = 1e-4 / batch
sizes = [784] + [width] * (N - 1) + [10]
images = torch.rand(SAMPLES, 784)
labels = torch.randint(0, 10, (SAMPLES,))
one_hot = torch.nn.functional.one_hot(labels, 10).float()
order = torch.randperm(SAMPLES).split(batch)
ones = torch.ones(batch)


class Affine:
    def __init__(self, inputs, outputs):
        bound = (6 / (inputs + outputs)) ** 0.5
        self.w = (torch.rand(inputs, outputs) * 2 - 1) * bound
        self.b = torch.zeros(outputs)
        self.y = torch.empty(batch, outputs)
        self.d = torch.empty(batch, outputs)

    def apply(self, x, out, linear=False):
        torch.addmm(self.b, x, self.w, out=out)
        return out if linear else out.tanh_()

    def learn(self, x, d):
        self.w.addmm_(x.t(), d, alpha=LR)
        self.b.addmv_(d.t(), ones, alpha=LR)

    def learn_to_give(self, x, r):
        self.apply(x, self.y)
        torch.sub(r, self.y, out=self.d)
        torch.ops.aten.tanh_backward.grad_input(self.d, self.y, grad_input=self.d)
        self.learn(x, self.d)


class Step:
    def __init__(self, rule):
        self.rule = rule
        self.f = [None] + [Affine(sizes[k], sizes[k + 1]) for k in range(N)]
        self.g = [None] + [Affine(sizes[k + 1], sizes[k]) for k in range(1, N)]
        self.i = [None] + [Affine(sizes[k], sizes[k]) for k in range(1, N)]
        self.h, self.e, self.t, self.d, self.a, self.c = (
            [torch.empty(batch, n) for n in sizes] for _ in range(6)
        )
        self.step = 0

    def __call__(self):
        rows = order[self.step % len(order)]
        self.step += 1
        h, d = self.h, self.d
        torch.index_select(images, 0, rows, out=h[0])
        for k in range(1, N + 1):
            self.f[k].apply(h[k - 1], h[k], linear=k == N)
        torch.softmax(h[N], 1, out=self.a[N])
        torch.index_select(one_hot, 0, rows, out=d[N])
        d[N].sub_(self.a[N])
        if self.rule == "BP":
            for k in range(N - 1, 0, -1):
                torch.mm(d[k + 1], self.f[k + 1].w.t(), out=self.e[k])
                torch.ops.aten.tanh_backward.grad_input(self.e[k], h[k], grad_input=d[k])
        else:
            self.targets()
        for k in range(1, N + 1):
            self.f[k].learn(h[k - 1], d[k])

    def targets(self):
        h, e, t, d, a, c = self.h, self.e, self.t, self.d, self.a, self.c
        for k in range(1, N):
            if self.rule == "BIG":
                torch.add(h[k], a[k].normal_(), out=c[k])
                self.i[k].learn_to_give(c[k], h[k])
            self.g[k].learn_to_give(h[k + 1], h[k])
        torch.add(h[N], d[N], out=t[N])
        for k in range(N - 1, 0, -1):
            self.g[k].apply(t[k + 1], a[k])
            if self.rule == "BIG":
                self.i[k].apply(h[k], c[k])
            else:
                self.g[k].apply(h[k + 1], c[k])
            torch.sub(a[k], h[k], out=e[k])
            e[k].add_(h[k]).sub_(c[k])
            torch.add(h[k], e[k], out=t[k])
            torch.ops.aten.tanh_backward.grad_input(e[k], h[k], grad_input=d[k])


class Autograd:
    def __init__(self):
        layers = []
        for k in range(N):
            layers += [torch.nn.Linear(sizes[k], sizes[k + 1]), torch.nn.Tanh()]
        self.net = torch.nn.Sequential(*layers[:-1])
        self.optimizer = torch.optim.SGD(self.net.parameters(), lr=LR * batch)
        self.step = 0

    def __call__(self):
        rows = order[self.step % len(order)]
        self.step += 1
        self.optimizer.zero_grad()
        torch.nn.functional.cross_entropy(self.net(images[rows]), labels[rows]).backward()
        self.optimizer.step()


contenders = {
    "PyTorch by hand, BP": torch.no_grad()(Step("BP")),
    "PyTorch by hand, DTP": torch.no_grad()(Step("DTP")),
    "PyTorch by hand, BIG": torch.no_grad()(Step("BIG")),
    "PyTorch autograd, BP": Autograd(),
}


def cost(step, runs):
    start = time.thread_time()
    for _ in range(runs):
        step()
    return (time.thread_time() - start) / runs


slices = {label: [] for label in contenders}
runs = {}
for label, step in contenders.items():
    cost(step, 2)
    runs[label] = max(1, int(0.03 / max(1e-6, cost(step, 3))))
end = time.monotonic() + seconds
while time.monotonic() < end or not all(slices.values()):
    for label, step in contenders.items():
        slices[label].append(cost(step, runs[label]))
for label, costs in slices.items():
    print(f"{label}\t{batch / sorted(costs)[len(costs) // 2]:.0f}")
print(f"# PyTorch {torch.__version__}")
