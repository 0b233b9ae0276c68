package org.bigsweep.engine.param;

/**
 * A value of a choice that sweep files and results spell as it is named in code, but in camel case.
 */
public interface CamelCased {}
