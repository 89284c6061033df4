/** Tests of the image, of Compose and of Kubernetes files. */
package io.rondo.containers;
