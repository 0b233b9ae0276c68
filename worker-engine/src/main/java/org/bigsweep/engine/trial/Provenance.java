package org.bigsweep.engine.trial;

import java.util.Optional;
import org.bigsweep.engine.catalog.Numerics;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.results.Trial;
import org.bigsweep.util.Host;

/** Where a trial was trained, and with which software and hardware. */
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
  /** The provenance of trials trained by this process. */
  static Provenance here(String datasetSha256, Optional<String> sparkVersion) {
    return new Provenance(
        datasetSha256,
        sparkVersion,
        Host.name(),
        Cpu.here().model(),
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
}
