/**
 * The meaning of results and their storage: the tables, the layout of a results folder, and how
 * groups of trials are published to it and read back. Nothing here knows how a trial is trained or
 * scheduled.
 */
package org.bigsweep.results;
