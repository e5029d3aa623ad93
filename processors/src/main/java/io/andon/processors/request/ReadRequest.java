package io.andon.processors.request;

import io.andon.cache.plant.E10State;
import io.andon.cache.plant.HoldType;
import io.andon.cache.plant.LotStatus;
import io.andon.cache.plant.Plant;
import io.andon.cache.query.LotFilter;
import io.andon.cache.query.MachineFilter;
import io.andon.cache.query.Sort;
import io.andon.cache.schema.ColumnNames;
import io.andon.cache.schema.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.event.Level;

/**
 * Builds the typed request of an operation from the raw path and query, never from the exchange's
 * headers. What an operation does not know is refused as INVALID_PARAMETER.
 */
public final class ReadRequest {
    private static final int PAGE_SIZE = 100;
    private static final int PAGE_SIZE_MAX = 500;
    private static final int TREND_DAYS = 7;
    private static final int LINES = 100;
    private static final int LINES_MAX = 1_000;

    /** A quarter: what a chart of days still shows. */
    private static final int TREND_DAYS_MAX = 90;

    private static final Pattern SORT_KEY = Pattern.compile("-?[a-z][A-Za-z0-9]{0,62}");
    private static final Pattern REASON = Pattern.compile("\\P{Cntrl}{1,200}");
    private static final Set<String> PAGING = Set.of("page", "pageSize", "sort");

    private static final List<String> LOT_FILTERS =
            List.of(
                    "workcenter",
                    "package",
                    "product",
                    "status",
                    "hold_type",
                    "hold_reason",
                    "lot_id",
                    "workorder");
    private static final List<String> MACHINE_FILTERS =
            List.of("workcenter", "family", "state", "resource_id", "category", "location");

    private static final Map<String, Set<String>> CLOSED =
            Map.of(
                    "status", names(LotStatus.values(), LotStatus::name),
                    "hold_type", names(HoldType.values(), HoldType::id),
                    "state", names(E10State.values(), E10State::name),
                    "level", Set.of("error", "warn", "info"));

    private final List<String> lotFilters;

    public ReadRequest(Plant plant) {
        var filters = new LinkedHashSet<>(LOT_FILTERS);
        plant.table(TableName.LOTS).ifPresent(lots -> filters.addAll(lots.filters()));
        this.lotFilters = List.copyOf(filters);
    }

    /** The filter parameters of lots by their API names, the plant's own last. */
    public List<String> lotFilterNames() {
        return lotFilters.stream().map(ColumnNames::camel).toList();
    }

    /** The filter parameters of machines by their API names. */
    public static List<String> machineFilterNames() {
        return MACHINE_FILTERS.stream().map(ColumnNames::camel).toList();
    }

    /** No parameters. */
    public Processor plain() {
        return exchange -> {
            query(exchange, Set.of());
            ApiRequest.REQUEST.put(exchange, new ApiRequest.Plain());
        };
    }

    /** The last segment of the path, decoded. */
    public Processor byId() {
        return byId(0);
    }

    /** The last segment but one, decoded: of what is asked about the thing with that id. */
    public Processor byIdBeforeLast() {
        return byId(1);
    }

    private static Processor byId(int segmentsAfter) {
        return exchange -> {
            query(exchange, Set.of());
            ApiRequest.REQUEST.put(exchange, new ApiRequest.ById(segment(exchange, segmentsAfter)));
        };
    }

    /** So many shift days, of some workcenters or all. */
    public Processor ouTrend() {
        return exchange -> {
            QueryString query = query(exchange, Set.of("days", "workcenter"));
            ApiRequest.REQUEST.put(
                    exchange,
                    new ApiRequest.OuTrend(
                            query.whole("days", TREND_DAYS, 1, TREND_DAYS_MAX),
                            wanted(query.all("workcenter"))));
        };
    }

    /** The table of {@code …/{table}/act}, and nothing else. */
    public Processor table() {
        return exchange -> {
            query(exchange, Set.of());
            ApiRequest.REQUEST.put(
                    exchange,
                    new ApiRequest.Control(
                            segment(exchange, 1), Optional.empty(), OptionalInt.empty()));
        };
    }

    /** The table of {@code …/{table}/act}, and which refused read of it was seen. */
    public Processor refusedRead() {
        return exchange -> {
            QueryString query = query(exchange, Set.of("code", "rows"));
            ApiRequest.REQUEST.put(
                    exchange,
                    new ApiRequest.Control(
                            segment(exchange, 1),
                            query.one("code"),
                            query.one("rows").isEmpty()
                                    ? OptionalInt.empty()
                                    : OptionalInt.of(
                                            query.whole("rows", 0, 0, Integer.MAX_VALUE))));
        };
    }

    /** Whether a restart is wanted in any case, and then why. */
    public Processor restart() {
        return exchange -> {
            QueryString query = query(exchange, Set.of("force", "reason"));
            boolean forced = query.flag("force");
            String reason = query.one("reason").orElse("").strip();
            if (forced != REASON.matcher(reason).matches()) {
                throw QueryString.invalid(
                        "parameters 'force=true' and 'reason' go together: one line of 1 to 200"
                                + " characters");
            }
            ApiRequest.REQUEST.put(exchange, new ApiRequest.Restart(forced, reason));
        };
    }

    /** For how long and why people work on it, both needed. */
    public Processor maintenance() {
        return exchange -> {
            QueryString query = query(exchange, Set.of("for", "reason"));
            String reason = query.one("reason").orElse("").strip();
            if (!REASON.matcher(reason).matches()) {
                throw QueryString.invalid(
                        "parameter 'reason' must be one line of 1 to 200 characters");
            }
            ApiRequest.REQUEST.put(
                    exchange, new ApiRequest.Maintenance(query.one("for").orElse(""), reason));
        };
    }

    /** The newest lines of the log, of one level or worse. */
    public Processor logs() {
        return exchange -> {
            QueryString query = query(exchange, Set.of("level", "limit", "after"));
            String level = query.one("level").orElse("info");
            refuseUnknown("level", "level", level);
            ApiRequest.REQUEST.put(
                    exchange,
                    new ApiRequest.Logs(
                            Level.valueOf(level.toUpperCase(Locale.ROOT)),
                            limit(query),
                            positive(query, "after").orElse(0)));
        };
    }

    /** The newest entries of the audit. */
    public Processor audit() {
        return exchange ->
                ApiRequest.REQUEST.put(
                        exchange, new ApiRequest.Audit(limit(query(exchange, Set.of("limit")))));
    }

    private static int limit(QueryString query) {
        return query.whole("limit", LINES, 1, LINES_MAX);
    }

    /** A segment of the path, decoded, counted from 0 at its end. */
    private static String segment(Exchange exchange, int fromEnd) {
        String uri = exchange.getMessage().getHeader(Exchange.HTTP_URI, "", String.class);
        int end = uri.indexOf('?') < 0 ? uri.length() : uri.indexOf('?');
        for (int i = 0; i < fromEnd; i++) end = uri.lastIndexOf('/', end - 1);
        return QueryString.decodeSegment(uri.substring(uri.lastIndexOf('/', end - 1) + 1, end));
    }

    /** The filters of lots. */
    public Processor lots() {
        return exchange -> {
            QueryString query = query(exchange, allowed(lotFilters, Set.of("includeDummy")));
            ApiRequest.REQUEST.put(
                    exchange,
                    new ApiRequest.Lots(
                            lotFilter(query), Sort.BY_KEY, 1, PAGE_SIZE, OptionalLong.empty()));
        };
    }

    /** The filters of lots, a page, a sort and a pinned version. */
    public Processor lotPage() {
        return exchange -> {
            var extra = new LinkedHashSet<>(PAGING);
            extra.addAll(Set.of("includeDummy", "version"));
            QueryString query = query(exchange, allowed(lotFilters, extra));
            ApiRequest.REQUEST.put(
                    exchange,
                    new ApiRequest.Lots(
                            lotFilter(query),
                            sort(query),
                            page(query),
                            pageSize(query),
                            positive(query, "version")));
        };
    }

    /** The filters of machines. */
    public Processor machines() {
        return exchange -> {
            QueryString query = query(exchange, allowed(MACHINE_FILTERS, Set.of()));
            ApiRequest.REQUEST.put(
                    exchange,
                    new ApiRequest.Machines(machineFilter(query), Sort.BY_KEY, 1, PAGE_SIZE));
        };
    }

    /** The filters of machines, a page and a sort. */
    public Processor machinePage() {
        return exchange -> {
            QueryString query = query(exchange, allowed(MACHINE_FILTERS, PAGING));
            ApiRequest.REQUEST.put(
                    exchange,
                    new ApiRequest.Machines(
                            machineFilter(query), sort(query), page(query), pageSize(query)));
        };
    }

    private static QueryString query(Exchange exchange, Set<String> allowed) {
        return QueryString.parse(
                exchange.getMessage().getHeader(Exchange.HTTP_RAW_QUERY, String.class), allowed);
    }

    private static Set<String> allowed(List<String> columns, Set<String> more) {
        var allowed = columns.stream().map(ColumnNames::camel).collect(Collectors.toSet());
        allowed.addAll(more);
        return allowed;
    }

    private LotFilter lotFilter(QueryString query) {
        return new LotFilter(values(query, lotFilters), query.flag("includeDummy"));
    }

    private static MachineFilter machineFilter(QueryString query) {
        return new MachineFilter(values(query, MACHINE_FILTERS));
    }

    /** Column to wanted values; an empty value means null. */
    private static Map<String, List<Optional<String>>> values(
            QueryString query, List<String> columns) {
        var values = new HashMap<String, List<Optional<String>>>();
        for (String column : columns) {
            String name = ColumnNames.camel(column);
            List<String> wanted = query.all(name);
            if (wanted.isEmpty()) continue;
            wanted.forEach(value -> refuseUnknown(column, name, value));
            values.put(column, wanted(wanted));
        }
        return values;
    }

    /** An empty value means null. */
    private static List<Optional<String>> wanted(List<String> values) {
        return values.stream()
                .map(value -> Optional.of(value).filter(text -> !text.isEmpty()))
                .toList();
    }

    private static void refuseUnknown(String column, String name, String value) {
        Set<String> known = CLOSED.get(column);
        boolean asksForNone = value.isEmpty() && column.equals("hold_type");
        if (known != null && !asksForNone && !known.contains(value)) {
            throw QueryString.invalid(
                    "parameter '%s' must be one of %s"
                            .formatted(
                                    name,
                                    known.stream().sorted().collect(Collectors.joining(", "))));
        }
    }

    private static Sort sort(QueryString query) {
        String text = query.one("sort").orElse("");
        if (text.isEmpty()) return Sort.BY_KEY;
        var keys = new ArrayList<Sort.Key>();
        for (String key : text.split(",", -1)) {
            if (!SORT_KEY.matcher(key).matches()) {
                throw QueryString.invalid(
                        "parameter 'sort' must name columns, like -ageDays,lotId");
            }
            boolean descending = key.startsWith("-");
            keys.add(
                    new Sort.Key(
                            ColumnNames.snake(descending ? key.substring(1) : key), descending));
        }
        return new Sort(keys);
    }

    private static int page(QueryString query) {
        return query.whole("page", 1, 1, Integer.MAX_VALUE);
    }

    private static int pageSize(QueryString query) {
        return query.whole("pageSize", PAGE_SIZE, 1, PAGE_SIZE_MAX);
    }

    private static OptionalLong positive(QueryString query, String name) {
        Optional<String> text = query.one(name);
        if (text.isEmpty()) return OptionalLong.empty();
        try {
            long number = Long.parseLong(text.get());
            if (number > 0) return OptionalLong.of(number);
        } catch (NumberFormatException _) {
            // one message for both
        }
        throw QueryString.invalid("parameter '%s' must be a positive whole number".formatted(name));
    }

    private static <T> Set<String> names(
            T[] values, java.util.function.Function<T, String> nameOf) {
        return Arrays.stream(values).map(nameOf).collect(Collectors.toUnmodifiableSet());
    }
}
