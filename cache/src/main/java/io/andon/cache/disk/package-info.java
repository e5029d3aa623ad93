/** Versions of tables as files that outlive the process; the format is docs/snapshot-format.md. */
@NullMarked
package io.andon.cache.disk;

import org.jspecify.annotations.NullMarked;
