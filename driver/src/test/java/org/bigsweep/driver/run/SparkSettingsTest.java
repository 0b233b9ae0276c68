package org.bigsweep.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.launcher.JavaModuleOptions;
import org.bigsweep.util.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SparkSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "local, 'local[1,4]'",
    "local[*], 'local[*,4]'",
    "local[3], 'local[3,4]'",
    "'local[3,2]', 'local[3,2]'",
    "spark://host:7077, spark://host:7077",
  })
  void tolerant_anyMaster_localOnesRetry(String given, String used) {
    assertThat(SparkSettings.tolerant(given)).isEqualTo(used);
  }

  @Test
  void of_anyMaster_setsWhatCorrectnessNeeds() {
    SparkConf conf = SparkSettings.of("test", Optional.of("local[2]"));

    assertThat(conf.get("spark.speculation")).isEqualTo("false");
    assertThat(conf.get("spark.task.cpus")).isEqualTo("1");
    assertThat(conf.get("spark.executorEnv.OMP_NUM_THREADS")).isEqualTo("1");
    assertThat(conf.get("spark.ui.killEnabled")).isEqualTo("false");
  }

  @Test
  void of_standaloneWithSecret_encryptsUnlessTheUserSaysNot() {
    Optional<String> master = Optional.of("spark://host:7077");
    withProperties(
        Map.of("spark.authenticate", "true", "spark.authenticate.secret", "unknown"),
        () ->
            assertThat(SparkSettings.of("test", master).get("spark.network.crypto.enabled"))
                .isEqualTo("true"));
    withProperties(
        Map.of("spark.authenticate", "true", "spark.network.crypto.enabled", "false"),
        () ->
            assertThat(SparkSettings.of("test", master).get("spark.network.crypto.enabled"))
                .isEqualTo("false"));
    assertThat(SparkSettings.of("test", master).contains("spark.network.crypto.enabled")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "spark://host:7077, false, true, true",
    "spark://host:7077, true, true, false",
    "spark://host:7077, true, false, true",
    "local[2], false, true, false",
  })
  void keysTravelInTheClear_anyCluster_onlyWithoutSecretAndEncryption(
      String master, String secret, String encrypted, boolean told) {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.master", master)
            .set("spark.authenticate", secret)
            .set("spark.network.crypto.enabled", encrypted);

    assertThat(SparkSettings.keysTravelInTheClear(conf, Map.of())).isFalse();
    assertThat(SparkSettings.keysTravelInTheClear(conf, Map.of("AWS_SECRET_ACCESS_KEY", "x")))
        .isEqualTo(told);
    conf.set("spark.hadoop.fs.s3a.bucket.lab.secret.key", "x");
    assertThat(SparkSettings.keysTravelInTheClear(conf, Map.of())).isEqualTo(told);
  }

  @Test
  void of_otherMachines_completesMemoryAndNativeLimits() {
    SparkConf conf = SparkSettings.of("test", Optional.of("k8s://host"));

    assertThat(conf.get("spark.executor.memory")).isEqualTo("2048m");
    assertThat(conf.get("spark.executor.memoryOverhead")).isEqualTo("1024m");
    assertThat(conf.get("spark.executor.extraJavaOptions"))
        .contains(
            "-Dorg.bytedeco.javacpp.maxbytes=256m",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=3072m",
            "-Dorg.bytedeco.javacpp.cachedir=/tmp/bigsweep-native-");
    assertThat(conf.getBoolean("spark.authenticate", false)).isTrue();
  }

  /** A driver that is started there reads them before the program can make any. */
  @Test
  void of_kubernetes_secretsAreGuardedAsItsFilesAndSlurmsSay() throws IOException {
    SparkConf ours = SparkSettings.of("test", Optional.of("k8s://host"));
    Map<String, String> kubernetes = settings("../k8s/base/conf/spark-defaults.conf");
    Map<String, String> slurm = settings("../k8s/slurm/bigsweep.sbatch");

    for (String key :
        List.of("spark.authenticate", "spark.network.crypto.enabled", "spark.redaction.regex")) {
      assertThat(kubernetes).containsEntry(key, ours.get(key));
    }
    Pattern guarding = Pattern.compile("spark\\.(authenticate|network\\.crypto|redaction|ui)\\b.*");
    kubernetes.keySet().removeIf(key -> !guarding.matcher(key).matches());
    slurm.keySet().removeIf(key -> !guarding.matcher(key).matches());
    // each has the secret in its own way
    kubernetes.keySet().removeIf(key -> key.startsWith("spark.authenticate.secret"));
    slurm.keySet().removeIf(key -> key.startsWith("spark.authenticate.secret"));
    assertThat(slurm).hasSizeGreaterThan(5).isEqualTo(kubernetes);
  }

  /** The lines of a file that are Spark properties. */
  private static Map<String, String> settings(String file) throws IOException {
    Map<String, String> settings = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of(file))) {
      String[] words = line.split("\\s+", 2);
      if (words.length == 2 && words[0].startsWith("spark.")) {
        settings.put(words[0], words[1]);
      }
    }
    return settings;
  }

  @Test
  void of_usersExecutorSettings_stay() {
    withProperties(
        Map.of(
            "spark.executor.memory", "8g",
            "spark.executor.cores", "4",
            "spark.executor.extraJavaOptions", "-Dorg.bytedeco.javacpp.cachedir=/big -Dmine=1"),
        () -> {
          SparkConf conf = SparkSettings.of("test", Optional.of("spark://host:7077"));

          assertThat(conf.get("spark.executor.memory")).isEqualTo("8g");
          assertThat(conf.get("spark.executor.memoryOverhead")).isEqualTo("1792m");
          assertThat(conf.get("spark.executor.extraJavaOptions"))
              .isEqualTo(
                  "-Dorg.bytedeco.javacpp.cachedir=/big -Dmine=1"
                      + " -Dorg.bytedeco.javacpp.maxbytes=1024m"
                      + " -Dorg.bytedeco.javacpp.maxphysicalbytes=9984m");
        });
  }

  @ParameterizedTest
  @CsvSource({
    "spark.executor.memory, 512m, 'Invalid spark.executor.memory: 512m (must be at least 1g:'",
    "spark.executor.memory, much, 'Invalid spark.executor.memory: much (must be a size such as"
        + " 2g)'",
    "spark.executor.memoryOverhead, 384m, 'Invalid spark.executor.memoryOverhead: 384m (must be'",
    "spark.executor.memoryOverheadFactor, 0.1, 'Invalid spark.executor.memoryOverheadFactor: 0.1'",
  })
  void check_tooLittleMemory_saysSo(String setting, String value, String sentence) {
    withProperties(
        Map.of(setting, value),
        () ->
            assertThatThrownBy(() -> SparkSettings.check(Optional.of("spark://host:7077")))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith(sentence));
  }

  @Test
  void check_standaloneWithoutSecret_warnsOnce() throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      Optional<String> master = Optional.of("spark://127.0.0.1:" + listening.getLocalPort());

      assertThat(SparkSettings.check(master))
          .singleElement()
          .asString()
          .contains(master.get(), "spark.authenticate.secret");
      withProperties(
          Map.of("spark.authenticate", "true", "spark.authenticate.secret", "unknown"),
          () -> assertThat(SparkSettings.check(master)).isEmpty());
      withProperties(
          Map.of("spark.hadoop.fs.s3a.secret.key", "unknown"),
          () ->
              assertThat(SparkSettings.check(master))
                  .anyMatch(w -> w.contains("keys of the object store travel to executors")));
    }
    assertThat(SparkSettings.check(Optional.of("local[2]"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "spark://127.0.0.1:1, 'Cannot reach spark://127.0.0.1:1: Connection refused'",
    "spark://nowhere.invalid:7077, 'Cannot reach spark://nowhere.invalid:7077: there is no such"
        + " host'",
    "spark://host, 'Invalid --master: spark://host (must be as in spark://HOST:PORT)'",
  })
  void check_masterOutOfReach_saysSo(String master, String sentence) {
    assertThatThrownBy(() -> SparkSettings.check(Optional.of(master)))
        .isInstanceOf(UserException.class)
        .hasMessage(sentence);
  }

  @ParameterizedTest
  @CsvSource({
    "spark.authenticate.secret",
    "spark.hadoop.fs.s3a.access.key",
    "spark.hadoop.fs.s3a.secret.key",
    "spark.hadoop.fs.s3a.session.token",
    "spark.hadoop.fs.s3a.encryption.key",
    "spark.ssl.keyPassword",
    "AWS_SECRET_ACCESS_KEY",
  })
  void redaction_namesOfSecrets_areHidden(String name) {
    String pattern = SparkSettings.of("test", Optional.of("local")).get("spark.redaction.regex");

    assertThat(Pattern.compile(pattern).matcher(name).find()).isTrue();
  }

  private static void withProperties(Map<String, String> properties, Runnable test) {
    properties.forEach(System::setProperty);
    try {
      test.run();
    } finally {
      properties.keySet().forEach(System::clearProperty);
    }
  }

  @Test
  void launcherOptions_everySparkOption_isThere() throws IOException {
    List<String> launcher = Files.readAllLines(Path.of("src/main/launch/jvm.options"));

    List<String> wanted =
        Stream.of(JavaModuleOptions.defaultModuleOptionArray())
            .filter(option -> !option.equals("--add-modules=jdk.incubator.vector"))
            .toList();
    assertThat(launcher.stream().filter(line -> !line.startsWith("#"))).containsAll(wanted);
  }

  /** Java says nothing of a class that is not there. */
  @Test
  void launcherOptions_classesToCompileEarly_areThere() throws Exception {
    Pattern command = Pattern.compile("-XX:CompileCommand=.*,(org\\.bigsweep\\.[\\w.]+)::\\*,.*");
    List<String> classes =
        Files.readAllLines(Path.of("src/main/launch/jvm.options")).stream()
            .map(command::matcher)
            .filter(Matcher::matches)
            .map(found -> found.group(1))
            .toList();

    assertThat(classes).hasSize(4);
    for (String name : classes) {
      assertThatCode(() -> Class.forName(name, false, getClass().getClassLoader()))
          .as(name)
          .doesNotThrowAnyException();
    }
  }
}
