package org.bigsweep.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bigsweep.k8s.Repository.K8S;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bigsweep.results.testing.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ManifestsTest {
  private static final Pod DRIVER = template("driver");
  private static final Pod EXECUTOR = template("executor");

  private static Pod template(String name) {
    return StrictYaml.parse(Repository.read(K8S.resolve("base/run/" + name + ".yaml")), Pod.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "pvc", "s3", "operator", "reader"})
  void rendered_manifests_areWhatKubectlMakes(String name)
      throws IOException, InterruptedException {
    String folder = Manifests.FOLDERS.get(name).toString();
    Process kubectl =
        new ProcessBuilder(Kubectl.program().toString(), "kustomize", folder)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String made = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(kubectl.waitFor()).isZero();
    assertThat(byName(Repository.read(Manifests.rendered(name))))
        .as("kubectl kustomize %s > %s", folder, Manifests.rendered(name))
        .isEqualTo(byName(made));
  }

  private static Map<String, JsonNode> byName(String yaml) {
    Map<String, JsonNode> documents = new TreeMap<>();
    for (JsonNode document : StrictYaml.documents(yaml)) {
      String name = document.path("kind").asText() + "/" + document.at("/metadata/name").asText();
      assertThat(documents.put(name, document)).as(name).isNull();
    }
    return documents;
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "pvc", "s3", "operator", "reader"})
  void objects_all_areInTheNamespaceAndLabelled(String name) {
    assertThat(Manifests.of(name).all(io.fabric8.kubernetes.api.model.HasMetadata.class))
        .isNotEmpty()
        .allSatisfy(
            object -> {
              assertThat(object.getMetadata().getLabels())
                  .containsEntry("app.kubernetes.io/name", "bigsweep");
              if (!object.getKind().equals("Namespace")) {
                assertThat(object.getMetadata().getNamespace()).isEqualTo("bigsweep");
              }
            });
  }

  @Test
  void pods_all_areHardened() {
    Hardened.check(DRIVER.getSpec());
    Hardened.check(EXECUTOR.getSpec());
    for (String overlay : List.of("base", "pvc", "s3")) {
      Hardened.check(pod(overlay));
    }
    Pod reader = Manifests.of("reader").only(Pod.class);
    Hardened.check(reader.getSpec());
    assertThat(reader.getSpec().getContainers().get(0).getImage())
        .isEqualTo(Release.read().image());
    SparkApplication.Spec application = application().spec();
    Hardened.check(application.driverSpec().podTemplateSpec().getSpec());
    Hardened.check(application.executorSpec().podTemplateSpec().getSpec());
  }

  @Test
  void accounts_executor_hasNoTokenAndTheDriversRoleStaysInItsNamespace() {
    assertThat(EXECUTOR.getSpec().getAutomountServiceAccountToken()).isFalse();
    Manifests base = Manifests.of("base");
    assertThat(pod("base").getServiceAccountName()).isEqualTo("bigsweep");
    RoleBinding binding = base.only(RoleBinding.class);
    assertThat(binding.getRoleRef().getKind()).isEqualTo("Role");
    assertThat(binding.getSubjects())
        .singleElement()
        .satisfies(s -> assertThat(s.getNamespace()).isEqualTo("bigsweep"));
    List<PolicyRule> rules = base.only(Role.class).getRules();
    assertThat(rules)
        .allSatisfy(rule -> assertThat(rule.getApiGroups()).containsExactly(""))
        .allSatisfy(rule -> assertThat(rule.getVerbs()).doesNotContain("*"));
    assertThat(rules.stream().flatMap(rule -> rule.getResources().stream()))
        .containsExactlyInAnyOrder("pods", "configmaps", "services", "persistentvolumeclaims");
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "pvc", "s3"})
  void job_pod_agreesWithTheDriversTemplate(String overlay) {
    PodSpec job = pod(overlay);
    PodSpec template = DRIVER.getSpec();

    assertThat(job.getSecurityContext()).isEqualTo(template.getSecurityContext());
    assertThat(job.getTerminationGracePeriodSeconds())
        .isEqualTo(template.getTerminationGracePeriodSeconds());
    assertThat(job.getVolumes()).containsAll(template.getVolumes());
    Container driver = job.getContainers().get(0);
    Container expected = template.getContainers().get(0);
    assertThat(driver.getSecurityContext()).isEqualTo(expected.getSecurityContext());
    assertThat(driver.getVolumeMounts()).containsAll(expected.getVolumeMounts());
    assertThat(driver.getResources().getLimits())
        .containsAllEntriesOf(expected.getResources().getLimits());
    assertThat(driver.getImage()).isEqualTo(Release.read().image());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pvc", "s3"})
  void job_filesOfItsCommand_areInItsConfigMaps(String overlay) {
    Manifests manifests = Manifests.of(overlay);
    Container driver = pod(overlay).getContainers().get(0);

    for (Volume volume : pod(overlay).getVolumes()) {
      if (volume.getConfigMap() == null) {
        continue;
      }
      ConfigMap map = manifests.configMap(volume.getConfigMap().getName());
      String folder =
          driver.getVolumeMounts().stream()
              .filter(m -> m.getName().equals(volume.getName()))
              .findFirst()
              .orElseThrow()
              .getMountPath();
      assertThat(
              driver.getArgs().stream()
                  .map(argument -> argument.substring(argument.indexOf('=') + 1))
                  .filter(argument -> argument.startsWith(folder + "/"))
                  .map(argument -> argument.substring(folder.length() + 1)))
          .allSatisfy(file -> assertThat(map.getData()).containsKey(file));
    }
    assertThat(driver.getArgs()).contains("/etc/bigsweep/run/sweep.yaml", "$(RESULTS)");
    assertThat(driver.getEnv()).extracting(EnvVar::getName).contains("RESULTS");
  }

  /** A podFailurePolicy would have Kubernetes wait for a pod that a lost node never reports. */
  @ParameterizedTest
  @ValueSource(strings = {"base", "pvc", "s3"})
  void job_podOnALostNode_isReplacedWhileItIsTerminating(String overlay) {
    JobSpec job = Manifests.of(overlay).only(Job.class).getSpec();

    assertThat(job.getPodFailurePolicy()).isNull();
    assertThat(job.getPodReplacementPolicy()).isEqualTo("TerminatingOrFailed");
    assertThat(job.getBackoffLimit()).isGreaterThanOrEqualTo(50);
    assertThat(job.getTemplate().getSpec().getRestartPolicy()).isEqualTo("Never");
  }

  /** Exit code 3, some trials failed, is final: to Kubernetes it is a success. No other code is. */
  @ParameterizedTest
  @CsvSource({"0,0", "3,0", "64,64", "74,74", "75,75", "143,143"})
  void job_exitCodes_areTheDriversButForFailedTrials(int driver, int pod)
      throws IOException, InterruptedException {
    List<String> args = pod("base").getContainers().get(0).getArgs();
    int submit = args.indexOf("/opt/spark/bin/spark-submit");
    assertThat(args.get(0)).isEqualTo("/usr/bin/tini");
    List<String> command = new ArrayList<>(args.subList(0, submit));
    command.set(0, Requires.program("tini", "tini").toString());
    command.addAll(List.of("sh", "-c", "exit " + driver));

    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isEqualTo(pod);
  }

  @Test
  void pvc_claim_isMountedByDriverAndExecutors() {
    Manifests pvc = Manifests.of("pvc");
    PersistentVolumeClaim claim = pvc.only(PersistentVolumeClaim.class);

    assertThat(claim.getSpec().getAccessModes()).containsExactly("ReadWriteMany");
    assertThat(pod("pvc").getVolumes())
        .filteredOn(v -> v.getPersistentVolumeClaim() != null)
        .singleElement()
        .satisfies(
            v ->
                assertThat(v.getPersistentVolumeClaim().getClaimName())
                    .isEqualTo(claim.getMetadata().getName()));
    assertThat(storage("pvc"))
        .containsEntry(
            "spark.kubernetes.executor.volumes.persistentVolumeClaim.results.options.claimName",
            claim.getMetadata().getName());
  }

  @Test
  void s3_keys_areReferencesToASecret() {
    assertThat(pod("s3").getContainers().get(0).getEnv())
        .filteredOn(e -> e.getName().startsWith("AWS_"))
        .hasSize(2)
        .allSatisfy(
            e -> assertThat(e.getValueFrom().getSecretKeyRef().getName()).isEqualTo("bigsweep-s3"));
    assertThat(storage("s3"))
        .containsEntry(
            "spark.kubernetes.executor.secretKeyRef.AWS_SECRET_ACCESS_KEY",
            "bigsweep-s3:secret-key")
        .allSatisfy(
            (key, value) -> assertThat(key).doesNotContain("fs.s3a.secret", "fs.s3a.access"));
  }

  @Test
  void conf_sparksTraffic_isAuthenticatedAndEncrypted() {
    assertThat(defaults())
        .containsEntry("spark.authenticate", "true")
        .containsEntry("spark.network.crypto.enabled", "true")
        .containsEntry("spark.network.crypto.saslFallback", "false")
        .doesNotContainKey("spark.authenticate.secret");
    String secretFolder = "/etc/bigsweep/auth";
    assertThat(defaults().get("spark.authenticate.secret.file")).startsWith(secretFolder + "/");
    assertThat(EXECUTOR.getSpec().getContainers().get(0).getVolumeMounts())
        .anyMatch(mount -> mount.getMountPath().equals(secretFolder));
  }

  @Test
  void operator_application_isTheJobInItsWords() {
    Manifests operator = Manifests.of("operator");
    SparkApplication application = application();

    assertThat(operator.all(Job.class)).isEmpty();
    assertThat(application.apiVersion()).isEqualTo("spark.apache.org/v1");
    Map<String, String> expected = new TreeMap<>(defaults());
    expected.putAll(storage("pvc"));
    expected.put("spark.kubernetes.container.image", Release.read().image());
    assertThat(new TreeMap<>(application.spec().sparkConf())).isEqualTo(expected);
    assertThat(application.spec().runtimeVersions().sparkVersion())
        .isEqualTo(Release.read().spark());
    assertThat(pod("pvc").getContainers().get(0).getArgs())
        .contains(application.spec().mainClass(), application.spec().jars());
    assertThat(application.spec().driverArgs())
        .containsExactly("run", "/etc/bigsweep/run/sweep.yaml", "--out", "file:///results");
    var driver = application.spec().driverSpec().podTemplateSpec();
    var executor = application.spec().executorSpec().podTemplateSpec();
    assertThat(driver.getSpec()).isEqualTo(DRIVER.getSpec());
    assertThat(driver.getMetadata()).isEqualTo(DRIVER.getMetadata());
    assertThat(executor.getSpec()).isEqualTo(EXECUTOR.getSpec());
    assertThat(executor.getMetadata()).isEqualTo(EXECUTOR.getMetadata());
  }

  @Test
  void sweep_shipped_isTheDemo() {
    assertThat(withoutComments("k8s/base/run/sweep.yaml"))
        .isEqualTo(withoutComments("sweeps/demo.yaml"));
  }

  private static List<String> withoutComments(String file) {
    return Repository.read(Repository.ROOT.resolve(file))
        .lines()
        .filter(line -> !line.startsWith("#"))
        .toList();
  }

  private static PodSpec pod(String overlay) {
    return Manifests.of(overlay).only(Job.class).getSpec().getTemplate().getSpec();
  }

  private static SparkApplication application() {
    return Manifests.of("operator").only(SparkApplication.class);
  }

  private static Map<String, String> defaults() {
    return SparkProperties.parse(
        Manifests.of("base").configMap("bigsweep-conf").getData().get("spark-defaults.conf"));
  }

  private static Map<String, String> storage(String overlay) {
    return SparkProperties.parse(
        Manifests.of(overlay).configMap("bigsweep-run").getData().get("storage.conf"));
  }
}
