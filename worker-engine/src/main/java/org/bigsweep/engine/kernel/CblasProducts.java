package org.bigsweep.engine.kernel;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

/** Products by {@code cblas_sgemm}: OpenBLAS, or MKL in its place. */
record CblasProducts(String name, String family) implements Products {
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
    cblas_sgemm(
        CblasRowMajor,
        transposeA ? CblasTrans : CblasNoTrans,
        transposeB ? CblasTrans : CblasNoTrans,
        c.rows(),
        c.cols(),
        inner,
        alpha,
        a.pointer(),
        a.cols(),
        b.pointer(),
        b.cols(),
        beta,
        c.pointer(),
        c.cols());
  }
}
