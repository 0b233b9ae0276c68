package org.bigsweep.driver.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/** HDFS's own name node and data node, in a process of their own, on this machine's disk. */
final class HdfsServer implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(4);
  private static final Pattern PORT = Pattern.compile("\"namenode_port\":(\\d+)");

  private final Program server;
  private final String root;

  private HdfsServer(Program server, int port) {
    this.server = server;
    this.root = "hdfs://127.0.0.1:" + port;
  }

  static HdfsServer start(Path folder) {
    Path details = folder.resolve("hdfs.json");
    Program server =
        Program.start(
            folder,
            "hdfs",
            Map.of(),
            List.of(
                Build.JAVA,
                Build.QUICK_COMPILER,
                "-Xmx256m",
                "-Dtest.build.data=" + folder.resolve("hdfs"),
                "-cp",
                Build.HDFS_SERVER + "/*:" + Build.SPARK_JARS + "/*",
                "org.apache.hadoop.test.MiniDFSClusterManager",
                "-format",
                "-datanodes",
                "1",
                "-D",
                "dfs.replication=1",
                "-writeDetails",
                details.toString()));
    try {
      server.await("HDFS answers", () -> PORT.matcher(text(details)).find(), START);
      Matcher port = PORT.matcher(text(details));
      return new HdfsServer(server, port.find() ? Integer.parseInt(port.group(1)) : 0);
    } catch (AssertionError e) {
      server.close();
      throw e;
    }
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return "";
    }
  }

  /** A place on HDFS, as a URI. */
  String place(String path) {
    return root + "/" + path;
  }

  /** What a program has by default, with no file of settings. */
  Configuration configuration() {
    return new Configuration();
  }

  @Override
  public void close() {
    server.close();
  }
}
