/**
 * What a trial can be: every setting with its values and default, every rule and preset, and the
 * specification and id of one trial. This package does not know how a trial is trained.
 */
package org.bigsweep.engine.catalog;
