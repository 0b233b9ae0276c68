/**
 * Plans: the trials that a sweep still has to train, their cost, their order and their groups.
 * Nothing here decides where trials are trained.
 */
package org.bigsweep.driver.plan;
