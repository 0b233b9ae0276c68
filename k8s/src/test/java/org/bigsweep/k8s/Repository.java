package org.bigsweep.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where things are. */
final class Repository {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  static final Path K8S = ROOT.resolve("k8s");
  static final Path JAR = ROOT.resolve("driver/target/bigsweep.jar");
  static final Path SPARK_JARS = ROOT.resolve("driver/target/spark-jars");
  static final Path KUBERNETES_JARS = K8S.resolve("target/kubernetes-jars");

  private Repository() {}

  /** An empty folder below {@code target}; what a test leaves there can be looked at afterwards. */
  static Path scratch(String name) throws IOException {
    Path folder = K8S.resolve("target").resolve(name);
    delete(folder);
    return Files.createDirectories(folder);
  }

  /** Deletes a folder with all that is in it, if it is there. */
  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
