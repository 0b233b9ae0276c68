package org.bigsweep.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeCacheTest {
  @TempDir private Path directory;

  /** A process of its own: libraries load once. */
  public static void main(String[] arguments) throws IOException {
    Blas.initialize();
    System.out.println(Loader.getCacheDir());
  }

  @Test
  void initialize_cacheThatOthersCanWriteIn_loadsNothingFromThere() throws Exception {
    Path open = Files.createDirectory(directory.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path output = directory.resolve("output");

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + directory,
                "-Dorg.bytedeco.javacpp.cachedir=" + open,
                "-cp",
                System.getProperty("java.class.path"),
                NativeCacheTest.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();

    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    String printed = Files.readString(output).strip();
    assertThat(process.exitValue()).as(printed).isZero();
    assertThat(printed).contains(directory.resolve("open-").toString());
    assertThat(open).isEmptyDirectory();
    assertThat(directory).isDirectoryNotContaining("glob:**/open-*");
  }
}
