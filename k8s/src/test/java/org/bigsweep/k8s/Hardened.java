package org.bigsweep.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;

/** What holds for every pod: the restricted standard, a read-only root, bounded disk. */
final class Hardened {
  private Hardened() {}

  static void check(PodSpec pod) {
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(185);
    assertThat(pod.getSecurityContext().getFsGroup()).isEqualTo(185);
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(pod.getHostNetwork()).isNull();
    assertThat(pod.getHostPID()).isNull();
    assertThat(pod.getVolumes()).allSatisfy(v -> assertThat(v.getHostPath()).isNull());
    assertThat(pod.getContainers()).hasSize(1).allSatisfy(Hardened::check);
    List<String> writable =
        pod.getVolumes().stream()
            .filter(v -> v.getEmptyDir() != null)
            .map(Volume::getName)
            .toList();
    assertThat(
            pod.getContainers().get(0).getVolumeMounts().stream()
                .filter(m -> writable.contains(m.getName()))
                .map(VolumeMount::getMountPath))
        .contains("/tmp", "/opt/spark/work-dir");
  }

  private static void check(Container container) {
    var security = container.getSecurityContext();
    assertThat(security.getAllowPrivilegeEscalation()).isFalse();
    assertThat(security.getReadOnlyRootFilesystem()).isTrue();
    assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(security.getCapabilities().getAdd()).isNullOrEmpty();
    assertThat(container.getResources().getRequests()).containsKey("ephemeral-storage");
    assertThat(container.getResources().getLimits()).containsKey("ephemeral-storage");
    assertThat(container.getVolumeMounts())
        .filteredOn(m -> m.getMountPath().startsWith("/etc"))
        .allSatisfy(m -> assertThat(m.getReadOnly()).isTrue());
    assertThat(container.getEnv())
        .filteredOn(e -> e.getName().matches("(?i).*(secret|password|token|access_key).*"))
        .allSatisfy(e -> assertThat(e.getValue()).isNull())
        .allSatisfy(e -> assertThat(e.getValueFrom().getSecretKeyRef()).isNotNull());
  }
}
