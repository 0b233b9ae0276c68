package org.bigsweep.driver.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.results.Attempt;
import org.bigsweep.results.Decision;
import org.bigsweep.results.Epoch;
import org.bigsweep.results.GroupRows;
import org.bigsweep.results.Layer;
import org.bigsweep.results.PausedEpoch;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsWriter;
import org.bigsweep.results.Trial;
import org.bigsweep.results.TrialState;

/** A results folder of made-up trials, two epochs and two layers each. */
public final class SampleResults {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");

  private final ResultsFolder folder;
  private final ResultsWriter writer;
  private final List<Trial> trials = new ArrayList<>();
  private final List<Epoch> epochs = new ArrayList<>();
  private final List<Layer> layers = new ArrayList<>();
  private final List<Attempt> attempts = new ArrayList<>();

  public SampleResults(java.nio.file.Path directory) {
    this.folder = ResultsFolder.at(directory.toString(), new Configuration());
    this.writer = new ResultsWriter(folder);
  }

  public ResultsFolder folder() {
    return folder;
  }

  /** Publishes what was added since as one group. */
  public void publish() {
    writer.publish(new GroupRows(trials, epochs, layers, attempts, Map.of()));
    List.of(trials, epochs, layers, attempts).forEach(List::clear);
  }

  /** Adds a trial to the next group; accuracies of its first epoch are half of those given. */
  public void add(
      String rule,
      String learningRate,
      int seed,
      TrialState state,
      double validation,
      double test) {
    add(
        "%020x".formatted(0xffffffffL & List.of(rule, learningRate, seed).hashCode()),
        Map.of("rule", rule, "learningRate", learningRate, "seed", String.valueOf(seed)),
        state,
        false,
        validation,
        test);
  }

  /** The same, of given parameters; {@code collapsed} from its second epoch on. */
  public void add(
      String id,
      Map<String, String> parameters,
      TrialState state,
      boolean collapsed,
      double validation,
      double test) {
    String rule = parameters.get("rule");
    boolean done = state == TrialState.DONE;
    Trial trial =
        Trial.newBuilder()
            .setTrialId(id)
            .setRule(rule)
            .setBaseRule(rule.replaceAll("\\(.*", ""))
            .setDepth(2)
            .setWidth(8)
            .setSizes("4-8-2")
            .setActivation("tanh")
            .setInitializer("glorot")
            .setDataset("synthetic")
            .setTrainingImages(100)
            .setValidationImages(50)
            .setBatchSize(10)
            .setEpochs(2)
            .setOptimizer("adam")
            .setLearningRate(Double.parseDouble(parameters.get("learningRate")))
            .setSeed(Integer.parseInt(parameters.get("seed")))
            .setParameters(parameters)
            .setState(state.name())
            .setReason(done ? null : "loss 5e4 is beyond 1e4")
            .setStoppedEpoch(done ? null : 2)
            .setStoppedStep(done ? null : 3)
            .setCollapsed(collapsed)
            .setCollapsedEpoch(collapsed ? 2 : null)
            .setEpochsDone(2)
            .setValidationAccuracy(validation)
            .setTestAccuracy(test)
            .setNumericsVersion(1)
            .setEngineVersion("0.1.0")
            .setCommit("unknown")
            .setDatasetSha256("00ff")
            .setBlas("OpenBLAS")
            .setBlasKernel("SkylakeX")
            .setBlasThreads(1)
            .setSgemmGflops(100)
            .setJvm("17")
            .setOs("Linux")
            .setCpu("x86-64")
            .setHost("node-1")
            .setStarted(START)
            .setSeconds(1)
            .build();
    trials.add(trial);
    for (int epoch = 1; epoch <= 2; epoch++) {
      epochs.add(
          Epoch.newBuilder()
              .setTrialId(id)
              .setEpoch(epoch)
              .setTrainLoss(1.0 / epoch)
              .setTrainAccuracy(validation)
              .setValidationLoss(1.0)
              .setValidationAccuracy(validation * epoch / 2)
              .setTestLoss(1.0)
              .setTestAccuracy(test * epoch / 2)
              .setCollapsed(collapsed && epoch == 2)
              .setSeconds(0.5)
              .build());
      for (int layer = 1; layer <= 2; layer++) {
        layers.add(
            Layer.newBuilder()
                .setTrialId(id)
                .setEpoch(epoch)
                .setLayer(layer)
                .setEstimateCosine(0.1 * layer * epoch)
                .build());
      }
    }
    attempts.add(
        Attempt.newBuilder()
            .setTrialId(id)
            .setAttemptId("start-of-" + id)
            .setApplicationId("local-1")
            .setHost("node-1")
            .setProcess("1")
            .setStarted(START)
            .setEnded(START.plusMillis(1000))
            .setOutcome(state.name())
            .build());
  }

  /**
   * Publishes a trial that a schedule paused: its epochs from 0 on, and what its rung decided.
   *
   * @param outcome empty if the rung is not decided
   */
  public void pause(String id, String rule, int epoch, Optional<String> outcome) {
    writer.publishPaused(
        IntStream.rangeClosed(0, epoch)
            .mapToObj(
                e ->
                    PausedEpoch.newBuilder()
                        .setTrialId(id)
                        .setEpoch(e)
                        .setValidationAccuracy(0.1 + 0.2 * e)
                        .setTestLoss(1.0)
                        .setTestAccuracy(0.1 + 0.1 * e)
                        .setCollapsed(false)
                        .setSeconds(0.5)
                        .build())
            .toList());
    outcome.ifPresent(
        what ->
            writer.publishDecisions(
                List.of(
                    Decision.newBuilder()
                        .setSweep("halved")
                        .setSchedule("halving eta=3")
                        .setBracket("trial=" + id)
                        .setRung(1)
                        .setEpoch(epoch)
                        .setRule(rule)
                        .setDepth(2)
                        .setConfiguration(
                            "epochs=9 learningRate=0.01 rule=" + rule.split("\\W", 2)[0])
                        .setTrialId(id)
                        .setSeed(0)
                        .setValidationAccuracy(0.1 + 0.2 * epoch)
                        .setLost(false)
                        .setCollapsed(false)
                        .setSeeds(1)
                        .setScore(0.1 + 0.2 * epoch)
                        .setRank(1)
                        .setOutcome(what)
                        .setDecidedAt(START)
                        .build())));
  }
}
