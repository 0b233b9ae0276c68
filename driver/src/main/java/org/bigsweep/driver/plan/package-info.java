/**
 * What a sweep still has to train, what that costs, in which order and in which groups. Decides
 * nothing about where it runs.
 */
package org.bigsweep.driver.plan;
