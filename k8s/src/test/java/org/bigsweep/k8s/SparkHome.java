package org.bigsweep.k8s;

import static org.bigsweep.k8s.Repository.K8S;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** A Spark distribution of the build's jars. */
final class SparkHome {
  private SparkHome() {}

  static void install(Path home) throws IOException {
    Path jars = Files.createDirectories(home.resolve("jars"));
    for (Path folder : List.of(Repository.SPARK_JARS, Repository.KUBERNETES_JARS)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path jar : files.toList()) {
          Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
        }
      }
    }
    Files.createDirectories(home.resolve("work-dir"));
    Path submit = home.resolve("bin/spark-submit");
    Files.createDirectories(submit.getParent());
    Files.copy(K8S.resolve("src/test/resources/spark-submit"), submit);
    Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
