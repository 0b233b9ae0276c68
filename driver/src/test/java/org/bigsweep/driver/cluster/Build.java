package org.bigsweep.driver.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;

/** Where the build puts what integration tests run. */
public final class Build {
  public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  public static final Path LAUNCHER = ROOT.resolve("bigsweep");
  public static final Path JAR = ROOT.resolve("driver/target/bigsweep.jar");
  public static final Path SPARK_JARS = ROOT.resolve("driver/target/spark-jars");
  public static final Path S3_SERVER = ROOT.resolve("driver/target/s3-server/s3proxy.jar");
  public static final Path HDFS_SERVER = ROOT.resolve("driver/target/hdfs-server");
  public static final Path JVM_OPTIONS = ROOT.resolve("driver/src/main/launch/jvm.options");

  /** A JVM that lives for a minute runs best on code that is compiled quickly. */
  public static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

  public static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private Build() {}

  /** A port of this machine that is taken, so that nobody else can, and refuses connections. */
  public static Socket deafPort() throws IOException {
    Socket taken = new Socket();
    taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return taken;
  }
}
