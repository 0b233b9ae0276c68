package org.bigsweep.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bigsweep.k8s.Repository.K8S;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ReleaseTest {
  private final Release release = Release.read();

  @Test
  void release_versions_areThoseOfTheBuild() {
    assertThat(release.spark()).isEqualTo(System.getProperty("spark.version"));
    assertThat(release.scala()).isEqualTo(System.getProperty("scala.version"));
    assertThat(release.java()).isEqualTo(System.getProperty("java.release"));
    assertThat(release.image()).endsWith("bigsweep:" + System.getProperty("bigsweep.version"));
  }

  @Test
  void dockerfile_base_isTheReleasesAndNothingElse() {
    String dockerfile = Repository.read(K8S.resolve("Dockerfile"));

    assertThat(dockerfile)
        .contains("ARG SPARK_VERSION\n", "ARG SCALA_VERSION\n", "ARG JAVA_VERSION\n");
    assertThat(
            dockerfile
                .lines()
                .filter(line -> line.startsWith("FROM "))
                .map(
                    line ->
                        line.substring("FROM ".length())
                            .replace("${SPARK_VERSION}", release.spark())
                            .replace("${SCALA_VERSION}", release.scala())
                            .replace("${JAVA_VERSION}", release.java())))
        .containsExactly(release.baseImage());
  }

  /** Rendered manifests aside, which are checked against these files. */
  @Test
  void files_versions_standInTheReleaseAlone() throws IOException {
    try (Stream<Path> files = Files.walk(K8S)) {
      List<Path> others =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !file.startsWith(K8S.resolve("target")))
              .filter(file -> !file.startsWith(K8S.resolve("src")))
              .filter(file -> !file.endsWith("release.env") && !file.endsWith("pom.xml"))
              .toList();
      assertThat(others).isNotEmpty();
      for (Path file : others) {
        assertThat(Repository.read(file))
            .as(file.toString())
            .doesNotContain(release.spark(), "bigsweep:" + System.getProperty("bigsweep.version"));
      }
    }
  }
}
