package org.bigsweep.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class WorkspaceTest {
  @Test
  void matrix_anySize_isAlignedZeroAndDisjoint() {
    try (Workspace workspace = new Workspace()) {
      long end = 0;
      for (int size : new int[] {1, 7, 15, 16, 17, 2049, 1 << 20, (1 << 20) + 1, 3, 1_000_003}) {
        Matrix matrix = workspace.matrix(1, size);
        long address = matrix.pointer().address();
        assertThat(address % 64).isZero();
        assertThat(address >= end || address + 4L * size < end).as("disjoint").isTrue();
        assertThat(matrix.toArray()).containsOnly(0f);
        end = address + 4L * size;
      }
    }
  }

  @Test
  void scratch_growing_servesEveryShape() {
    try (Workspace workspace = new Workspace()) {
      Matrix small = workspace.scratch(2, 3);
      Matrix large = workspace.scratch(5, 7);
      Matrix again = workspace.scratch(7, 5);

      again.set(new float[35]);
      assertThat(small.size()).isEqualTo(6);
      assertThat(again.pointer().address()).isEqualTo(large.pointer().address());
    }
  }

  @Test
  void ones_growing_areOnes() {
    try (Workspace workspace = new Workspace()) {
      assertThat(workspace.ones(3).toArray()).containsOnly(1f).hasSizeGreaterThanOrEqualTo(3);
      assertThat(workspace.ones(300).toArray()).containsOnly(1f).hasSizeGreaterThanOrEqualTo(300);
      assertThat(workspace.ones(5)).isSameAs(workspace.ones(300));
    }
  }

  @Test
  void close_always_freesEverySlab() {
    Workspace workspace = new Workspace();
    INDArray first = workspace.matrix(1, 10).toNd4j();
    INDArray second = workspace.matrix(1, 2 << 20).toNd4j();
    assertThat(workspace.bytes()).isGreaterThan(12 << 20);

    workspace.close();

    assertThat(workspace.bytes()).isZero();
    assertThat(first.data().wasClosed()).isTrue();
    assertThat(second.data().wasClosed()).isTrue();
  }

  /** 40 workspaces of 64 MB, one after the other, in far less than 2.5 GB. */
  @Test
  void close_manyWorkspaces_givesTheMemoryBack() {
    long before = Pointer.physicalBytes();
    long most = 0;
    for (int k = 0; k < 40; k++) {
      try (Workspace workspace = new Workspace()) {
        workspace.matrix(1, 16 << 20);
        most = Math.max(most, Pointer.physicalBytes() - before);
      }
    }
    assertThat(most).isLessThan(512L << 20);
  }
}
