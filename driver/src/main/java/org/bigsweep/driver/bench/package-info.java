/** Measuring what reads results: made-up folders of any size, and how long each view takes. */
package org.bigsweep.driver.bench;
