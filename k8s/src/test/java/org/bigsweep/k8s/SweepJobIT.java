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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The Job of the overlay with a volume, from its manifest to results: the image's files are made by
 * the Dockerfile's lines, driver and executors are real processes, the API server is in memory.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class SweepJobIT {
  private static final String SECRET = "s3cr3t-of-this-test-and-of-no-other";
  private static final String SWEEP =
      """
      version: 1
      name: on-kubernetes
      dataset: synthetic
      fixed: {trainingImages: 1500, validationImages: 500, depth: 3, width: 64, epochs: 10}
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
  private String environmentPage = "";

  @Test
  void job_ofTheVolumeOverlay_trainsTheSweep() throws IOException, InterruptedException {
    Path folder = Repository.scratch("sweep-job");
    Image image = Image.build(folder.resolve("image"), Map.of("DATASETS", ""));
    Map<Path, FileTime> unpacked = files(image.root().resolve("opt/bigsweep"));
    assertThat(unpacked.keySet())
        .anyMatch(file -> file.startsWith(image.root().resolve("opt/bigsweep/cache/native")));
    try (ApiServer api = new ApiServer();
        Kubelet kubelet = new Kubelet(api.client(), image, folder, text -> text + SIZES)) {
      apply(api);
      Pod pod = driver(api, "bigsweep-1");

      Forked driver = kubelet.start(pod);
      while (driver.process().isAlive()) {
        kubelet.attend();
        readEnvironmentPage(driver);
        Thread.sleep(200);
      }

      assertThat(driver.output()).contains("4/4 trials");
      assertThat(driver.process().exitValue()).isZero();
      assertThat(kubelet.pods()).hasSize(3);
      assertThat(kubelet.claim("bigsweep-results").resolve("trials")).isDirectory();
      assertThat(environmentPage).contains("spark.authenticate.secret.file", "cachedir");
      assertNoSecret(kubelet, folder);
      assertRole(api.asked());
      assertThat(files(image.root().resolve("opt/bigsweep"))).isEqualTo(unpacked);

      Forked again = kubelet.start(driver(api, "bigsweep-2"));
      assertThat(again.end()).isZero();
      assertThat(again.output()).contains("nothing to do, all 4 trials");
    }
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

  private void readEnvironmentPage(Forked driver) throws IOException, InterruptedException {
    Matcher ui = Pattern.compile("Spark UI: (http://\\S+)").matcher(driver.output());
    if (!environmentPage.isEmpty() || !ui.find()) {
      return;
    }
    HttpResponse<String> page =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(ui.group(1) + "/environment/")).build(),
                HttpResponse.BodyHandlers.ofString());
    environmentPage = page.body();
  }

  private void assertNoSecret(Kubelet kubelet, Path folder) throws IOException {
    assertThat(environmentPage).doesNotContain(SECRET);
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
