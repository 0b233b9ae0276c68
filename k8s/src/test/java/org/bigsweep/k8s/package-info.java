/** Holds images, manifests, scripts and their documentation to what Spark and bigsweep do. */
package org.bigsweep.k8s;
