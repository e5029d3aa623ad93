package io.andon.routes.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import io.andon.routes.edge.Admission;
import io.andon.routes.edge.EventStream;
import java.io.IOException;

/** How the requests press, for operators: what is under way, what was refused, what comes again. */
public record EdgeReport(Admission admission, EventStream events, ClientPressure pressure) {
    /** What clients are allowed in the long run: their own budget is a tenth. */
    private static final double RETRY_SHARE_MAX = 0.1;

    /** Writes the field {@code requests}. */
    void write(JsonGenerator json) throws IOException {
        ClientPressure.Counts counts = pressure.counts();
        json.writeObjectFieldStart("requests");
        json.writeNumberField("inFlight", admission.inside());
        json.writeNumberField("inFlightMax", admission.max());
        json.writeNumberField("shed", admission.refused());
        json.writeNumberField("streams", events.clients());
        json.writeNumberField("streamsDropped", events.dropped());
        json.writeNumberField("windowSeconds", ClientPressure.WINDOW_SECONDS);
        json.writeNumberField("requests", counts.requests());
        json.writeNumberField("retries", counts.retries());
        json.writeNumberField("retryShare", counts.retryShare());
        json.writeNumberField("retryShareMax", RETRY_SHARE_MAX);
        json.writeEndObject();
    }
}
