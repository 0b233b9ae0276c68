package org.bigsweep.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.bigsweep.engine.kernel.Numbers.normal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.bigsweep.engine.trial.Cpu;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnnlProductsTest {
  private static final float ALPHA = -0.75f;
  private static final float BETA = 0.5f;

  private final Workspace workspace = new Workspace();
  private final Products openBlas = new CblasProducts("OpenBLAS", "ZEN");
  private DnnlInstructions instructions;
  private Products products;
  private int left;

  @BeforeEach
  void load() {
    Set<String> features = Cpu.here().features();
    assumeThat(features).contains("avx2");
    instructions = features.contains("avx512bw") ? DnnlInstructions.AVX512 : DnnlInstructions.AVX2;
    products = DnnlProducts.heldTo(instructions, openBlas).orElseThrow();
  }

  @AfterEach
  void free() {
    workspace.close();
  }

  @Test
  void family_always_namesBothLibrariesAndTheInstructionsWithoutBlanks() {
    assertThat(products.family()).isEqualTo("ONEDNN_" + instructions + "_" + openBlas.family());
    assertThat(products.name()).startsWith("OpenBLAS, oneDNN 3.");
  }

  @Test
  void heldTo_otherInstructionsThanThoseInForce_isNothing() {
    products.multiply(false, false, 1, 1, matrix(1, 1), matrix(1, 1), 0, matrix(1, 1));
    DnnlInstructions others =
        Stream.of(DnnlInstructions.values()).filter(set -> set != instructions).findFirst().get();

    assertThat(DnnlProducts.heldTo(others, openBlas)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "128, 717, 256",
    "128, 256, 10",
    "16, 256, 256",
    "256, 128, 256",
    "10, 128, 256",
    "717, 32, 256",
    "240, 128, 240",
    "717, 16, 512"
  })
  void multiply_shapesOfAStep_agreesWithOpenBlas(int m, int k, int n) {
    for (boolean transposeA : new boolean[] {false, true}) {
      for (boolean transposeB : new boolean[] {false, true}) {
        Matrix a = transposeA ? normal(workspace, k, m, 1) : normal(workspace, m, k, 1);
        Matrix b = transposeB ? normal(workspace, n, k, 2) : normal(workspace, k, n, 2);
        Matrix c = normal(workspace, m, n, 3);
        Matrix expected = normal(workspace, m, n, 3);

        products.multiply(transposeA, transposeB, k, ALPHA, a, b, BETA, c);
        openBlas.multiply(transposeA, transposeB, k, ALPHA, a, b, BETA, expected);

        float[] found = c.toArray();
        float[] wanted = expected.toArray();
        for (int j = 0; j < found.length; j++) {
          assertThat((double) found[j]).isCloseTo(wanted[j], within(2e-7 * (40 + k)));
        }
      }
    }
  }

  @Test
  void multiply_whatItIsSlowerAt_isLeftToTheOther() {
    Products counting =
        new Products() {
          @Override
          public void multiply(
              boolean transposeA,
              boolean transposeB,
              int inner,
              float alpha,
              Matrix a,
              Matrix b,
              float beta,
              Matrix c) {
            left++;
          }

          @Override
          public String name() {
            return "";
          }

          @Override
          public String family() {
            return "";
          }
        };
    Products leaving = DnnlProducts.heldTo(instructions, counting).orElseThrow();
    // slower at on both sets of instructions, then at none
    leaving.multiply(true, false, 8, 1, matrix(8, 256), matrix(8, 256), 1, matrix(256, 256));
    assertThat(left).isEqualTo(1);

    leaving.multiply(false, true, 8, 1, matrix(256, 8), matrix(240, 8), 1, matrix(256, 240));
    assertThat(left).isEqualTo(1);
  }

  @Test
  void multiply_severalThreadsAtOnce_givesTheSameBits() throws Exception {
    Matrix a = normal(workspace, 128, 256, 1);
    Matrix b = normal(workspace, 256, 240, 2);
    List<Matrix> results = new ArrayList<>();
    List<Callable<Object>> work = new ArrayList<>();
    for (int k = 0; k < 20; k++) {
      Matrix c = workspace.matrix(128, 240);
      results.add(c);
      work.add(Executors.callable(() -> products.multiply(false, false, 256, ALPHA, a, b, 0, c)));
    }
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      for (Future<Object> done : pool.invokeAll(work)) {
        done.get();
      }
    } finally {
      pool.shutdownNow();
    }

    float[] first = results.get(0).toArray();
    assertThat(results).allMatch(c -> Arrays.equals(c.toArray(), first));
  }

  private Matrix matrix(int rows, int columns) {
    return workspace.matrix(rows, columns);
  }
}
