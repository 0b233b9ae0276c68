package org.bigsweep.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDiskTest {
  @TempDir private Path directory;

  @Test
  void create_fileAndDirectory_haveThePermissionsThatHadoopsMaskLeaves() throws IOException {
    Configuration configuration = new Configuration();
    configuration.set("fs.permissions.umask-mode", "027");
    LocalDisk disk = LocalDisk.with(configuration);

    disk.create(hadoop("file"), false).close();
    disk.mkdirs(hadoop("made"));

    assertThat(permissions("file")).isEqualTo("rw-r-----");
    assertThat(permissions("made")).isEqualTo("rwxr-x---");
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(2); // no checksum file
    }
  }

  @Test
  void create_fileAndDirectory_startsNoProcess() throws Exception {
    LocalDisk disk = LocalDisk.with(new Configuration());
    List<String> started = new ArrayList<>();
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ProcessStart");
      recording.start();
      disk.create(hadoop("file"), false).close();
      disk.mkdirs(hadoop("made"));
      new ProcessBuilder("true").start().waitFor(); // so that an empty recording is a failure
      recording.stop();
      Path events = directory.resolve("events.jfr");
      recording.dump(events);
      RecordingFile.readAllEvents(events).forEach(event -> started.add(event.getString("command")));
    }
    assertThat(started).containsExactly("true");
  }

  private org.apache.hadoop.fs.Path hadoop(String name) {
    return new org.apache.hadoop.fs.Path(directory.resolve(name).toUri());
  }

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name)));
  }
}
