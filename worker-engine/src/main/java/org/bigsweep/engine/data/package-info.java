/**
 * Labelled images: the IDX format, where published datasets come from and how they are checked, the
 * pixels that networks read, and how a file is split. This package does not print, and it knows no
 * networks or rules.
 */
package org.bigsweep.engine.data;
