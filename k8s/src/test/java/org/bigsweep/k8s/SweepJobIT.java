package org.bigsweep.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bigsweep.k8s.JobController.Decision;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The Job of the overlay with a volume, from its manifest to results: the image's files are made by
 * the Dockerfile's lines, driver and executors are real processes, the API server is in memory.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
final class SweepJobIT {
  private static final String SECRET = "s3cr3t-of-this-test-and-of-no-other";
  private static final String SWEEP =
      """
      version: 1
      name: on-kubernetes
      dataset: synthetic
      fixed: {trainingImages: 1500, validationImages: 500, depth: 3, width: 64, epochs: 40}
      grid: {rule: [BP, BIG(balanced)]}
      seeds: 0..1
      """;

  /** Small enough for any machine; the last of a property counts. */
  private static final String SIZES =
      """

      spark.executor.instances              2
      spark.executor.cores                  1
      spark.executor.memory                 1g
      spark.driver.memory                   512m
      spark.kubernetes.trust.certificates   true
      """;

  private final Manifests manifests = Manifests.of("pvc");
  private static Image image;
  private static Map<Path, FileTime> unpacked;

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    image = Image.build(Repository.scratch("sweep-image"), Map.of("DATASETS", ""));
    unpacked = files(image.root().resolve("opt/bigsweep"));
  }

  @Test
  void job_ofTheVolumeOverlay_trainsTheSweep() throws IOException, InterruptedException {
    assertThat(unpacked.keySet())
        .anyMatch(file -> file.startsWith(image.root().resolve("opt/bigsweep/cache/native")));
    Path folder = Repository.scratch("sweep-job");
    try (ApiServer api = new ApiServer();
        Kubelet kubelet = kubelet(api, folder)) {
      apply(api);
      Forked driver = kubelet.start(driver(api, "bigsweep-1"));
      assertThat(kubelet.attendUntil(driver, "Spark UI: ")).as(driver.output()).isTrue();
      kubelet.signalExecutors("STOP");
      String environmentPage = environmentPage(driver);
      kubelet.signalExecutors("CONT");
      kubelet.attendUntil(driver, "\nresults: ");

      assertThat(driver.end()).as(driver.output()).isZero();
      assertThat(driver.output()).contains("4/4 trials");
      assertThat(kubelet.pods()).hasSize(3);
      assertThat(kubelet.claim("bigsweep-results").resolve("trials")).isDirectory();
      assertThat(environmentPage)
          .contains("spark.authenticate.secret.file", "cachedir")
          .doesNotContain(SECRET);
      assertNoSecret(kubelet);
      assertRole(api.asked());
      assertThat(files(image.root().resolve("opt/bigsweep"))).isEqualTo(unpacked);

      Forked again = kubelet.start(driver(api, "bigsweep-2"));
      assertThat(again.end()).isZero();
      assertThat(again.output()).contains("nothing to do, all 4 trials");
    }
  }

  /**
   * Nobody tells the API server that a pod on a lost node has ended: evicted, it stays Terminating.
   * The Job's controller replaces it all the same, and goes on until a pod succeeds.
   */
  @Test
  void job_driversNodeLost_isReplacedWhileItsPodTerminatesUntilTheLeaseHasExpired()
      throws IOException, InterruptedException {
    JobController controller = new JobController(manifests.only(Job.class).getSpec());
    Path folder = Repository.scratch("sweep-job-lost");
    try (ApiServer api = new ApiServer();
        Kubelet kubelet = kubelet(api, folder)) {
      apply(api);
      Forked lost = kubelet.start(driver(api, "bigsweep-1"));
      assertThat(lost.awaitOutput("waiting for executors")).as(lost.output()).isTrue();
      lost.kill();
      // executors that nobody started yet; without their driver they would end by themselves
      api.client().pods().inNamespace("bigsweep").withLabel("spark-role", "executor").delete();
      LeaseFile lease = LeaseFile.of(kubelet.claim("bigsweep-results"), "on-kubernetes");
      lease.isOfAnotherNode();
      assertThat(controller.decide(drivers(api))).isEqualTo(Decision.WAIT);
      api.client().pods().inNamespace("bigsweep").withName("bigsweep-1").delete();
      assertThat(drivers(api))
          .singleElement()
          .satisfies(
              pod -> {
                assertThat(pod.getMetadata().getDeletionTimestamp()).isNotNull();
                assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
              });
      assertThat(controller.decide(drivers(api))).isEqualTo(Decision.REPLACE);

      Pod second = driver(api, "bigsweep-2");
      Forked early = kubelet.start(second);
      assertThat(kubelet.end(second)).as(early.output()).isEqualTo(75);
      assertThat(early.output()).contains("is running it; its lease expires in");
      assertThat(controller.decide(drivers(api))).isEqualTo(Decision.REPLACE);
      lease.expire();

      Pod third = driver(api, "bigsweep-3");
      Forked next = kubelet.start(third);
      kubelet.attendUntil(next, "\nresults: ");
      assertThat(kubelet.end(third)).as(next.output()).isZero();
      assertThat(next.output()).contains("taking over from process", "4/4 trials");
      assertThat(controller.decide(drivers(api))).isEqualTo(Decision.COMPLETE);
    }
  }

  private static List<Pod> drivers(ApiServer api) {
    return api.client()
        .pods()
        .inNamespace("bigsweep")
        .withLabel("app.kubernetes.io/component", "driver")
        .list()
        .getItems();
  }

  private static Kubelet kubelet(ApiServer api, Path folder) {
    return new Kubelet(api.client(), image, folder, text -> text + SIZES);
  }

  private void apply(ApiServer api) {
    for (ConfigMap map : manifests.all(ConfigMap.class)) {
      Map<String, String> data = new HashMap<>(map.getData());
      data.computeIfPresent("sweep.yaml", (name, sweep) -> SWEEP);
      map.setData(data);
      api.client().configMaps().resource(map).create();
    }
    api.client()
        .secrets()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("bigsweep-auth")
                .withNamespace("bigsweep")
                .endMetadata()
                .addToData(
                    "secret",
                    Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8)))
                .build())
        .create();
  }

  /** The pod that the Job's controller makes. */
  private Pod driver(ApiServer api, String name) {
    var template = manifests.only(Job.class).getSpec().getTemplate();
    Pod pod =
        new PodBuilder()
            .withMetadata(template.getMetadata())
            .editMetadata()
            .withName(name)
            .withNamespace("bigsweep")
            // as Kubernetes does; here it also keeps a deleted pod until its kubelet says that it
            // ended
            .withFinalizers("batch.kubernetes.io/job-tracking")
            .endMetadata()
            .withSpec(template.getSpec())
            .build();
    pod.getSpec()
        .getContainers()
        .get(0)
        .getArgs()
        .replaceAll(argument -> argument.replace("https://kubernetes.default.svc", api.address()));
    return api.client().pods().resource(pod).create();
  }

  private static String environmentPage(Forked driver) throws IOException, InterruptedException {
    Matcher ui = Pattern.compile("Spark UI: (http://\\S+)").matcher(driver.output());
    assertThat(ui.find()).as(driver.output()).isTrue();
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(ui.group(1) + "/environment/")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static void assertNoSecret(Kubelet kubelet) throws IOException {
    kubelet.pods().values().forEach(pod -> assertThat(pod.output()).doesNotContain(SECRET));
    for (Path file : files(kubelet.claim("bigsweep-results")).keySet()) {
      assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
          .as(file.toString())
          .doesNotContain(SECRET);
    }
  }

  private void assertRole(Set<String> asked) {
    Set<String> granted = new TreeSet<>();
    manifests
        .only(Role.class)
        .getRules()
        .forEach(
            rule ->
                rule.getVerbs()
                    .forEach(
                        verb -> rule.getResources().forEach(r -> granted.add(verb + " " + r))));
    assertThat(asked).contains("create pods", "create configmaps", "deletecollection services");
    assertThat(granted).containsAll(asked);
  }

  private static Map<Path, FileTime> files(Path folder) throws IOException {
    Map<Path, FileTime> times = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        times.put(file, Files.getLastModifiedTime(file));
      }
    }
    return times;
  }
}
