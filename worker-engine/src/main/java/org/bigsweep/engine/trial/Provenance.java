package org.bigsweep.engine.trial;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.results.Trial;

/** Where and with what a trial was trained. */
record Provenance(
    String datasetSha256,
    Optional<String> sparkVersion,
    String host,
    String cpu,
    String jvm,
    String os,
    String blas,
    String blasKernel,
    int blasThreads,
    double sgemmGflops) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /** The provenance of trials trained by this process. */
  static Provenance here(String datasetSha256, Optional<String> sparkVersion) {
    return new Provenance(
        datasetSha256,
        sparkVersion,
        hostName(),
        cpuModel(),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        Blas.name(),
        Blas.kernel(),
        Blas.threads(),
        Blas.gflops());
  }

  void describe(Trial.Builder row) {
    row.setNumericsVersion(Numerics.VERSION)
        .setEngineVersion(BuildInfo.version())
        .setCommit(BuildInfo.commit())
        .setDatasetSha256(datasetSha256)
        .setBlas(blas)
        .setBlasKernel(blasKernel)
        .setBlasThreads(blasThreads)
        .setSgemmGflops(sgemmGflops)
        .setJvm(jvm)
        .setOs(os)
        .setCpu(cpu)
        .setSparkVersion(sparkVersion.orElse(null))
        .setHost(host);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  private static String cpuModel() {
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
