/** Folders on this machine's own disk that nobody else may write to. */
package org.bigsweep.engine.disk;
