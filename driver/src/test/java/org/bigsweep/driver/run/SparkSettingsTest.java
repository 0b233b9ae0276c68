package org.bigsweep.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.launcher.JavaModuleOptions;
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
}
