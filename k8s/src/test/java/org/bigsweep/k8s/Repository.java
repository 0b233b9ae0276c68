package org.bigsweep.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where things are. */
final class Repository {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  static final Path K8S = ROOT.resolve("k8s");
  static final Path JAR = ROOT.resolve("driver/target/bigsweep.jar");
  static final Path SPARK_JARS = ROOT.resolve("driver/target/spark-jars");
  static final Path KUBERNETES_JARS = K8S.resolve("target/kubernetes-jars");

  private Repository() {}

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
