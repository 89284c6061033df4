/** The settings of one endpoint, as every transport reads them. */
package io.rondo.client.settings;
