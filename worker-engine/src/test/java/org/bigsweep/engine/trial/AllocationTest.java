package org.bigsweep.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.data.DatasetCatalog;
import org.bigsweep.engine.data.FetchListener;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A training step leaves nothing for the garbage collector once the JIT compiler is done with it;
 * before that, vectors are objects. It runs first, in a JVM that has only trained, as a worker's:
 * where thousands of other tests have called the kernels in their own ways, the compiler may inline
 * one so that a vector stays an object.
 */
@Order(1)
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int STEPS = 200;
  private static final Duration MOST_WARM_UP = Duration.ofMinutes(1);
  private static final Dataset DATA =
      DatasetCatalog.standard().load("synthetic", FetchListener.NONE);

  static Stream<Arguments> rulesAndOptimizers() {
    return Stream.of(
            "BP",
            "FA",
            "DFA",
            "LastLayerOnly",
            "TP",
            "DTP",
            "BIG(eq. 4)",
            "BIG(paper)",
            "BIG(balanced)",
            "BIG(mirrored)",
            "BIG(mirrored, projection)",
            "PC",
            "SignFeedback",
            "KP",
            "DDTP")
        .flatMap(rule -> Stream.of("sgd", "adam").map(o -> Arguments.of(rule, o)));
  }

  /** Every option that does something within a step, all at once. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "weightDecay", "0.1",
          "gradientClip", "0.01",
          "targetClip", "0.1",
          "displacementMeanDecay", "0.9",
          "sigma2Annealing", "0.5",
          "interneurons", "9",
          "topTarget", "penultimate",
          "pixels", "standardized");

  @ParameterizedTest
  @ValueSource(strings = {"BP", "DTP", "BIG"})
  void step_allOptions_allocatesNothing(String rule) {
    assertAllocatesNothing(spec(rule, "adam", OPTIONS));
  }

  @ParameterizedTest
  @MethodSource("rulesAndOptimizers")
  void step_afterWarmUp_allocatesNothing(String rule, String optimizer) {
    assertAllocatesNothing(spec(rule, optimizer, Map.of()));
  }

  private static void assertAllocatesNothing(TrialSpec spec) {
    try (Training training = new Training(spec, DATA, "allocation", TrialObserver.NONE)) {
      training.shuffle(1);
      long start = System.nanoTime();
      long bytes;
      do {
        bytes = allocated(training);
      } while (bytes > 0 && System.nanoTime() - start < MOST_WARM_UP.toNanos());

      assertThat(bytes).as("bytes in %d compiled steps", STEPS).isZero();
    }
  }

  private static long allocated(Training training) {
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    for (int step = 0; step < STEPS; step++) {
      training.trainOneBatch(1, step % training.steps());
    }
    return THREADS.getThreadAllocatedBytes(thread) - before;
  }

  private static TrialSpec spec(String rule, String optimizer, Map<String, String> more) {
    Map<String, String> given = new HashMap<>(more);
    given.put("rule", rule);
    given.put("depth", "3");
    given.put("width", "8");
    given.put("batchSize", "16");
    given.put("trainingImages", "1000");
    given.put("validationImages", "100");
    for (String name : List.of("optimizer", "feedbackOptimizer", "inhibitionOptimizer")) {
      given.put(name, optimizer);
    }
    for (String name : List.of("learningRate", "feedbackLearningRate", "inhibitionLearningRate")) {
      given.put(name, "1e-4");
    }
    return ParameterCatalog.standard().resolve(given);
  }
}
