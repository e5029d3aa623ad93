package io.andon.processors.compose;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** One JSON value that writes itself, straight from columns to bytes. */
@FunctionalInterface
public interface JsonBody {
    void write(JsonGenerator json) throws IOException;
}
