package org.bigsweep.driver.plan;

import java.util.Iterator;
import java.util.PriorityQueue;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.cost.TrialCost;

/**
 * A prediction of what finishing a sweep takes.
 *
 * @param work time on one core
 * @param wall time on the cores, as groups are handed out, with the start of Spark
 * @param groups number of tasks
 * @param files number of files that are published
 * @param bytes size of these files
 * @param offHeapBytes off-heap memory of the largest trial
 * @param heapBytes heap of an executor for the images of one dataset and split
 */
public record Forecast(
    Prediction work,
    Prediction wall,
    long groups,
    long files,
    double bytes,
    double offHeapBytes,
    double heapBytes) {
  /**
   * Up to this many trials, the forecast forms the groups to see how they are distributed over the
   * cores.
   */
  private static final long MOST_TRIALS_FORMED = 20_000;

  /** Time of Spark's start, from the command to the first trial. */
  private static final double START_SECONDS = 5;

  private static final int TABLES = 4;

  // bytes of a part's files with one row each, and of every further row, as measured
  private static final double BYTES_PER_PART = 45_000;
  private static final double BYTES_PER_TRIAL = 200;
  private static final double BYTES_PER_EPOCH = 45;
  private static final double BYTES_PER_LAYER = 100;

  static Forecast of(
      SweepPlan plan, Workload workload, DatasetShape data, int cores, boolean keepsWeights) {
    Prediction work = workload.prediction();
    if (plan.toDo() == 0) {
      return new Forecast(work, work, 0, 0, 0, 0, 0);
    }
    Layout layout =
        plan.toDo() <= MOST_TRIALS_FORMED
            ? Layout.formed(plan.groups(cores), cores)
            : Layout.estimated(plan, workload, cores);
    double bytes = layout.parts() * BYTES_PER_PART;
    double offHeap = 0;
    double heap = 0;
    for (Workload.Part part : workload.parts()) {
      double epochs = part.example().get(TrialParameters.EPOCHS) + 1.0;
      double layers = epochs * part.example().get(TrialParameters.DEPTH);
      TrialCost cost = data.cost(part.example());
      bytes +=
          part.toDo()
              * (BYTES_PER_TRIAL
                  + epochs * BYTES_PER_EPOCH
                  + layers * BYTES_PER_LAYER
                  + (keepsWeights ? cost.parameterBytes() : 0));
      offHeap = Math.max(offHeap, cost.offHeapBytes());
      heap = Math.max(heap, cost.imageBytes());
    }
    long files = TABLES * layout.parts() + (keepsWeights ? plan.toDo() : 0);
    return new Forecast(
        work,
        work.around(START_SECONDS + layout.seconds()),
        layout.groups(),
        files,
        bytes,
        offHeap,
        heap);
  }

  /**
   * The distribution of trials over cores.
   *
   * @param parts number of parts in which the groups are published
   */
  private record Layout(long groups, long parts, double seconds) {
    /** Each group goes to the core that is free first, as Spark hands them out. */
    static Layout formed(Iterator<TrialGroup> groups, int cores) {
      PriorityQueue<Double> free = new PriorityQueue<>();
      long count = 0;
      long parts = 0;
      double end = 0;
      while (groups.hasNext()) {
        TrialGroup group = groups.next();
        double start = free.size() < cores ? 0 : free.remove();
        double done = start + group.predictedSeconds();
        free.add(done);
        end = Math.max(end, done);
        count++;
        parts += WaitingTime.parts(group, start);
      }
      return new Layout(count, parts, end);
    }

    static Layout estimated(SweepPlan plan, Workload workload, int cores) {
      double groups = 0;
      double parts = 0;
      for (Workload.Part part : workload.parts()) {
        double together =
            Math.min(
                GroupIterator.MOST_TRIALS,
                Math.max(1, Math.floor(GroupIterator.MOST_SECONDS / part.seconds())));
        groups += Math.ceil(part.toDo() / together);
        double waiting = Math.floor(WaitingTime.seconds(Double.MAX_VALUE) / part.seconds());
        parts += Math.ceil(part.toDo() / Math.min(together, 1 + waiting));
      }
      return new Layout(Math.round(groups), Math.round(parts), plan.seconds(cores));
    }
  }
}
