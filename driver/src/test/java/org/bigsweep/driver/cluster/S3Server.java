package org.bigsweep.driver.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3 server (s3proxy, objects in memory) as a process of its own, with one bucket. */
public final class S3Server implements AutoCloseable {
  /** The secret key; nothing of a run may show it. */
  public static final String SECRET = "a-secret-key-of-this-test";

  private static final String IDENTITY = "somebody";
  private static final Duration START = Duration.ofMinutes(3);

  /** A port that was free a moment ago may be taken when the server wants it. */
  private static final int ATTEMPTS = 3;

  private final URI endpoint;
  private final Program server;
  private final PutGate gate;

  private S3Server(Program server, PutGate gate) {
    this.endpoint = address(gate.port());
    this.server = server;
    this.gate = gate;
  }

  private static URI address(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  public static S3Server start(Path folder) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return start(folder, freePort());
      } catch (AssertionError e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static S3Server start(Path folder, int port) throws IOException {
    Path properties = folder.resolve("s3.properties");
    Files.writeString(
        properties,
        """
        s3proxy.endpoint=%s
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=transient
        jclouds.identity=unused
        jclouds.credential=unused
        """
            .formatted(address(port), IDENTITY, SECRET));
    Program program =
        Program.start(
            folder,
            "s3",
            Map.of(),
            List.of(
                Build.JAVA,
                Build.QUICK_COMPILER,
                "-Xmx256m",
                "-jar",
                Build.S3_SERVER.toString(),
                "--properties",
                properties.toString()));
    S3Server server = new S3Server(program, PutGate.before(port));
    try {
      program.await("the S3 server answers", server::answers, START);
      server.createBucket();
      return server;
    } catch (AssertionError e) {
      server.close();
      throw e;
    }
  }

  private boolean answers() {
    try {
      HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(endpoint).timeout(Duration.ofSeconds(5)).build(),
              HttpResponse.BodyHandlers.discarding());
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void createBucket() {
    try (S3Client client =
        S3Client.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(IDENTITY, SECRET)))
            .build()) {
      client.createBucket(request -> request.bucket(bucket()));
    }
  }

  /** Of this server alone: Hadoop remembers by name how to reach a bucket. */
  private String bucket() {
    return "lab-" + gate.port();
  }

  /** A place in the bucket, as a URI. */
  public String place(String path) {
    return "s3a://" + bucket() + "/" + path;
  }

  /** What a program needs in its environment to reach the server. */
  public Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL", endpoint.toString(),
        "AWS_ACCESS_KEY_ID", IDENTITY,
        "AWS_SECRET_ACCESS_KEY", SECRET);
  }

  /** The same for Hadoop's connector. */
  public Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set("fs.s3a.endpoint", endpoint.toString());
    configuration.set("fs.s3a.endpoint.region", "us-east-1");
    configuration.set("fs.s3a.path.style.access", "true");
    configuration.set("fs.s3a.access.key", IDENTITY);
    configuration.set("fs.s3a.secret.key", SECRET);
    return configuration;
  }

  @Override
  public void close() throws IOException {
    gate.close();
    server.close();
  }
}
