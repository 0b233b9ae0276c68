package org.bigsweep.k8s;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.ObjectFieldSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bigsweep.results.testing.Requires;

/**
 * Runs pods as processes of this machine: environment, arguments and mounts as the pod says, the
 * image's entry point as Spark's has it. What a container would see at a mount's path, the process
 * finds below a folder: paths in arguments, environment and Spark's properties are rewritten.
 */
final class Kubelet implements AutoCloseable {
  private static final String IP = "127.0.0.1";
  private static final String TINI = "/usr/bin/tini";
  private static final Pattern REFERENCE = Pattern.compile("\\$\\((\\w+)\\)");

  private final KubernetesClient client;
  private final Image image;
  private final Path folder;
  private final UnaryOperator<String> properties;
  private final Map<String, Forked> running = new TreeMap<>();

  /**
   * @param properties what is done to files of Spark properties before they are mounted
   */
  Kubelet(KubernetesClient client, Image image, Path folder, UnaryOperator<String> properties) {
    this.client = client;
    this.image = image;
    this.folder = folder;
    this.properties = properties;
  }

  /** Where a claim's files are. */
  Path claim(String name) {
    return folder.resolve("claims").resolve(name);
  }

  /** Starts a pod that the API server knows. */
  Forked start(Pod pod) throws IOException {
    String name = pod.getMetadata().getName();
    Path home = Files.createDirectories(folder.resolve(name));
    Container container = pod.getSpec().getContainers().get(0);
    Map<String, Path> mounts =
        new TreeMap<>(
            Comparator.comparing(String::length)
                .reversed()
                .thenComparing(Comparator.naturalOrder()));
    Map<String, Volume> volumes =
        pod.getSpec().getVolumes().stream()
            .collect(Collectors.toMap(Volume::getName, volume -> volume));
    for (VolumeMount mount : container.getVolumeMounts()) {
      mounts.put(mount.getMountPath(), place(volumes.get(mount.getName()), home));
    }
    for (String own : List.of("/opt", "/tmp")) {
      mounts.putIfAbsent(own, image.root().resolve(own.substring(1)));
    }
    if (container.getArgs().contains(TINI)) {
      mounts.put(TINI, Requires.program("tini", "tini"));
    }
    for (Path mounted : mounts.values()) {
      rewriteProperties(mounted, mounts);
    }
    Map<String, String> environment = new HashMap<>(image.environment());
    environment.put("SPARK_HOME", image.root().resolve("opt/spark").toString());
    for (EnvVar variable : container.getEnv()) {
      environment.put(variable.getName(), here(value(variable, pod), mounts));
    }
    List<String> command =
        container.getArgs().equals(List.of("executor"))
            ? executor(environment)
            : container.getArgs().stream()
                .map(argument -> here(expand(argument, environment), mounts))
                .toList();
    Path work = mounts.get("/opt/spark/work-dir");
    Forked process = Forked.start(command, environment, work, home.resolve("log"));
    running.put(name, process);
    report(pod, "Running");
    return process;
  }

  /** Waits for a pod's end, reports it to the API server and gives the exit code. */
  int end(Pod pod) throws InterruptedException {
    int code = running.get(pod.getMetadata().getName()).end();
    report(pod, code == 0 ? "Succeeded" : "Failed");
    return code;
  }

  /**
   * Starts executors that were asked for, and ends those that were deleted. Spark makes an
   * executor's pod before the ConfigMap that it mounts: until then the pod waits, as at a cluster's
   * kubelet.
   */
  void attend() throws IOException {
    List<Pod> pods = client.pods().inNamespace("bigsweep").list().getItems();
    List<String> names = pods.stream().map(pod -> pod.getMetadata().getName()).toList();
    for (Pod pod : pods) {
      if (!running.containsKey(pod.getMetadata().getName()) && canMount(pod)) {
        start(pod);
      }
    }
    running.forEach(
        (name, process) -> {
          if (!names.contains(name)) {
            process.kill();
          }
        });
  }

  /** Attends until a pod says something or ends; whether it said it. */
  boolean attendUntil(Forked pod, String text) throws InterruptedException {
    return pod.await(
        () -> {
          try {
            attend();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return pod.output().contains(text);
        });
  }

  void signalExecutors(String signal) throws IOException, InterruptedException {
    for (Map.Entry<String, Forked> pod : running.entrySet()) {
      if (pod.getKey().contains("-exec-")) {
        Forked.signal(signal, pod.getValue().process().toHandle());
      }
    }
  }

  Map<String, Forked> pods() {
    return running;
  }

  @Override
  public void close() {
    running.values().forEach(Forked::kill);
  }

  private void report(Pod pod, String phase) {
    client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .editStatus(
            p ->
                new PodBuilder(p)
                    .editOrNewStatus()
                    .withPhase(phase)
                    .withPodIP(IP)
                    .endStatus()
                    .build());
  }

  private boolean canMount(Pod pod) {
    return pod.getSpec().getVolumes().stream()
        .filter(volume -> volume.getConfigMap() != null)
        .allMatch(volume -> configMap(volume.getConfigMap().getName()).get() != null);
  }

  private Resource<ConfigMap> configMap(String name) {
    return client.configMaps().inNamespace("bigsweep").withName(name);
  }

  private Path place(Volume volume, Path home) throws IOException {
    if (volume.getPersistentVolumeClaim() != null) {
      return Files.createDirectories(claim(volume.getPersistentVolumeClaim().getClaimName()));
    }
    Path place = Files.createDirectories(home.resolve("volumes").resolve(volume.getName()));
    if (volume.getConfigMap() != null) {
      var source = volume.getConfigMap();
      Map<String, String> data = configMap(source.getName()).get().getData();
      List<KeyToPath> items =
          source.getItems().isEmpty()
              ? data.keySet().stream().map(key -> new KeyToPath(key, null, key)).toList()
              : source.getItems();
      for (KeyToPath item : items) {
        Files.writeString(place.resolve(item.getPath()), data.get(item.getKey()));
      }
    } else if (volume.getSecret() != null) {
      String name = volume.getSecret().getSecretName();
      Map<String, String> data =
          client.secrets().inNamespace("bigsweep").withName(name).get().getData();
      for (Map.Entry<String, String> entry : data.entrySet()) {
        Files.write(place.resolve(entry.getKey()), Base64.getDecoder().decode(entry.getValue()));
      }
    } else if (volume.getEmptyDir() == null) {
      throw new AssertionError("unknown volume: " + volume);
    }
    return place;
  }

  private void rewriteProperties(Path mounted, Map<String, Path> mounts) throws IOException {
    for (String name : List.of("spark-defaults.conf", "storage.conf")) {
      Path file = mounted.resolve(name);
      if (Files.exists(file)) {
        Files.writeString(file, here(properties.apply(Files.readString(file)), mounts));
      }
    }
  }

  private static String here(String text, Map<String, Path> mounts) {
    String paths = mounts.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|"));
    return Pattern.compile("(?<![\\w.-])(" + paths + ")(?=/|\\s|$)")
        .matcher(text)
        .replaceAll(path -> Matcher.quoteReplacement(mounts.get(path.group(1)).toString()));
  }

  private static String expand(String argument, Map<String, String> environment) {
    return REFERENCE
        .matcher(argument)
        .replaceAll(name -> Matcher.quoteReplacement(environment.get(name.group(1))));
  }

  private String value(EnvVar variable, Pod pod) {
    if (variable.getValueFrom() == null) {
      return String.valueOf(variable.getValue());
    }
    var source = variable.getValueFrom();
    if (source.getConfigMapKeyRef() != null) {
      var key = source.getConfigMapKeyRef();
      return configMap(key.getName()).get().getData().get(key.getKey());
    }
    ObjectFieldSelector field = source.getFieldRef();
    return switch (field.getFieldPath()) {
      case "status.podIP" -> IP;
      case "metadata.name" -> pod.getMetadata().getName();
      default -> throw new AssertionError("unknown field: " + field.getFieldPath());
    };
  }

  /** The entry point's command for {@code executor}. */
  private static List<String> executor(Map<String, String> environment) {
    List<String> command = new ArrayList<>(List.of("java"));
    new TreeMap<>(environment)
        .forEach(
            (name, option) -> {
              if (name.startsWith("SPARK_JAVA_OPT_")) {
                command.add(option);
              }
            });
    command.add("-Xms" + environment.get("SPARK_EXECUTOR_MEMORY"));
    command.add("-Xmx" + environment.get("SPARK_EXECUTOR_MEMORY"));
    command.addAll(
        List.of(
            "-cp",
            environment.get("SPARK_CONF_DIR") + ":" + environment.get("SPARK_HOME") + "/jars/*",
            "org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend",
            "--driver-url",
            environment.get("SPARK_DRIVER_URL"),
            "--executor-id",
            environment.get("SPARK_EXECUTOR_ID"),
            "--cores",
            environment.get("SPARK_EXECUTOR_CORES"),
            "--app-id",
            environment.get("SPARK_APPLICATION_ID"),
            "--hostname",
            environment.get("SPARK_EXECUTOR_POD_IP"),
            "--resourceProfileId",
            environment.get("SPARK_RESOURCE_PROFILE_ID"),
            "--podName",
            environment.get("SPARK_EXECUTOR_POD_NAME")));
    return command;
  }
}
