/** Questions answered from one version, and the metric formulas. */
@NullMarked
package io.andon.cache.query;

import org.jspecify.annotations.NullMarked;
