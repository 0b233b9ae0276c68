package org.bigsweep.driver.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bigsweep.driver.store.SampleResults;
import org.bigsweep.results.TrialState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live page of a running sweep: what its own process is given. */
class LivePageTest {
  @TempDir private Path results;

  @BeforeEach
  void addTrial() throws IOException {
    SampleResults sample = new SampleResults(results);
    sample.add("BP", "0.01", 0, TrialState.DONE, 0.5, 0.4);
    sample.publish();
  }

  private static URI address(CompletableFuture<String> opened) throws Exception {
    return URI.create(opened.get(2, TimeUnit.MINUTES));
  }

  /** The setting names a folder, so nothing can be read without it; SQL needs Spark as well. */
  @Test
  void open_storageThatNeedsSettings_isReadAndTheyStayOffTheCommandLine() throws Exception {
    String setting = "spark.hadoop.fs.viewfs.mounttable.secret.link./results";
    System.setProperty(setting, results.toUri().toString());
    CompletableFuture<String> opened = new CompletableFuture<>();
    try (LivePage page = LivePage.open("viewfs://secret/results", opened::complete)) {
      URI address = address(opened);

      assertThat(ProcessHandle.current().children().map(LivePageTest::commandLine))
          .anyMatch(line -> line.contains("LivePage"))
          .noneMatch(line -> line.contains("mounttable"));
      JsonNode answer =
          get(
              address.resolve(
                  "/api/sql?folder=0&query="
                      + URLEncoder.encode("select rule from trials", StandardCharsets.UTF_8)));
      assertThat(answer.path("rows").path(0).path(0).asText()).as("%s", answer).isEqualTo("BP");
    } finally {
      System.clearProperty(setting);
    }
  }

  /** All of it: Java's own answer is empty where a class path is long. */
  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void open_portInUse_takesAnother() throws Exception {
    CompletableFuture<String> opened = new CompletableFuture<>();
    try (ServerSocket taken = taken();
        LivePage page = LivePage.open(results.toString(), opened::complete)) {
      URI address = address(opened);

      assertThat(address.getPort()).isNotEqualTo(LiveServer.PORT);
      assertThat(get(address.resolve("/api/folders")).path(0).path("trials").asInt()).isEqualTo(1);
    }
  }

  /** The limit is one of the JDK's server, which reads it once in a process: here it is 1 s. */
  @Test
  void page_responseThatIsNotTaken_isCutOff() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dsun.net.httpserver.maxRspTime=1",
                "-cp",
                System.getProperty("java.class.path"),
                LivePage.class.getName(),
                results.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      URI address = URI.create(process.inputReader(StandardCharsets.UTF_8).readLine());
      long whole = taken(address, Duration.ZERO);
      assertThat(whole).isGreaterThan(20_000_000);

      long pause = 2;
      while (taken(address, Duration.ofSeconds(pause)) == whole) {
        assertThat(pause).as("waited too long").isLessThan(60);
        pause *= 2;
      }
      assertThat(get(address.resolve("/api/folders")).path(0).path("trials").asInt()).isEqualTo(1);
    } finally {
      process.destroy();
    }
  }

  /** The bytes that come of many answers, if they are taken after a pause. */
  private static long taken(URI address, Duration pause) throws Exception {
    String request = "GET /echarts.min.js HTTP/1.1\r\nHost: localhost\r\n";
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4096);
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
      socket
          .getOutputStream()
          .write(
              ((request + "\r\n").repeat(39) + request + "Connection: close\r\n\r\n")
                  .getBytes(StandardCharsets.UTF_8));
      Thread.sleep(pause.toMillis());
      return socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (SocketException e) {
      return 0; // reset
    }
  }

  /** Somebody else on this machine may have the port already, which does as well. */
  private static ServerSocket taken() throws IOException {
    try {
      return new ServerSocket(LiveServer.PORT, 1, InetAddress.getByName(LiveServer.HOST));
    } catch (IOException e) {
      return new ServerSocket();
    }
  }

  private static JsonNode get(URI address) throws IOException, InterruptedException {
    return new ObjectMapper()
        .readTree(
            HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body());
  }
}
