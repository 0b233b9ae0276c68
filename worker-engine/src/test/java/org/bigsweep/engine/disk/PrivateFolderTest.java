package org.bigsweep.engine.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PrivateFolderTest {
  @TempDir private Path directory;

  private Path wanted() {
    return directory.resolve("above/bigsweep-native-me");
  }

  @Test
  void scratch_missing_isMadeForThisUserAlone() throws IOException {
    PrivateFolder made = PrivateFolder.scratch(wanted());

    assertThat(made.path()).isEqualTo(wanted());
    assertThat(made.distrust()).isEmpty();
    assertThat(mode(wanted())).isEqualTo("rwx------");
  }

  @Test
  void scratch_ofThisUserAlone_isUsedAgain() throws IOException {
    Files.writeString(PrivateFolder.scratch(wanted()).path().resolve("library.so"), "x");

    PrivateFolder again = PrivateFolder.scratch(wanted());

    assertThat(again.path().resolve("library.so")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwx---", "rwx----w-", "rwxrwxrwx"})
  void scratch_thatOthersCanWriteIn_isLeftForAFreshOne(String mode) throws IOException {
    Files.createDirectories(wanted());
    Files.setPosixFilePermissions(wanted(), PosixFilePermissions.fromString(mode));
    Files.writeString(wanted().resolve("planted.so"), "x");

    assertFresh(PrivateFolder.scratch(wanted()), "others can write in it");
    assertThat(wanted().resolve("planted.so")).exists();
  }

  @Test
  void scratch_thatIsALink_isLeftForAFreshOne() throws IOException {
    Files.createDirectories(wanted().getParent());
    Files.createSymbolicLink(wanted(), Files.createDirectory(directory.resolve("elsewhere")));

    assertFresh(PrivateFolder.scratch(wanted()), "it is no folder");
    assertThat(directory.resolve("elsewhere")).isEmptyDirectory();
  }

  @Test
  void scratch_whereOthersCanReplaceIt_isLeftForAFreshOne() throws IOException {
    Files.createDirectories(wanted().getParent());
    Files.setPosixFilePermissions(
        wanted().getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));

    assertFresh(PrivateFolder.scratch(wanted()), "others can replace it");
  }

  @Test
  void scratch_ofAnotherUser_isLeftForAFreshOne() throws IOException {
    Files.createDirectories(wanted());
    Files.setPosixFilePermissions(wanted(), PosixFilePermissions.fromString("rwx------"));
    assumeThat(System.getProperty("user.name")).isEqualTo("root"); // who alone can give it away
    Files.setAttribute(wanted(), "unix:uid", 65_534, LinkOption.NOFOLLOW_LINKS);

    assertFresh(PrivateFolder.scratch(wanted()), "it belongs to another user");
  }

  private void assertFresh(PrivateFolder folder, String why) throws IOException {
    assertThat(folder.distrust()).hasValue(why);
    assertThat(folder.path()).isNotEqualTo(wanted()).isEmptyDirectory();
    assertThat(mode(folder.path())).isEqualTo("rwx------");
    Files.delete(folder.path());
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
