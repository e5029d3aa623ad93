package io.andon.processors.request;

import io.andon.cache.query.LotFilter;
import io.andon.cache.query.MachineFilter;
import io.andon.cache.query.Sort;
import io.andon.processors.ExchangeKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.slf4j.event.Level;

/** What a caller asked for, built from path and query alone, already checked. */
public sealed interface ApiRequest {
    ExchangeKey<ApiRequest> REQUEST = new ExchangeKey<>("andon.request", ApiRequest.class);

    /** Nothing but the operation. */
    record Plain() implements ApiRequest {}

    /** One thing by its id. */
    record ById(String id) implements ApiRequest {}

    /** Utilisation of the last shift days; no workcenters means all. */
    record OuTrend(int days, List<Optional<String>> workcenters) implements ApiRequest {}

    /** An act on one table; the code and the rows are those of the refused read that was seen. */
    record Control(String table, Optional<String> code, OptionalInt rows) implements ApiRequest {}

    /**
     * The process goes down to come back.
     *
     * @param forced also when that would mend nothing
     * @param reason as the administrator wrote it; empty unless forced
     */
    record Restart(boolean forced, String reason) implements ApiRequest {}

    /**
     * People are going to work on it.
     *
     * @param length as it was written, like {@code 2h}
     */
    record Maintenance(String length, String reason) implements ApiRequest {}

    /**
     * Lines of the log.
     *
     * @param level the least level of a line
     * @param after only lines with a higher number
     */
    record Logs(Level level, int limit, long after) implements ApiRequest {}

    /** Entries of the audit, at most so many. */
    record Audit(int limit) implements ApiRequest {}

    /** Lots; {@code page} from 1; a version pins the page to it. */
    record Lots(LotFilter filter, Sort sort, int page, int pageSize, OptionalLong version)
            implements ApiRequest {}

    /** Machines; {@code page} from 1. */
    record Machines(MachineFilter filter, Sort sort, int page, int pageSize)
            implements ApiRequest {}
}
