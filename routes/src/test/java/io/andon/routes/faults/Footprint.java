package io.andon.routes.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What a laboratory holds on to: threads and descriptors of this process, calls on the line. */
record Footprint(List<String> threads, long descriptors, int calls) {
    /** A timer here, a thread that opens or closes a connection there. */
    private static final int SLACK = 4;

    /**
     * Also a save under way, and both ends of each connection that a pool opens when first asked.
     */
    private static final int DESCRIPTOR_SLACK = 40;

    /** Those of Vert.x, bounded by it; those of the tests' client: a server of ours has none. */
    private static final List<String> OTHERS = List.of("vert.x-", "HttpClient-");

    /** Carriers of virtual threads: as many as cores, and more while one of them is pinned. */
    private static final String CARRIER = "jdk.internal.misc.CarrierThread";

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    static Footprint of(FaultLab lab) {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return new Footprint(threadsOfItsOwn(), open.count(), lab.line().open());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without pools that grow with the load of any moment, each up to a bound of its own. */
    private static List<String> threadsOfItsOwn() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getClass().getName().equals(CARRIER))
                .map(Thread::getName)
                .filter(name -> OTHERS.stream().noneMatch(name::startsWith))
                .sorted()
                .toList();
    }

    /** Waits until the laboratory holds no more than this, and its sessions rest. */
    void awaitNoMore(FaultLab lab) {
        await("what a fault has opened is closed again")
                .atMost(PATIENCE)
                .untilAsserted(() -> {
                    Footprint now = of(lab);
                    assertThat(now.threads)
                            .as("threads, before: %s", threads)
                            .hasSizeLessThanOrEqualTo(threads.size() + SLACK);
                    assertThat(now.descriptors)
                            .as("descriptors")
                            .isLessThanOrEqualTo(descriptors + DESCRIPTOR_SLACK);
                    assertThat(now.calls).as("calls").isLessThanOrEqualTo(callsMax(lab));
                    assertThat(restless(lab)).as("sessions that do not rest").isEmpty();
                    assertThat(sessions(lab)).as("sessions").isLessThanOrEqualTo(callsMax(lab));
                });
    }

    /** As many as the pools may have, and one that takes another's place. */
    private static int callsMax(FaultLab lab) {
        int max = 1;
        for (var pool : lab.andon().http.get("/health/deep").json().path("pools")) {
            max += pool.path("max").asInt();
        }
        return max;
    }

    private static int sessions(FaultLab lab) throws SQLException {
        return lab.server()
                .texts("SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'andon/%'")
                .size();
    }

    /** Sessions that work, or hold a transaction, for longer than a refresh takes here. */
    private static List<String> restless(FaultLab lab) throws SQLException {
        return lab.server()
                .texts(
                        """
                        SELECT application_name || ' ' || state || ' ' || query
                        FROM pg_stat_activity
                        WHERE application_name LIKE 'andon/%' AND state <> 'idle'
                          AND state_change < clock_timestamp() - INTERVAL '1 second'
                        """);
    }
}
