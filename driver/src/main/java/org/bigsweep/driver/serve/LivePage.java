package org.bigsweep.driver.serve;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.bigsweep.driver.store.StorageSettings;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.util.DaemonThreads;
import org.bigsweep.util.UserException;

/**
 * The live page of a sweep that this process runs, in a process of its own: that has a Spark of its
 * own, so that queries do not wait for trials, and a page that fails takes no trial with it. The
 * page ends when it is closed, and when this process ends in whatever way.
 */
public final class LivePage implements AutoCloseable {
  /** Options of this process that its pages need as well; debuggers and agents stay with it. */
  private static final List<String> INHERITED = List.of("--add-opens", "-D", "-XX:", "-Xm");

  private final Process process;

  private LivePage(Process process) {
    this.process = process;
  }

  /**
   * Opens a page over a results folder, at {@link LiveServer#PORT} or, where that is in use, at any
   * port.
   *
   * @param location where the folder is
   * @param opened called on another thread with the page's address, once it can be read
   */
  public static LivePage open(String location, Consumer<String> opened) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> INHERITED.stream().anyMatch(option::startsWith))
        .forEach(command::add);
    command.addAll(List.of("-cp", classPath(), LivePage.class.getName(), location));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      send(System.getProperties(), process.getOutputStream());
      DaemonThreads.named("live page").newThread(() -> listen(process, opened)).start();
      return new LivePage(process);
    } catch (IOException e) {
      throw new UserException("Cannot open the live page: " + e.getMessage());
    }
  }

  /** Under spark-submit, this program's jar is not on the class path that Java was given. */
  private static String classPath() {
    try {
      Path program =
          Path.of(LivePage.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return program + File.pathSeparator + System.getProperty("java.class.path");
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Settings of the storage, which may be secrets and would be seen on a command line. */
  private static void send(Properties all, OutputStream out) throws IOException {
    Properties settings = new Properties();
    all.stringPropertyNames().stream()
        .filter(name -> name.startsWith("spark.hadoop."))
        .forEach(name -> settings.setProperty(name, all.getProperty(name)));
    settings.store(out, null);
    out.write('\n');
    out.flush();
  }

  private static void listen(Process process, Consumer<String> opened) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      String address = lines.readLine();
      if (address != null) {
        opened.accept(address);
      }
    } catch (IOException e) {
      // the page was closed before it could be read
    }
  }

  @Override
  public void close() {
    process.destroy();
  }

  /**
   * Serves a page until standard input ends, which it does with the process that holds the other
   * end. Standard input begins with settings and an empty line; the page's address goes to standard
   * output.
   *
   * @param arguments the location of a results folder
   */
  public static void main(String[] arguments) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    StringBuilder settings = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      settings.append(line).append('\n');
    }
    Properties given = new Properties();
    given.load(new StringReader(settings.toString()));
    given.forEach(System.getProperties()::putIfAbsent);
    try (LiveServer server = serve(StorageSettings.folder(arguments[0]))) {
      System.out.println(server.address());
      while (in.read() >= 0) {}
    } catch (UserException e) {
      System.err.println("bigsweep: " + e.getMessage());
    }
    System.exit(0);
  }

  private static LiveServer serve(ResultsFolder folder) {
    try {
      return LiveServer.start(List.of(folder), LiveServer.HOST, LiveServer.PORT);
    } catch (UserException portInUse) {
      return LiveServer.start(List.of(folder), LiveServer.HOST, 0);
    }
  }
}
