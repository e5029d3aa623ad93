package io.andon.routes.faults;

import static io.andon.routes.faults.Fault.harmless;
import static io.andon.routes.faults.Fault.onTheWay;
import static io.andon.routes.faults.Fault.passing;
import static org.awaitility.Awaitility.await;

import io.andon.routes.faults.Fault.Cure;
import io.andon.routes.faults.Fault.Reach;
import io.andon.routes.running.Postgres;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Faults 3 to 9 and 11: the way to the database, and whether it is there. */
final class Reachability {
    private static final String UNREACHABLE = "DB_UNREACHABLE";
    private static final String TIMEOUT = "DB_QUERY_TIMEOUT";
    private static final Duration A_TICK = LabPlant.PERIOD.plusSeconds(1);

    /** A stream is cut at each of them. */
    static final int SIXTEENTHS = 16;

    /** A read of lots that come one by one takes some seconds. */
    private static final Duration AMID_ROWS = Duration.ofMillis(500);

    private static final Duration FLAP = Duration.ofSeconds(2);

    private Reachability() {}

    static List<Fault> faults() {
        return List.of(
                onTheWay(3, "server stopped", UNREACHABLE, lab -> stop(lab, Postgres.Stop.FAST)),
                onTheWay(3, "server gone", UNREACHABLE, lab -> stop(lab, Postgres.Stop.IMMEDIATE)),
                onTheWay(3, "calls refused", UNREACHABLE, Reachability::refuse),
                flapping(),
                passing(5, "session ended amid its rows", "lots", UNREACHABLE, Reachability::kill),
                onTheWay(6, "nothing arrives any more", TIMEOUT, Reachability::blackhole)
                        .recoveringWithin(A_TICK.plus(LabPlant.READ_DEADLINE)),
                onTheWay(7, "new calls unanswered", TIMEOUT, Reachability::dropNew)
                        .recoveringWithin(LabPlant.PERIOD.plusSeconds(3)),
                onTheWay(8, "1 KB a second", TIMEOUT, Reachability::throttle),
                harmless(8, "200 ms late", Reachability::delay),
                cut(1 + (int) Math.floorMod(Seed.ofTheDay(), SIXTEENTHS - 1L)),
                onTheWay(11, "server in recovery", UNREACHABLE, Reachability::recovery));
    }

    private static Cure stop(FaultLab lab, Postgres.Stop how) {
        lab.server().stop(how);
        return lab.server()::start;
    }

    private static Cure refuse(FaultLab lab) {
        lab.line().refuse();
        lab.line().reset();
        return lab.line()::heal;
    }

    private static Cure blackhole(FaultLab lab) {
        lab.line().silenceOpen();
        lab.line().dropNew();
        return lab.line()::heal;
    }

    private static Cure dropNew(FaultLab lab) throws Exception {
        lab.line().dropNew();
        lab.terminateSessions();
        return lab.line()::heal;
    }

    /** The rows come one by one for that one read, so that some have come and some have not. */
    private static Cure kill(FaultLab lab) throws Exception {
        Cure view =
                lab.replaceLots(
                        "SELECT k.* FROM mes.lot_kept k WHERE pg_sleep(0.0005) IS NOT NULL");
        try {
            await("a read amid its rows")
                    .atMost(LabPlant.PERIOD.multipliedBy(2))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> lab.terminateReads("lots", AMID_ROWS) > 0);
        } finally {
            view.apply();
        }
        return () -> {};
    }

    private static Cure delay(FaultLab lab) {
        lab.line().delay(Duration.ofMillis(200));
        return lab.line()::heal;
    }

    /** The line is cut after that many sixteenths of what the lots come in. */
    static Fault cut(int sixteenths) {
        return new Fault(
                9,
                "cut after %d/%d of the lots".formatted(sixteenths, SIXTEENTHS),
                List.of("lots"),
                Reach.EVERY,
                Set.of(UNREACHABLE),
                Duration.ofSeconds(8),
                A_TICK,
                lab -> {
                    FaultProxy.End end =
                            sixteenths % 2 == 0 ? FaultProxy.End.CLOSE : FaultProxy.End.RESET;
                    long bytes = lab.bytesOfLots() * sixteenths / SIXTEENTHS;
                    lab.line().cutAfter(LabPlant.mark("lots"), bytes, end);
                    return lab.line()::heal;
                });
    }

    private static Cure throttle(FaultLab lab) {
        lab.line().throttle(1_024);
        return lab.line()::heal;
    }

    private static Cure recovery(FaultLab lab) throws Exception {
        lab.server().stop();
        lab.server().startInRecovery();
        return () -> {
            lab.server().promote();
            await().ignoreExceptions().until(() -> !lab.server().texts("SELECT 1").isEmpty());
        };
    }

    /** Ticks meet it by chance, so it is noticed within some of them. */
    private static Fault flapping() {
        return new Fault(
                4,
                "calls refused every other 2 s",
                LabPlant.TABLES,
                Reach.ANY,
                Set.of(UNREACHABLE),
                LabPlant.PERIOD.multipliedBy(4),
                LabPlant.PERIOD.multipliedBy(2),
                lab -> {
                    var end = new CountDownLatch(1);
                    Thread flaps = Thread.startVirtualThread(() -> flap(lab.line(), end));
                    return () -> {
                        end.countDown();
                        flaps.join();
                    };
                });
    }

    private static void flap(FaultProxy line, CountDownLatch end) {
        try {
            for (boolean sound = false; !end.await(FLAP.toMillis(), TimeUnit.MILLISECONDS); ) {
                sound = !sound;
                if (sound) {
                    line.refuse();
                    line.reset();
                } else {
                    line.heal();
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            line.heal();
        }
    }
}
