package org.bigsweep.k8s;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.List;
import java.util.Map;

/**
 * The part of the Apache Spark operator's {@code spark.apache.org/v1} that we use, by the names and
 * types of its {@code ApplicationSpec}.
 */
record SparkApplication(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
  record Spec(
      String mainClass,
      String jars,
      List<String> driverArgs,
      RuntimeVersions runtimeVersions,
      ApplicationTolerations applicationTolerations,
      Map<String, String> sparkConf,
      Template driverSpec,
      Template executorSpec) {}

  record RuntimeVersions(String sparkVersion, String scalaVersion, String jdkVersion) {}

  enum RestartPolicy {
    Always,
    Never,
    OnFailure,
    OnInfrastructureFailure
  }

  enum ResourceRetainPolicy {
    Always,
    OnFailure,
    Never
  }

  record RestartConfig(
      RestartPolicy restartPolicy, Long maxRestartAttempts, Long restartBackoffMillis) {}

  record ApplicationTolerations(
      RestartConfig restartConfig, ResourceRetainPolicy resourceRetainPolicy) {}

  record Template(PodTemplateSpec podTemplateSpec) {}
}
