package io.andon.processors.compose;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.andon.cache.DegradedCode;
import io.andon.processors.CodedException;
import io.andon.processors.FailureClassifier;
import io.andon.processors.RetryAfter;
import io.andon.processors.Trace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns an answer into status, headers and bytes: the one place that writes success and problem.
 */
public final class Encode {
    private static final Logger LOG = LoggerFactory.getLogger(Encode.class);
    private static final JsonFactory JSON = new JsonFactory();
    private static final int BUFFER_BYTES = 8_192;

    private Encode() {}

    /** Encodes the exchange's answer. */
    public static Processor answer() {
        return exchange -> encode(exchange, Answer.ANSWER.require(exchange));
    }

    /** The error policy of every answer: the failure's code as a problem body. */
    public static Processor failure(RetryAfter retryAfter) {
        return exchange -> {
            Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
            DegradedCode code = FailureClassifier.classify(failure);
            if (code == DegradedCode.INTERNAL) LOG.error("a request failed", failure);
            boolean blamesTheCaller = failure instanceof CodedException && isCallers(code);
            String message = failure.getMessage();
            String detail = blamesTheCaller && message != null ? message : code.title();
            var problem = new Answer.Problem(code, detail, retryAfter.seconds(code));
            write(exchange, problem);
        };
    }

    /** The bytes of a problem body. */
    public static byte[] problem(Answer.Problem problem, String traceId) {
        return bytes(json -> {
            DegradedCode code = problem.code();
            json.writeStartObject();
            json.writeStringField("type", "/docs/codes#" + code);
            json.writeStringField("title", code.title());
            json.writeNumberField("status", code.httpStatus());
            json.writeStringField("detail", problem.detail());
            json.writeStringField("code", code.name());
            json.writeBooleanField("retryable", code.retryable());
            json.writeFieldName("retryAfterSeconds");
            if (problem.retryAfterSeconds().isPresent()) {
                json.writeNumber(problem.retryAfterSeconds().getAsInt());
            } else {
                json.writeNull();
            }
            json.writeStringField("traceId", traceId);
            json.writeEndObject();
        });
    }

    private static boolean isCallers(DegradedCode code) {
        return code.httpStatus() >= 400 && code.httpStatus() < 500;
    }

    private static void encode(Exchange exchange, Answer answer) {
        switch (answer) {
            case Answer.Data data -> write(exchange, data);
            case Answer.Bare(var status, var type, var body) ->
                    respond(exchange, status, type, bytes(body));
            case Answer.Text(var type, var text) ->
                    respond(exchange, 200, type, text.getBytes(StandardCharsets.UTF_8));
            case Answer.Problem problem -> write(exchange, problem);
        }
    }

    private static void write(Exchange exchange, Answer.Data answer) {
        byte[] body =
                bytes(json -> {
                    json.writeStartObject();
                    json.writeFieldName("data");
                    answer.data().write(json);
                    json.writeFieldName("meta");
                    meta(json, answer.meta());
                    json.writeEndObject();
                });
        respond(exchange, 200, "application/json", body);
        Message message = exchange.getMessage();
        message.setHeader("Cache-Control", "no-cache");
        answer.ageSeconds().ifPresent(age -> message.setHeader("Age", Long.toString(age)));
    }

    private static void write(Exchange exchange, Answer.Problem problem) {
        DegradedCode code = problem.code();
        byte[] body = problem(problem, Trace.of(exchange));
        respond(exchange, code.httpStatus(), "application/problem+json", body);
        Message message = exchange.getMessage();
        message.setHeader("Cache-Control", "no-cache");
        problem.retryAfterSeconds()
                .ifPresent(after -> message.setHeader("Retry-After", Integer.toString(after)));
    }

    private static void meta(JsonGenerator json, Answer.Meta meta) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("versions");
        for (var version : meta.versions().entrySet()) {
            json.writeNumberField(version.getKey(), version.getValue());
        }
        json.writeEndObject();
        JsonFields.time(json, "asOf", meta.asOf().orElse(null));
        json.writeBooleanField("stale", meta.stale());
        json.writeArrayFieldStart("degraded");
        for (var each : meta.degraded()) {
            json.writeStartObject();
            json.writeStringField("code", each.code().name());
            json.writeStringField("table", each.table().value());
            JsonFields.time(json, "since", each.since());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** The bytes of any body. */
    public static byte[] bytes(JsonBody body) {
        var bytes = new ByteArrayOutputStream(BUFFER_BYTES);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            body.write(json);
        } catch (IOException e) {
            throw new IllegalStateException("a body in memory cannot fail to be written", e);
        }
        return bytes.toByteArray();
    }

    private static void respond(Exchange exchange, int status, String contentType, byte[] body) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, contentType);
        message.setHeader(Trace.HEADER, Trace.of(exchange));
        message.setBody(ByteBuffer.wrap(body));
    }
}
