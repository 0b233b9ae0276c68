/**
 * What a command decides when it plans or runs a sweep: where costs come from, who holds the lease,
 * what stopped runs left behind, and how a run ends. It reports to a listener and prints nothing.
 */
package org.bigsweep.driver.app;
