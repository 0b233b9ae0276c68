package org.bigsweep.driver.run;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.bigsweep.engine.trial.BuildInfo;
import org.bigsweep.util.UserException;

/**
 * The settings that executors on other machines need: memory in the heap and outside of it, a limit
 * on native memory, and a folder on their own disk for native libraries.
 *
 * <p>Outside the heap lie the process itself with the native libraries, {@value #PROCESS_MEGABYTES}
 * MB, and {@value #TRIAL_MEGABYTES} MB for each trial under way (width 1024 takes 200).
 */
final class ExecutorSettings {
  static final String MEMORY = "spark.executor.memory";
  static final String OVERHEAD = "spark.executor.memoryOverhead";
  static final String JAVA_OPTIONS = "spark.executor.extraJavaOptions";

  private static final String CORES = "spark.executor.cores";
  private static final String OVERHEAD_FACTOR = "spark.executor.memoryOverheadFactor";
  private static final int LEAST_HEAP_MEGABYTES = 1024;
  private static final int HEAP_MEGABYTES = 2048;
  private static final int PROCESS_MEGABYTES = 768;
  private static final int TRIAL_MEGABYTES = 256;

  /**
   * The number of cores assumed for a standalone worker, which gives an executor all its cores and
   * enforces no overhead.
   */
  private static final int ANY_CORES = 32;

  private ExecutorSettings() {}

  /**
   * Completes {@code conf}; what the user has set stays.
   *
   * @throws UserException if it leaves too little memory
   */
  static void complete(SparkConf conf) {
    int cores = cores(conf);
    long heap = megabytes(conf, MEMORY, HEAP_MEGABYTES);
    if (heap < LEAST_HEAP_MEGABYTES) {
      throw UserException.invalid(
          MEMORY,
          conf.get(MEMORY),
          "at least 1g: every executor holds the dataset as floating-point numbers");
    }
    long wanted = PROCESS_MEGABYTES + (long) TRIAL_MEGABYTES * cores;
    long overhead =
        conf.contains(OVERHEAD) || !conf.contains(OVERHEAD_FACTOR)
            ? megabytes(conf, OVERHEAD, wanted)
            : (long) (heap * conf.getDouble(OVERHEAD_FACTOR, 0));
    if (overhead < PROCESS_MEGABYTES + TRIAL_MEGABYTES) {
      throw UserException.invalid(
          conf.contains(OVERHEAD) ? OVERHEAD : OVERHEAD_FACTOR,
          conf.contains(OVERHEAD) ? conf.get(OVERHEAD) : conf.get(OVERHEAD_FACTOR),
          "at least 1g in all: native libraries and a trial's network lie outside the heap");
    }
    conf.setIfMissing(MEMORY, heap + "m");
    if (!conf.contains(OVERHEAD_FACTOR)) {
      conf.setIfMissing(OVERHEAD, overhead + "m");
    }
    conf.set(JAVA_OPTIONS, javaOptions(conf.get(JAVA_OPTIONS, ""), heap, overhead));
  }

  private static int cores(SparkConf conf) {
    OptionalInt given =
        conf.contains(CORES) ? OptionalInt.of(conf.getInt(CORES, 1)) : OptionalInt.empty();
    boolean standalone = conf.get("spark.master").startsWith("spark:");
    return given.orElse(standalone ? ANY_CORES : 1);
  }

  private static long megabytes(SparkConf conf, String setting, long otherwise) {
    try {
      return conf.getSizeAsMb(setting, otherwise + "m");
    } catch (NumberFormatException e) {
      throw UserException.invalid(setting, conf.get(setting), "a size such as 2g");
    }
  }

  /** The user's own options, then ours, but none of ours that the user has set. */
  private static String javaOptions(String own, long heap, long overhead) {
    List<String> options = new ArrayList<>();
    if (!own.isBlank()) {
      options.add(own.strip());
    }
    List.of(
            property("maxbytes", overhead - PROCESS_MEGABYTES + "m"),
            property("maxphysicalbytes", heap + overhead + "m"),
            property("cachedir", nativeCache()))
        .stream()
        .filter(option -> !own.contains(option.substring(0, option.indexOf('=') + 1)))
        .forEach(options::add);
    return String.join(" ", options);
  }

  private static String property(String name, String value) {
    return "-Dorg.bytedeco.javacpp." + name + "=" + value;
  }

  /**
   * On the machine's own disk: homes are often shared. Libraries of a version never change. The
   * engine checks owner and mode of the folder before it loads anything from there.
   */
  private static String nativeCache() {
    return "/tmp/bigsweep-native-" + System.getProperty("user.name") + "-" + BuildInfo.version();
  }
}
