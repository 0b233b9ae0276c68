package org.bigsweep.engine.disk;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A folder in which only this user can write. Folders such as {@code /tmp/bigsweep-native-USER}
 * have names that anybody can predict: another user of the machine may make one first, put a
 * library or a link there, and wait for it to be used. So a folder is made with mode 0700, and its
 * owner and mode are looked at again on every use. What cannot be trusted is left alone, and a
 * fresh folder with a name that nobody can predict is used instead.
 *
 * @param path the folder
 * @param distrust why another one than was asked for is used; empty if it is the one
 */
public record PrivateFolder(Path path, Optional<String> distrust) {
  private static final int ROOT = 0;
  private static final int STICKY = 01000;
  private static final int WRITABLE_BY_ALL = 0002;
  private static final Set<PosixFilePermission> OTHERS_WRITE =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  /**
   * Returns {@code wanted}, made if it is missing; if it cannot be trusted, a fresh folder that is
   * deleted when the process ends.
   */
  public static PrivateFolder scratch(Path wanted) throws IOException {
    PrivateFolder folder = kept(wanted);
    if (folder.distrust().isPresent()) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder.path())));
    }
    return folder;
  }

  /** Returns {@code wanted}, made if it is missing; if it cannot be trusted, a fresh folder. */
  public static PrivateFolder kept(Path wanted) throws IOException {
    Path folder = wanted.toAbsolutePath();
    if (!isPosix(folder)) {
      return new PrivateFolder(Files.createDirectories(folder), Optional.empty());
    }
    Files.createDirectories(folder.getParent());
    try {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      // it is looked at below, like one that was just made
    }
    Optional<String> distrust = distrust(folder);
    return new PrivateFolder(
        distrust.isEmpty() ? folder : Files.createTempDirectory(folder.getFileName() + "-"),
        distrust);
  }

  /** Why others may have put something into {@code folder}; empty if they cannot have. */
  private static Optional<String> distrust(Path folder) throws IOException {
    Map<String, Object> found =
        Files.readAttributes(folder, "unix:uid,permissions,isDirectory", LinkOption.NOFOLLOW_LINKS);
    if (!(boolean) found.get("isDirectory")) {
      return Optional.of("it is no folder");
    }
    int owner = (int) found.get("uid");
    if (owner != user() && owner != ROOT) { // root's, as in a container image, can be trusted
      return Optional.of("it belongs to another user");
    }
    if (((Set<?>) found.get("permissions")).stream().anyMatch(OTHERS_WRITE::contains)) {
      return Optional.of("others can write in it");
    }
    int above = (int) Files.getAttribute(folder.getParent(), "unix:mode");
    return (above & WRITABLE_BY_ALL) != 0 && (above & STICKY) == 0
        ? Optional.of("others can replace it")
        : Optional.empty();
  }

  private static boolean isPosix(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  private static int user() {
    return Math.toIntExact(new UnixSystem().getUid());
  }

  private static void delete(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure)
                throws IOException {
              Files.delete(directory);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      // the process ends: what is left lies in the machine's temporary folder
    }
  }
}
