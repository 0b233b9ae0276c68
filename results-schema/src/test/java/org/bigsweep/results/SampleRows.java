package org.bigsweep.results;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Made-up rows, the same at every call. */
public final class SampleRows {
  public static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");
  public static final int EPOCHS = 2;
  public static final int DEPTH = 3;

  private SampleRows() {}

  /** The trial id that stands for a short name: its bytes in hexadecimal, filled up. */
  public static String id(String name) {
    return name.matches("[0-9a-f]{20}")
        ? name
        : (HexFormat.of().formatHex(name.getBytes(StandardCharsets.UTF_8)) + "0".repeat(20))
            .substring(0, 20);
  }

  private static String name(String id) {
    String name = new String(HexFormat.of().parseHex(id), StandardCharsets.UTF_8);
    return name.replace("\0", "");
  }

  /** A group of finished trials, each with its epochs, layers and one attempt. */
  public static GroupRows group(String... ids) {
    return group(TrialState.DONE, ids);
  }

  public static GroupRows group(TrialState state, String... ids) {
    return new GroupRows(
        Stream.of(ids).map(id -> trial(id, state)).toList(),
        Stream.of(ids).flatMap(SampleRows::epochs).toList(),
        Stream.of(ids).flatMap(SampleRows::layers).toList(),
        Stream.of(ids).map(id -> attempt(id, "start-of-" + id)).toList(),
        Map.of());
  }

  public static Trial trial(String id, TrialState state) {
    boolean done = state == TrialState.DONE;
    return Trial.newBuilder()
        .setTrialId(id(id))
        .setRule("BIG(eq. 4)")
        .setBaseRule("BIG")
        .setSigma2(0.1)
        .setDepth(DEPTH)
        .setWidth(256)
        .setSizes("784-256-256-10")
        .setActivation("tanh")
        .setInitializer("glorot")
        .setDataset("mnist")
        .setTrainingImages(20_000)
        .setValidationImages(5_000)
        .setBatchSize(128)
        .setEpochs(EPOCHS)
        .setOptimizer("adam")
        .setLearningRate(3e-4)
        .setSeed(7)
        .setParameters(Map.of("rule", "BIG", "sigma2", "0.1", "note", "σ² ≤ 1"))
        .setState(state.name())
        .setReason(done ? null : "loss 5e4 is beyond 1e4")
        .setStoppedEpoch(done ? null : 2)
        .setStoppedStep(done ? null : 17)
        .setCollapsed(false)
        .setEpochsDone(EPOCHS)
        .setTrainLoss(Math.E)
        .setTestAccuracy(0.829)
        .setNumericsVersion(1)
        .setEngineVersion("0.1.0")
        .setCommit("unknown")
        .setDatasetSha256("00ff")
        .setBlas("OpenBLAS 0.3.31")
        .setBlasKernel("SkylakeX")
        .setBlasThreads(1)
        .setSgemmGflops(101.5)
        .setJvm("17")
        .setOs("Linux")
        .setCpu("x86-64")
        .setSparkVersion("4.1.3")
        .setHost("node-1")
        .setStarted(START)
        .setSeconds(12.5)
        .build();
  }

  public static Stream<Epoch> epochs(String id) {
    return IntStream.rangeClosed(0, EPOCHS)
        .mapToObj(
            epoch ->
                Epoch.newBuilder()
                    .setTrialId(id(id))
                    .setEpoch(epoch)
                    .setTrainLoss(epoch == 0 ? null : 1.0 / epoch)
                    .setTestLoss(Math.PI / (epoch + 1))
                    .setTestAccuracy(1 - 0.9 / (epoch + 1))
                    .setCollapsed(false)
                    .setSeconds(1.5)
                    .build());
  }

  public static Stream<Layer> layers(String id) {
    return IntStream.rangeClosed(0, EPOCHS)
        .boxed()
        .flatMap(
            epoch ->
                IntStream.rangeClosed(1, DEPTH)
                    .mapToObj(
                        layer ->
                            Layer.newBuilder()
                                .setTrialId(id(id))
                                .setEpoch(epoch)
                                .setLayer(layer)
                                .setEstimateCosine(Math.cos(epoch + layer))
                                .setSaturation(layer == DEPTH ? null : 0.25)
                                .setLossDecrease(epoch == 0 ? null : 0.5 / (epoch + layer))
                                .build()));
  }

  /** Epochs of trials that paused after epoch 1. */
  public static List<PausedEpoch> paused(String... ids) {
    return Stream.of(ids)
        .flatMap(SampleRows::epochs)
        .filter(row -> row.getEpoch() <= 1)
        .map(SampleRows::paused)
        .toList();
  }

  private static PausedEpoch paused(Epoch row) {
    PausedEpoch paused = new PausedEpoch();
    for (int column = 0; column < row.getSchema().getFields().size(); column++) {
      paused.put(column, row.get(column));
    }
    return paused;
  }

  /** A rung at which the first of two configurations is promoted and the other, lost, pruned. */
  public static List<Decision> decisions(String first, String second) {
    return List.of(decision(first, 1, 0.9), decision(second, 2, null));
  }

  /** The same on another rung, decided so much later. */
  public static List<Decision> decisions(int rung, long millisLater) {
    return decisions("p", "q").stream()
        .map(
            row ->
                Decision.newBuilder(row)
                    .setRung(rung)
                    .setOutcome(millisLater > 0 ? "CHOSEN" : row.getOutcome())
                    .setDecidedAt(START.plusMillis(millisLater))
                    .build())
        .toList();
  }

  private static Decision decision(String id, int rank, Double score) {
    return Decision.newBuilder()
        .setSweep("tuned")
        .setSchedule("halving eta=2 minEpochs=1 per=rule,depth")
        .setBracket("rule=BIG(eq. 4) depth=3 epochs=2")
        .setRung(1)
        .setEpoch(1)
        .setRule("BIG(eq. 4)")
        .setDepth(DEPTH)
        .setConfiguration("learningRate=" + rank + " rule=BIG")
        .setTrialId(id(id))
        .setSeed(7)
        .setValidationAccuracy(score)
        .setLost(score == null)
        .setCollapsed(false)
        .setSeeds(1)
        .setScore(score)
        .setRank(rank)
        .setOutcome(score == null ? "PRUNED" : "PROMOTED")
        .setReason(score == null ? null : "sampler=tpe ratio=2.5")
        .setDecidedAt(START)
        .build();
  }

  public static Attempt attempt(String trialId, String attemptId) {
    return Attempt.newBuilder()
        .setTrialId(id(trialId))
        .setAttemptId(attemptId)
        .setApplicationId("local-1")
        .setHost("node-1")
        .setProcess("4711")
        .setStarted(START)
        .setEnded(START.plusMillis(12_500))
        .setOutcome("DONE")
        .build();
  }

  /** The short names of trials, sorted. */
  public static List<String> ids(Stream<Trial> trials) {
    try (trials) {
      return trials.map(t -> name(t.getTrialId())).sorted().toList();
    }
  }
}
