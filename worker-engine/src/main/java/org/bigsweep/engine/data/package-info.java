/**
 * Labelled images: the IDX format, where published datasets come from and how they are checked, the
 * pixels that networks read, and how a file is split. Nothing here prints, and nothing knows of
 * networks or rules.
 */
package org.bigsweep.engine.data;
