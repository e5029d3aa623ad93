package io.andon.routes.log;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A process of its own that logs as many lines as it is told, says so on its output, and ends. */
final class Flood {
    private static final Logger LOG = LoggerFactory.getLogger(Flood.class);

    private Flood() {}

    /** Arguments: the form, how many lines. */
    public static void main(String[] arguments) {
        ConsoleLog.open(LogForm.named(arguments[0]), new Redaction(List.of("geheimnis")));
        MDC.put("traceId", "0123456789abcdef");
        int lines = Integer.parseInt(arguments[1]);
        for (int i = 0; i < lines; i++) LOG.warn("line {} geheimnis\nforged", i);
        LOG.error("the end", new IllegalStateException("geheimnis too"));
        System.out.println(ConsoleLog.dropped());
        if (arguments.length == 2) org.apache.logging.log4j.LogManager.shutdown();
        Runtime.getRuntime().halt(0);
    }
}
