package org.bigsweep.k8s;

import static org.bigsweep.k8s.Repository.K8S;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an overlay, or the base, comes to. */
final class Manifests {
  /** Every folder that is meant for {@code kubectl kustomize}, by its name. */
  static final Map<String, Path> FOLDERS =
      Map.of(
          "base", K8S.resolve("base"),
          "pvc", K8S.resolve("overlays/pvc"),
          "s3", K8S.resolve("overlays/s3"),
          "operator", K8S.resolve("overlays/operator"),
          "reader", K8S.resolve("reader"));

  private static final Map<String, Class<?>> MODELS =
      Map.of(
          "Namespace", Namespace.class,
          "ServiceAccount", ServiceAccount.class,
          "Role", Role.class,
          "RoleBinding", RoleBinding.class,
          "ConfigMap", ConfigMap.class,
          "PersistentVolumeClaim", PersistentVolumeClaim.class,
          "Job", Job.class,
          "Pod", Pod.class,
          "NetworkPolicy", NetworkPolicy.class,
          "SparkApplication", SparkApplication.class);

  private final List<Object> objects = new ArrayList<>();

  private Manifests(String yaml) {
    for (JsonNode document : StrictYaml.documents(yaml)) {
      objects.add(StrictYaml.convert(document, MODELS.get(document.path("kind").asText())));
    }
  }

  /** The rendered manifests that are kept beside the tests, so that they need no kubectl. */
  static Manifests of(String name) {
    return new Manifests(Repository.read(rendered(name)));
  }

  static Path rendered(String name) {
    return K8S.resolve("src/test/resources/rendered/" + name + ".yaml");
  }

  List<Object> objects() {
    return objects;
  }

  <T> List<T> all(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  <T> T only(Class<T> type) {
    List<T> found = all(type);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " of " + type.getSimpleName());
    }
    return found.get(0);
  }

  ConfigMap configMap(String name) {
    return all(ConfigMap.class).stream()
        .filter(map -> map.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no ConfigMap " + name));
  }
}
