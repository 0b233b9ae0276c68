package org.bigsweep.engine.kernel;

/** A native library's single-precision product of row-major matrices, on the calling thread. */
interface Products {
  /**
   * C := α op(A) op(B) + β C.
   *
   * @param inner columns of op(A)
   */
  void multiply(
      boolean transposeA,
      boolean transposeB,
      int inner,
      float alpha,
      Matrix a,
      Matrix b,
      float beta,
      Matrix c);

  /** Library and version. */
  String name();

  /** What decides the bits of a product: the library and its kernels for this CPU, no blanks. */
  String family();
}
