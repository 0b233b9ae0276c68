/**
 * Verification: it trains finished trials again and compares the results. This package is plain
 * Java. It decides neither where the trials of a sweep are trained nor how findings are printed.
 */
package org.bigsweep.driver.verify;
