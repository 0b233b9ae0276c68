package org.bigsweep.driver.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.bigsweep.driver.store.StorageSettings;
import org.bigsweep.util.UserException;

/** The Spark settings on which correctness or speed depends. They override a cluster's defaults. */
public final class SparkSettings {
  /** This process is its own executor, which is not lost when a laptop has slept. */
  private static final String NEVER = "365d";

  private static final String MASTER = "spark.master";
  private static final String AUTHENTICATE = "spark.authenticate";
  private static final String ENCRYPT = "spark.network.crypto.enabled";

  /** The pattern of what Spark's pages and logs hide: Spark's own pattern, and more. */
  private static final String SECRETS =
      "(?i)secret|password|passphrase|token|credential|access[.]?key|encryption[.]key";

  private static final String TASK_CPUS = "spark.task.cpus";
  private static final int TASK_FAILURES = 4;
  private static final Pattern LOCAL = Pattern.compile("local(?:\\[([0-9]+|\\*)\\])?");

  private SparkSettings() {}

  /** Every setting that a run makes, for {@code plan} and the log. */
  public static Map<String, String> fixed() {
    Map<String, String> settings = new LinkedHashMap<>();
    // a speculative copy would only cost time: it publishes files of the same names
    settings.put("spark.speculation", "false");
    // lost machines are retried; a trial's own failure is a row and never reaches Spark
    settings.put("spark.task.maxFailures", Integer.toString(TASK_FAILURES));
    settings.put(TASK_CPUS, "1");
    // one thread per trial; the native libraries read these when they load
    settings.put("spark.executorEnv.OMP_NUM_THREADS", "1");
    settings.put("spark.executorEnv.OPENBLAS_NUM_THREADS", "1");
    // trials have no preferred location
    settings.put("spark.locality.wait", "0");
    // without a filter anybody can open the UI, so it must not be able to kill jobs
    settings.put("spark.ui.killEnabled", "false");
    // our own progress line replaces Spark's
    settings.put("spark.ui.showConsoleProgress", "false");
    // a driver's memory must not grow with the sweep
    settings.put("spark.ui.retainedJobs", "50");
    settings.put("spark.ui.retainedStages", "50");
    settings.put("spark.ui.retainedTasks", "1000");
    return settings;
  }

  /**
   * @param master the value of {@code --master}; empty for the one that spark-submit chose or,
   *     without one, all local cores
   * @throws UserException if a setting of the user's would make a run go wrong
   */
  static SparkConf of(String application, Optional<String> master) {
    SparkConf conf = new SparkConf().setAppName(application);
    String chosen = chosen(master, conf);
    conf.setMaster(tolerant(chosen));
    fixed().forEach(conf::set);
    StorageSettings.forSpark().forEach(conf::setIfMissing);
    conf.setIfMissing("spark.redaction.regex", SECRETS);
    if (isLocal(chosen)) {
      conf.set("spark.driver.host", "localhost");
      conf.set("spark.driver.bindAddress", "127.0.0.1");
      conf.setIfMissing("spark.storage.blockManagerHeartbeatTimeoutMs", NEVER);
      conf.setIfMissing("spark.local.dir", System.getProperty("java.io.tmpdir"));
    } else {
      ExecutorSettings.complete(conf);
    }
    if (chosen.startsWith("k8s:")) {
      // Spark makes a secret for each application there
      conf.setIfMissing(AUTHENTICATE, "true");
    }
    if (conf.getBoolean(AUTHENTICATE, false)) {
      // keys of object stores travel to executors
      conf.setIfMissing(ENCRYPT, "true");
    }
    return conf;
  }

  /**
   * Checks a run's settings before anything is written.
   *
   * @return warnings for the user, a sentence each
   * @throws UserException if one would make the run go wrong, or the master is out of reach
   */
  public static List<String> check(Optional<String> master) {
    SparkConf conf = of("check", master);
    List<String> warnings = new ArrayList<>();
    boolean standalone = conf.get(MASTER).startsWith(StandaloneMaster.SCHEME);
    if (standalone) {
      StandaloneMaster.check(conf.get(MASTER));
    }
    if (standalone && !conf.getBoolean(AUTHENTICATE, false)) {
      warnings.add(
          "Warning: nobody has to prove who they are to "
              + conf.get(MASTER)
              + ": set spark.authenticate and spark.authenticate.secret, as its workers must");
    }
    if (keysTravelInTheClear(conf, System.getenv())) {
      warnings.add(
          "Warning: the keys of the object store travel to executors unencrypted: set"
              + " spark.authenticate and leave "
              + ENCRYPT
              + " on");
    }
    if (isLocal(conf.get(MASTER)) && !"1".equals(System.getenv("OMP_NUM_THREADS"))) {
      warnings.add(
          "Warning: OMP_NUM_THREADS is not 1: trials may take each other's cores; set it before"
              + " the program starts, as ./bigsweep does");
    }
    return warnings;
  }

  static boolean keysTravelInTheClear(SparkConf conf, Map<String, String> environment) {
    boolean keys =
        environment.containsKey("AWS_SECRET_ACCESS_KEY")
            || Stream.of(conf.getAllWithPrefix("spark.hadoop.fs.s3a."))
                .anyMatch(setting -> setting._1().endsWith("secret.key"));
    boolean encrypted = conf.getBoolean(AUTHENTICATE, false) && conf.getBoolean(ENCRYPT, false);
    return keys && !encrypted && !isLocal(conf.get(MASTER));
  }

  /** Whether trials are trained in this process. */
  public static boolean isLocal(Optional<String> master) {
    return isLocal(chosen(master, new SparkConf()));
  }

  private static String chosen(Optional<String> master, SparkConf conf) {
    return master.orElseGet(() -> conf.get(MASTER, "local[*]"));
  }

  private static boolean isLocal(String master) {
    return master.equals("local") || master.startsWith("local[");
  }

  /**
   * A local master that tolerates failed tasks. By default, local masters give up at a task's first
   * failure.
   */
  static String tolerant(String master) {
    Matcher local = LOCAL.matcher(master);
    if (!local.matches()) {
      return master;
    }
    String cores = Optional.ofNullable(local.group(1)).orElse("1");
    return "local[" + cores + "," + TASK_FAILURES + "]";
  }
}
