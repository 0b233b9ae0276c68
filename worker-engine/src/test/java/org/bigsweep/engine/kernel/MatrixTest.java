package org.bigsweep.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class MatrixTest {
  private final Workspace workspace = new Workspace();
  private final Matrix matrix = Numbers.matrix(workspace, 3, 2, 1, 2, 3, 4, 5, 6);

  @AfterEach
  void free() {
    workspace.close();
  }

  @Test
  void head_fewerRows_sharesMemory() {
    Matrix head = matrix.head(2);

    head.set(new float[] {10, 20, 30, 40});

    assertThat(head.rows()).isEqualTo(2);
    assertThat(matrix.toArray()).containsExactly(10, 20, 30, 40, 5, 6);
    assertThat(matrix.head(3)).isSameAs(matrix);
  }

  @Test
  void head_outsideTheRows_isRefused() {
    assertThatThrownBy(() -> matrix.head(4)).hasMessage("Invalid rows: 4 (must be 1..3)");
    assertThatThrownBy(() -> matrix.head(0)).hasMessage("Invalid rows: 0 (must be 1..3)");
  }

  @Test
  void reshaped_otherShape_sharesMemory() {
    Matrix wide = matrix.reshaped(2, 3);

    wide.clear();

    assertThat(wide.cols()).isEqualTo(3);
    assertThat(matrix.toArray()).containsOnly(0f);
  }

  @Test
  void toNd4j_bothWays_sharesMemoryAndShape() {
    Matrix second = Numbers.matrix(workspace, 2, 3, 1, 2, 3, 4, 5, 6);
    INDArray view = second.toNd4j();

    assertThat(view.shape()).containsExactly(2, 3);
    assertThat(view.getFloat(1, 0)).isEqualTo(4);
    view.putScalar(new int[] {1, 0}, -4);
    assertThat(second.toArray()).containsExactly(1, 2, 3, -4, 5, 6);
    second.set(new float[] {7, 8, 9, 10, 11, 12});
    assertThat(view.getFloat(0, 2)).isEqualTo(9);
  }

  @Test
  void toArray_changed_leavesTheMatrix() {
    matrix.toArray()[0] = 100;

    assertThat(matrix.toArray()[0]).isEqualTo(1);
  }

  @Test
  void set_anotherLength_isRefused() {
    assertThatThrownBy(() -> matrix.set(new float[5])).hasMessage("Invalid length: 5 (must be 6)");
  }

  @Test
  void readAndWrite_partOfAMatrix_leaveTheRest() {
    float[] target = new float[3];

    matrix.read(2, target, 2);
    assertThat(target).containsExactly(3, 4, 0);
    matrix.write(1, new float[] {7, 8, 9}, 1, 2);
    assertThat(matrix.toArray()).containsExactly(1, 8, 9, 4, 5, 6);
  }
}
