/**
 * Labelled images: where they come from, how they are checked, and in what order they are visited.
 */
package org.bigsweep.engine.data;
