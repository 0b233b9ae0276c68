/**
 * Retraining of finished trials, and what of them comes out the same. Plain Java: says nothing
 * about where trials are trained for a sweep, nor how findings are printed.
 */
package org.bigsweep.driver.verify;
