/**
 * What a result row means and how it is stored: the tables, the layout of a results folder, and how
 * groups of trials are published to it and read back. Nothing here knows how a trial is trained or
 * scheduled.
 */
package org.bigsweep.results;
