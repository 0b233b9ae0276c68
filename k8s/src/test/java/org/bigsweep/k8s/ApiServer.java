package org.bigsweep.k8s;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Kubernetes API server in memory. It keeps objects and tells watchers of them; it checks no
 * permissions, starts no pods, and remembers what it was asked for.
 */
final class ApiServer implements AutoCloseable {
  private static final Pattern NAMESPACED =
      Pattern.compile("/api/v1/namespaces/[^/]+/([a-z]+)(/[^?]+)?(?:\\?(.*))?");

  /** The test's own requests, which are not remembered. */
  private static final String OWN = "test";

  private final Set<String> asked = new ConcurrentSkipListSet<>();
  private final KubernetesMockServer server;
  private final NamespacedKubernetesClient client;

  ApiServer() {
    server =
        new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new Recording(), true);
    server.init();
    client =
        server.createClient(builder -> builder.editOrNewConfig().withUserAgent(OWN).endConfig());
  }

  /** As spark-submit's {@code --master} wants it, without the {@code k8s://}. */
  String address() {
    return "https://127.0.0.1:" + server.getPort();
  }

  NamespacedKubernetesClient client() {
    return client;
  }

  /** Verb and resource, as a role names them: {@code create pods}. */
  Set<String> asked() {
    return Set.copyOf(asked);
  }

  @Override
  public void close() {
    client.close();
    server.destroy();
  }

  private final class Recording extends KubernetesCrudDispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) {
      Matcher path = NAMESPACED.matcher(request.getPath());
      if (path.matches() && !OWN.equals(request.getHeader("User-Agent"))) {
        asked.add(verb(request, path) + " " + path.group(1));
      }
      return super.dispatch(request);
    }

    private String verb(RecordedRequest request, Matcher path) {
      boolean one = path.group(2) != null;
      boolean watch = path.group(3) != null && path.group(3).contains("watch=true");
      return switch (request.method()) {
        case POST -> "create";
        case PUT -> "update";
        case PATCH -> "patch";
        case DELETE -> one ? "delete" : "deletecollection";
        default -> watch ? "watch" : one ? "get" : "list";
      };
    }

    /** A new pod is pending; the library's server leaves it without a status. */
    @Override
    public MockResponse handleCreate(RecordedRequest request) {
      return create(request, request.getPath(), request.getUtf8Body());
    }

    private MockResponse create(RecordedRequest request, String collection, String body) {
      HasMetadata created = new KubernetesSerialization().unmarshal(body);
      if (created instanceof Pod pod && pod.getStatus() == null) {
        pod.setStatus(new PodStatusBuilder().withPhase("Pending").build());
      }
      return super.handleCreate(with(request, collection, Serialization.asJson(created)));
    }

    /** The request with another path and a body that was not read yet: it can be read but once. */
    private static RecordedRequest with(RecordedRequest request, String path, String body) {
      return new RecordedRequest(
          request.getHttpVersion(),
          request.method(),
          path,
          request.getHeaders(),
          new Buffer(body.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * An object that is not there is made by a server-side apply; the library's server says 404.
     */
    @Override
    public MockResponse handlePatch(RecordedRequest request) {
      if (!String.valueOf(request.getHeader("Content-Type")).contains("apply-patch")) {
        return super.handlePatch(request);
      }
      String body = request.getUtf8Body();
      MockResponse patched = super.handlePatch(with(request, request.getPath(), body));
      if (patched.code() != HttpURLConnection.HTTP_NOT_FOUND) {
        return patched;
      }
      return create(request, request.getPath().replaceFirst("/[^/]+$", ""), body);
    }
  }
}
