package org.bigsweep.k8s;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import java.util.List;

/**
 * What Kubernetes' Job controller decides about a Job of one pod at a time, by the documented rules
 * of {@code batch/v1}: a terminating pod counts as failed, unless the Job replaces failed pods
 * only, which a {@code podFailurePolicy} implies. Back-off, which only delays, is left out.
 */
record JobController(JobSpec spec) {
  enum Decision {
    WAIT,
    REPLACE,
    COMPLETE,
    FAIL
  }

  Decision decide(List<Pod> pods) {
    if (pods.stream().anyMatch(pod -> isIn(pod, "Succeeded"))) {
      return Decision.COMPLETE;
    }
    long failed = pods.stream().filter(this::isFailed).count();
    if (failed < pods.size()) {
      return Decision.WAIT;
    }
    return failed > spec.getBackoffLimit() ? Decision.FAIL : Decision.REPLACE;
  }

  private boolean isFailed(Pod pod) {
    boolean terminating = pod.getMetadata().getDeletionTimestamp() != null;
    return isIn(pod, "Failed") || terminating && !onlyFailedAreReplaced();
  }

  private boolean onlyFailedAreReplaced() {
    return spec.getPodFailurePolicy() != null || "Failed".equals(spec.getPodReplacementPolicy());
  }

  private static boolean isIn(Pod pod, String phase) {
    return phase.equals(pod.getStatus().getPhase());
  }
}
