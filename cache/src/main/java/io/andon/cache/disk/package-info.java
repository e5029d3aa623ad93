/**
 * Files that outlive the process: versions of tables (docs/snapshot-format.md), and small states.
 */
@NullMarked
package io.andon.cache.disk;

import org.jspecify.annotations.NullMarked;
