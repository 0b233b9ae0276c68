package org.bigsweep.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bigsweep.k8s.Repository.K8S;
import static org.bigsweep.k8s.Repository.ROOT;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The documented spark-submit in cluster mode, and the objects that it makes. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
final class SubmissionIT {
  private static final String KEY = "AKIA-of-this-test-and-of-no-other";

  private ApiServer api;

  @Test
  void submission_asDocumented_makesDriverServiceAndConfiguration()
      throws IOException, InterruptedException {
    Path folder = Repository.scratch("submission");
    try (ApiServer server = new ApiServer()) {
      api = server;
      for (String storage : List.of("pvc", "s3")) {
        Forked submit = submit(folder, storage);
        assertThat(submit.end()).as(submit.output()).isZero();
        assertThat(submit.output()).doesNotContain(KEY);
      }
      List<Pod> pods = api.client().pods().inNamespace("bigsweep").list().getItems();
      assertThat(pods).hasSize(2);
      Pod pvc = pod(pods, "file:///results");
      Pod s3 = pod(pods, "s3a://my-bucket/results");
      assertDriver(pvc);
      assertDriver(s3);
      assertConfiguration(pvc);
      assertService(pvc);
      assertThat(pvc.getSpec().getVolumes())
          .anyMatch(
              volume ->
                  volume.getPersistentVolumeClaim() != null
                      && volume
                          .getPersistentVolumeClaim()
                          .getClaimName()
                          .equals("bigsweep-results"));
      assertKeysAreReferences(s3);
    }
  }

  private Forked submit(Path folder, String storage) throws IOException {
    Path home = folder.resolve("spark");
    if (!Files.exists(home)) {
      SparkHome.install(home);
    }
    String command =
        Documentation.of(Repository.read(K8S.resolve("README.md")))
            .with("bin/spark-submit")
            .replace("https://api.example.org:6443", api.address())
            .replace(
                "--class",
                "--conf spark.kubernetes.trust.certificates=true"
                    + " --conf spark.kubernetes.submission.waitAppCompletion=false --class")
            .replace("k8s/overlays/pvc", "k8s/overlays/" + storage)
            .replace(
                "file:///results",
                storage.equals("s3") ? "s3a://my-bucket/results" : "file:///results");
    assertThat(command).contains(api.address(), "trust.certificates");
    return Forked.start(
        List.of("bash", "-c", ". k8s/release/release.env; " + command),
        Map.of(
            "SPARK_HOME", home.toString(), "AWS_ACCESS_KEY_ID", KEY, "AWS_SECRET_ACCESS_KEY", KEY),
        ROOT,
        folder.resolve(storage + ".log"));
  }

  private static Pod pod(List<Pod> pods, String results) {
    return pods.stream()
        .filter(pod -> driver(pod).getArgs().contains(results))
        .findFirst()
        .orElseThrow();
  }

  private static Container driver(Pod pod) {
    return pod.getSpec().getContainers().get(0);
  }

  private static void assertDriver(Pod pod) {
    Hardened.check(pod.getSpec());
    assertThat(pod.getMetadata().getLabels())
        .containsEntry("app.kubernetes.io/name", "bigsweep")
        .containsEntry("spark-role", "driver");
    assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("bigsweep");
    assertThat(pod.getSpec().getTerminationGracePeriodSeconds()).isEqualTo(120);
    Container driver = driver(pod);
    assertThat(driver.getImage()).isEqualTo(Release.read().image());
    // heap and overhead of 2 GiB each
    assertThat(driver.getResources().getRequests().get("memory"))
        .isEqualTo(Quantity.parse("4096Mi"));
    assertThat(driver.getResources().getLimits().get("memory")).isEqualTo(Quantity.parse("4096Mi"));
    assertThat(driver.getArgs())
        .containsSubsequence(
            "driver",
            "--class",
            "org.bigsweep.driver.cli.Bigsweep",
            "local:///opt/bigsweep/lib/bigsweep.jar",
            "run",
            "/etc/bigsweep/run/sweep.yaml",
            "--out");
    List<String> mounted = new ArrayList<>();
    driver.getVolumeMounts().forEach(mount -> mounted.add(mount.getMountPath()));
    assertThat(mounted)
        .contains("/tmp", "/opt/spark/work-dir", "/etc/bigsweep/auth", "/etc/bigsweep/run");
    assertThat(pod.getSpec().getVolumes())
        .filteredOn(volume -> volume.getSecret() != null)
        .singleElement()
        .satisfies(
            volume -> {
              assertThat(volume.getSecret().getSecretName()).isEqualTo("bigsweep-auth");
              assertThat(volume.getSecret().getDefaultMode()).isEqualTo(0440);
            });
  }

  private void assertConfiguration(Pod pod) {
    List<ConfigMap> maps = api.client().configMaps().inNamespace("bigsweep").list().getItems();
    String properties =
        maps.stream()
            .filter(map -> isOwnedBy(map.getMetadata().getOwnerReferences(), pod))
            .map(map -> map.getData().get("spark.properties"))
            .filter(text -> text != null)
            .findFirst()
            .orElseThrow();
    assertThat(SparkProperties.parse(properties))
        .containsEntry("spark.authenticate", "true")
        .containsEntry("spark.authenticate.secret.file", "/etc/bigsweep/auth/secret")
        .containsEntry("spark.network.crypto.enabled", "true")
        .containsEntry("spark.executor.cores", "4")
        .containsEntry("spark.ui.killEnabled", "false")
        .containsKey("spark.redaction.regex")
        .doesNotContainKey("spark.authenticate.secret");
    String template =
        maps.stream()
            .flatMap(map -> map.getData().values().stream())
            .filter(text -> text.startsWith("# Template of executor pods"))
            .findFirst()
            .orElseThrow();
    assertThat(template).isEqualTo(Repository.read(K8S.resolve("base/run/executor.yaml")));
  }

  private void assertService(Pod pod) {
    Service service =
        api.client().services().inNamespace("bigsweep").list().getItems().stream()
            .filter(s -> isOwnedBy(s.getMetadata().getOwnerReferences(), pod))
            .findFirst()
            .orElseThrow();
    assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
    assertThat(pod.getMetadata().getLabels()).containsAllEntriesOf(service.getSpec().getSelector());
  }

  private static boolean isOwnedBy(List<OwnerReference> owners, Pod pod) {
    return owners.stream().anyMatch(o -> o.getName().equals(pod.getMetadata().getName()));
  }

  /** Also though the submitter has keys of its own in its environment. */
  private void assertKeysAreReferences(Pod pod) {
    for (String name : List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")) {
      EnvVar variable =
          driver(pod).getEnv().stream()
              .filter(e -> e.getName().equals(name))
              .findFirst()
              .orElseThrow();
      assertThat(variable.getValueFrom().getSecretKeyRef().getName()).isEqualTo("bigsweep-s3");
    }
    assertThat(Serialization.asJson(api.client().pods().inNamespace("bigsweep").list()))
        .doesNotContain(KEY);
    assertThat(Serialization.asJson(api.client().configMaps().inNamespace("bigsweep").list()))
        .doesNotContain(KEY);
  }
}
