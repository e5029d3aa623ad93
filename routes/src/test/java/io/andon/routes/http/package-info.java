/** What callers may rely on beyond the document: headers, encodings, gates, streams. */
@NullMarked
package io.andon.routes.http;

import org.jspecify.annotations.NullMarked;
