/**
 * What a trial can be: every setting with its values and default, every rule and preset, and the
 * specification and id of one trial. How a trial is trained is not known here.
 */
package org.bigsweep.engine.catalog;
