/** Goals: a reload fails no request and changes all or nothing; a restart is asked, and bounded. */
@NullMarked
package io.andon.routes.lifecycle;

import org.jspecify.annotations.NullMarked;
