/** Folders on the local disk that no other user may write to. */
package org.bigsweep.engine.disk;
