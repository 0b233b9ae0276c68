package org.bigsweep.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The real files, fetched into this machine's cache on first use, never from the web mirrors. */
class MnistTest {
  @Test
  void load_mnist_hasPublishedCountsAndFirstLabels() {
    Dataset mnist = loadOrAbort();

    assertThat(mnist.name()).isEqualTo("mnist");
    assertThat(mnist.classes()).isEqualTo(10);
    assertThat(mnist.training().count()).isEqualTo(60_000);
    assertThat(mnist.test().count()).isEqualTo(10_000);
    assertThat(mnist.training().pixelsPerImage()).isEqualTo(784);
    assertThat(Arrays.copyOf(mnist.training().labels(), 5)).containsExactly(5, 0, 4, 1, 9);
    assertThat(mnist.sha256()).isEqualTo(PublishedDataset.MNIST.sha256());
  }

  private static PublishedDataset withoutMirrors(PublishedDataset known) {
    return new PublishedDataset(
        known.name(),
        known.classes(),
        known.files(),
        known.sources().stream().filter(source -> !(source instanceof MirrorSource)).toList());
  }

  private static Dataset loadOrAbort() {
    try {
      return new DatasetCache(
              DatasetCache.standardRoot(System.getenv(), Path.of(System.getProperty("user.home"))))
          .load(withoutMirrors(PublishedDataset.MNIST), FetchListener.NONE);
    } catch (DatasetException e) {
      if (e.getMessage().startsWith("Cannot fetch mnist: ")) {
        return abort(e.getMessage());
      }
      throw e;
    }
  }
}
