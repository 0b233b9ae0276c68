package org.bigsweep.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.bigsweep.engine.kernel.Numbers.normal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
  private int left;

  @BeforeEach
  void needsAvx2() {
    assumeThat(Cpu.here().features()).contains("avx2");
  }

  @AfterEach
  void free() {
    workspace.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'', ZEN, 1, true",
    "'', HASWELL, 1, true",
    "'', ZEN, 2, false",
    "'', ZEN, , false",
    "'', SKYLAKEX, 1, false",
    "'', COOPERLAKE, 1, false",
    "'', NEHALEM, 1, false",
    "'', unknown, 1, false",
    "openblas, ZEN, 1, false",
    "onednn, SKYLAKEX, 1, true"
  })
  void isChosen_anyCpu_dependsOnFamilyThreadsAndChoice(
      String choice, String family, String threads, boolean chosen) {
    assertThat(DnnlProducts.isChosen(choice, family, threads)).isEqualTo(chosen);
  }

  @Test
  void family_always_namesBothLibrariesWithoutBlanks() {
    DnnlProducts products = new DnnlProducts(openBlas);

    assertThat(products.family()).isEqualTo("ONEDNN_AVX2_ZEN");
    assertThat(products.name()).startsWith("OpenBLAS, oneDNN 3.");
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
    Products products = new DnnlProducts(openBlas);
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

  @ParameterizedTest
  @CsvSource({
    "256, 256, 1",
    "717, 256, 1",
    "384, 384, 1",
    "512, 512, 1",
    "717, 512, 0",
    "640, 640, 0",
    "240, 240, 0",
    "128, 128, 0",
    "10, 256, 0",
    "256, 10, 0"
  })
  void multiply_transposedLeft_leavesOnlyAliasingShapesToTheOther(int m, int n, int expected) {
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
    Products products = new DnnlProducts(counting);
    Matrix c = workspace.matrix(m, n);
    Matrix a = workspace.matrix(8, m);
    Matrix at = workspace.matrix(m, 8);
    Matrix b = workspace.matrix(8, n);

    products.multiply(true, false, 8, 1, a, b, 1, c);
    assertThat(left).isEqualTo(expected);

    products.multiply(false, false, 8, 1, at, b, 1, c);
    assertThat(left).isEqualTo(expected);
  }

  @Test
  void multiply_severalThreadsAtOnce_givesTheSameBits() throws Exception {
    Products products = new DnnlProducts(openBlas);
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
}
