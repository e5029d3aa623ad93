package io.andon.routes.faults;

import static io.andon.routes.faults.Fault.atTheServer;
import static io.andon.routes.faults.Fault.onTheWay;

import io.andon.routes.faults.Fault.Cure;
import io.andon.routes.faults.Fault.Injection;
import io.andon.routes.running.Postgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Faults 13 to 21: credentials, rights, limits and locks. */
final class Limits {
    private static final String AUTH = "DB_AUTH_FAILED";
    private static final String EXHAUSTED = "DB_POOL_EXHAUSTED";
    private static final String TIMEOUT = "DB_QUERY_TIMEOUT";
    private static final String ERROR = "DB_QUERY_ERROR";
    private static final List<String> LOTS = List.of("lots");

    /** Failed credentials are tried once a minute, so that nobody is locked out. */
    private static final Duration SLOW_PROBE = Duration.ofSeconds(61);

    private Limits() {}

    static List<Fault> faults() {
        return List.of(
                atTheServer(13, "password changed", LabPlant.TABLES, AUTH, Limits::password)
                        .recoveringWithin(SLOW_PROBE),
                atTheServer(14, "privilege lost on lots", LOTS, AUTH, Limits::revoke)
                        .recoveringWithin(SLOW_PROBE),
                atTheServer(15, "no session left", LabPlant.TABLES, EXHAUSTED, Limits::noSession),
                atTheServer(18, "lots locked", LOTS, TIMEOUT, Limits::lock),
                atTheServer(19, "query that takes a minute", LOTS, TIMEOUT, Limits::sleep),
                atTheServer(20, "serialization failure", LOTS, TIMEOUT, raising("40001")),
                atTheServer(20, "deadlock", LOTS, TIMEOUT, raising("40P01")),
                atTheServer(20, "disk full at the server", LOTS, ERROR, raising("53100")),
                onTheWay(21, "server stands still", TIMEOUT, Limits::freeze)
                        .recoveringWithin(
                                LabPlant.PERIOD.plus(LabPlant.READ_DEADLINE).plusSeconds(1)));
    }

    private static Cure password(FaultLab lab) throws SQLException {
        lab.server().execute("ALTER ROLE %s PASSWORD 'another'".formatted(Postgres.READER));
        lab.terminateSessions();
        return () ->
                lab.server()
                        .execute(
                                "ALTER ROLE %s PASSWORD '%s'"
                                        .formatted(Postgres.READER, Postgres.PASSWORD));
    }

    private static Cure revoke(FaultLab lab) throws SQLException {
        lab.server().execute("REVOKE SELECT ON mes.lot FROM " + Postgres.READER);
        return () -> lab.server().execute("GRANT SELECT ON mes.lot TO " + Postgres.READER);
    }

    private static Cure noSession(FaultLab lab) throws SQLException {
        lab.server().execute("ALTER ROLE %s CONNECTION LIMIT 0".formatted(Postgres.READER));
        lab.terminateSessions();
        return () ->
                lab.server()
                        .execute("ALTER ROLE %s CONNECTION LIMIT -1".formatted(Postgres.READER));
    }

    private static Cure lock(FaultLab lab) throws SQLException {
        Connection holder = lab.server().connect();
        holder.setAutoCommit(false);
        try (var lock = holder.createStatement()) {
            lock.execute("LOCK TABLE mes.lot IN ACCESS EXCLUSIVE MODE");
        }
        return holder::close;
    }

    private static Cure sleep(FaultLab lab) throws SQLException {
        return lab.replaceLots("SELECT k.* FROM mes.lot_kept k, pg_sleep(60)");
    }

    private static Injection raising(String state) {
        return lab -> {
            lab.server()
                    .execute(
                            """
                            CREATE OR REPLACE FUNCTION mes.trouble() RETURNS boolean
                            LANGUAGE plpgsql VOLATILE AS $$ BEGIN
                              RAISE EXCEPTION 'trouble' USING ERRCODE = '%s';
                            END $$
                            """
                                    .formatted(state));
            return lab.replaceLots("SELECT k.* FROM mes.lot_kept k WHERE mes.trouble()");
        };
    }

    private static Cure freeze(FaultLab lab) {
        lab.server().freeze();
        return lab.server()::thaw;
    }
}
