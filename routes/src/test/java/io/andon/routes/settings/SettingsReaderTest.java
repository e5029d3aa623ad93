package io.andon.routes.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.andon.routes.settings.Setting.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class SettingsReaderTest {
    @TempDir private Path folder;

    /** Every key with its default, written down a second time. */
    private static final Map<String, @Nullable String> DEFAULTS = new HashMap<>();

    static {
        DEFAULTS.put("andon.http.host", "127.0.0.1");
        DEFAULTS.put("andon.http.port", "8080");
        DEFAULTS.put("andon.http.in-flight-max", "256");
        DEFAULTS.put("andon.plant", "demo");
        DEFAULTS.put("andon.db.url", null);
        DEFAULTS.put("andon.db.user", null);
        DEFAULTS.put("andon.db.password", null);
        DEFAULTS.put("andon.db.pool.max-size", "10");
        DEFAULTS.put("andon.db.pool.min-idle", "2");
        DEFAULTS.put("andon.db.pool.leak-after", "30s");
        DEFAULTS.put("andon.db.pool.login-pause", "30s");
        DEFAULTS.put("andon.breaker.window", "10");
        DEFAULTS.put("andon.breaker.minimum-calls", "5");
        DEFAULTS.put("andon.breaker.failure-rate", "50%");
        DEFAULTS.put("andon.breaker.open-for", "30s");
        DEFAULTS.put("andon.breaker.half-open-calls", "2");
        DEFAULTS.put("andon.breaker.concurrent-calls", "6");
        DEFAULTS.put("andon.history.lot-rows-max", "2000");
        DEFAULTS.put("andon.history.trend-rows-max", "50000");
        DEFAULTS.put("andon.history.fresh-for", "15s");
        DEFAULTS.put("andon.history.keep-for", "4h");
        DEFAULTS.put("andon.history.kept-rows-max", "200000");
        DEFAULTS.put("andon.memory.budget", "70%");
        DEFAULTS.put("andon.log.format", "text");
        DEFAULTS.put("andon.log.kept", "500");
        DEFAULTS.put("andon.log.repeats-max", "20");
        DEFAULTS.put("andon.db.pool.acquire-timeout", "2s");
        DEFAULTS.put("andon.db.pool.max-lifetime", "30m");
        DEFAULTS.put("andon.db.pool.keepalive", "2m");
        DEFAULTS.put("andon.db.connect-timeout", "3s");
        DEFAULTS.put("andon.db.query-timeout", "10s");
        DEFAULTS.put("andon.db.lock-timeout", "3s");
        DEFAULTS.put("andon.db.socket-timeout", "10s");
        DEFAULTS.put("andon.refresh.parallel", "2");
        DEFAULTS.put("andon.data-dir", null);
        DEFAULTS.put("andon.restore-wait", "10s");
        DEFAULTS.put("andon.supervised", "auto");
        DEFAULTS.put("andon.restart.cooldown", "1m");
        DEFAULTS.put("andon.restart.window", "1h");
        DEFAULTS.put("andon.restart.max", "5");
        DEFAULTS.put("andon.maintenance.longest", "24h");
        DEFAULTS.put("andon.audit.kept", "500");
        DEFAULTS.put("andon.audit.file-max", "5m");
        DEFAULTS.put("andon.admin.token-file", null);
        DEFAULTS.put("andon.watchdog.poll-interval", "5s");
        DEFAULTS.put("andon.watchdog.poll-timeout", "3s");
        DEFAULTS.put("andon.watchdog.patience", "30s");
        DEFAULTS.put("andon.watchdog.start-grace", "2m");
        DEFAULTS.put("andon.watchdog.cooldown", "5m");
        DEFAULTS.put("andon.watchdog.cooldown-max", "1h");
        DEFAULTS.put("andon.watchdog.restarts-max", "3");
        DEFAULTS.put("andon.watchdog.restarts-window", "1h");
        DEFAULTS.put("andon.watchdog.starts-max", "5");
        DEFAULTS.put("andon.watchdog.starts-window", "10m");
        DEFAULTS.put("andon.watchdog.stable-for", "15m");
        DEFAULTS.put("andon.watchdog.refusals-max", "5");
        DEFAULTS.put("andon.watchdog.page-every", "4h");
        DEFAULTS.put("andon.demo.lots", "20000");
        DEFAULTS.put("andon.demo.seed", "1");
    }

    @Test
    void everyKeyHasItsDefaultAndNoKeyIsForgotten() {
        Map<String, @Nullable String> found = new HashMap<>();
        for (Setting setting : read(Map.of(), Map.of(), Map.of()).all()) {
            found.put(setting.key().key(), setting.text().orElse(null));
            assertThat(setting.source()).isEqualTo(Source.DEFAULT);
        }
        assertThat(found).isEqualTo(DEFAULTS);
    }

    @Test
    void everyDefaultIsReadWithoutAProblem() {
        Settings settings = read(Map.of(), Map.of(), Map.of());
        assertThat(settings.duration(SettingKey.DB_POOL_MAX_LIFETIME))
                .isEqualTo(Duration.ofMinutes(30));
        assertThat(settings.whole(SettingKey.HTTP_PORT)).isEqualTo(8080);
        assertThat(settings.number(SettingKey.DEMO_SEED)).isEqualTo(1);
        assertThat(settings.share(SettingKey.BREAKER_FAILURE_RATE)).isEqualTo(0.5);
        assertThat(settings.bytes(SettingKey.MEMORY_BUDGET))
                .isBetween(
                        Runtime.getRuntime().maxMemory() / 100 * 69,
                        Runtime.getRuntime().maxMemory() / 100 * 71);
        assertThat(settings.find(SettingKey.DB_USER)).isEmpty();
    }

    @Test
    void theCommandLineBeatsTheEnvironmentWhichBeatsTheFileWhichBeatsTheDefault() {
        Map<String, String> file = Map.of("andon.http.port", "1");
        Map<String, String> environment = Map.of("ANDON_HTTP_PORT", "2");
        Map<String, String> commandLine = Map.of("andon.http.port", "3");
        assertPort(read(file, Map.of(), Map.of()), 1, Source.FILE);
        assertPort(read(file, environment, Map.of()), 2, Source.ENVIRONMENT);
        assertPort(read(file, environment, commandLine), 3, Source.COMMAND_LINE);
    }

    @Test
    void thePlantSpeaksOnlyWhereNobodyElseDoes() {
        Settings settings = read(Map.of("andon.db.user", "file"), Map.of(), Map.of());
        assertThat(
                        settings.orElse(SettingKey.DB_USER, "plant", Source.PLANT)
                                .text(SettingKey.DB_USER))
                .isEqualTo("file");
        assertThat(
                        settings.orElse(SettingKey.DB_URL, "jdbc:x:y", Source.PLANT)
                                .text(SettingKey.DB_URL))
                .isEqualTo("jdbc:x:y");
    }

    @ParameterizedTest
    @MethodSource("keys")
    void everyKeyCanBeSetByItsVariable(SettingKey key) {
        assertThat(key.variable())
                .isEqualTo(key.key().toUpperCase(java.util.Locale.ROOT).replaceAll("[.-]", "_"))
                .matches("ANDON_[A-Z_]+");
        Problems problems = new Problems();
        var reader = new SettingsReader(new Properties(), Map.of(key.variable(), "\0"), Map.of());
        Settings settings = reader.read(problems);
        assertThat(settings.all())
                .filteredOn(each -> each.key() == key)
                .extracting(Setting::source)
                .containsExactly(Source.ENVIRONMENT);
        assertThat(reader.warnings()).isEmpty();
    }

    static Stream<SettingKey> keys() {
        return Arrays.stream(SettingKey.values());
    }

    @Test
    void aSecretComesFromAFileAndIsNeverShown() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "p\u00e4ss word\n");
        Settings settings =
                read(Map.of(), Map.of("ANDON_DB_PASSWORD_FILE", secret.toString()), Map.of());
        assertThat(settings.text(SettingKey.DB_PASSWORD)).isEqualTo("päss word");
        assertThat(settings.all())
                .filteredOn(each -> each.key() == SettingKey.DB_PASSWORD)
                .extracting(Setting::shown)
                .containsExactly(Optional.of("***"));
    }

    @Test
    void aPasswordInsideAUrlIsNeverShown() {
        Settings settings =
                read(
                        Map.of(),
                        Map.of(),
                        Map.of(
                                "andon.db.url",
                                "jdbc:postgresql://db/mes?password=s3cret&ssl=true"));
        assertThat(settings.all())
                .filteredOn(each -> each.key() == SettingKey.DB_URL)
                .extracting(Setting::shown)
                .containsExactly(Optional.of("jdbc:postgresql://db/mes?password=***&ssl=true"));
    }

    @Test
    void aSecretGivenTwiceOrOutOfReachIsAProblem() {
        assertThat(
                        problems(
                                Map.of(),
                                Map.of(
                                        "ANDON_DB_PASSWORD",
                                        "a",
                                        "ANDON_DB_PASSWORD_FILE",
                                        "/nowhere")))
                .containsExactly(
                        "ANDON_DB_PASSWORD and ANDON_DB_PASSWORD_FILE are both set",
                        "ANDON_DB_PASSWORD_FILE = '/nowhere' cannot be read");
    }

    @Test
    void onlyASecretIsReadFromAFile() {
        var reader =
                new SettingsReader(
                        new Properties(), Map.of("ANDON_DB_USER_FILE", "/nowhere"), Map.of());
        reader.read(new Problems());
        assertThat(reader.warnings()).singleElement().asString().contains("ANDON_DB_USER_FILE");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        assertThat(
                        problems(
                                Map.of(
                                        "andon.http.port", "70000",
                                        "andon.nope", "1",
                                        "andon.db.url", "postgresql://x",
                                        "andon.db.pool.keepalive", "31m",
                                        "andon.db.query-timeout", "ten"),
                                Map.of("ANDON_REFRESH_PARALLEL", "0")))
                .hasSize(6)
                .anyMatch(each -> each.contains("andon.http.port = '70000'"))
                .anyMatch(each -> each.equals("andon.nope is not a setting of Andon"))
                .anyMatch(each -> each.contains("andon.db.url"))
                .anyMatch(each -> each.contains("must be shorter than andon.db.pool.max-lifetime"))
                .anyMatch(each -> each.contains("andon.db.query-timeout = 'ten'"))
                .anyMatch(each -> each.contains("andon.refresh.parallel = '0'"));
    }

    @Test
    void allProblemsTravelInOneException() {
        var problems = new Problems();
        problems.add("one");
        problems.add("two");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(problems::throwIfAny)
                .satisfies(e -> assertThat(e.problems()).containsExactly("one", "two"));
    }

    @ParameterizedTest
    @CsvSource({
        "andon.http.port, -1",
        "andon.http.port, 65536",
        "andon.audit.kept, 0",
        "andon.audit.file-max, 63k",
        "andon.audit.file-max, 2g",
        "andon.audit.file-max, 50%",
        "andon.maintenance.longest, 0s",
        "andon.maintenance.longest, 25h",
        "andon.http.port, x",
        "andon.http.host, ' '",
        "andon.refresh.parallel, 17",
        "andon.demo.lots, 0",
        "andon.demo.seed, 1.5",
        "andon.db.pool.acquire-timeout, 249ms",
        "andon.db.pool.max-lifetime, 29s",
        "andon.db.pool.keepalive, 25h",
        "andon.db.socket-timeout, 0s",
        "andon.db.connect-timeout, 5",
        "andon.db.pool.leak-after, 0s",
        "andon.db.pool.login-pause, 999ms",
        "andon.db.pool.max-size, 0",
        "andon.db.pool.max-size, 101",
        "andon.db.pool.min-idle, -1",
        "andon.breaker.window, 0",
        "andon.breaker.minimum-calls, 0",
        "andon.breaker.failure-rate, 50",
        "andon.breaker.failure-rate, 0%",
        "andon.breaker.failure-rate, 100.1%",
        "andon.breaker.open-for, 999ms",
        "andon.breaker.half-open-calls, 0",
        "andon.log.format, xml",
        "andon.log.kept, 0",
        "andon.watchdog.starts-max, 10",
        "andon.watchdog.starts-window, 9m",
        "andon.watchdog.restarts-max, 10",
        "andon.watchdog.restarts-window, 9m",
        "andon.watchdog.refusals-max, 0",
        "andon.memory.budget, 70",
        "andon.memory.budget, 0m",
        "andon.memory.budget, 101%",
        "andon.memory.budget, 999999g"
    })
    void aValueOutsideItsLimitsIsAProblemThatNamesItsKey(String key, String value) {
        assertThat(problems(Map.of(key, value), Map.of()))
                .singleElement()
                .asString()
                .startsWith(key + " = '" + value + "': ");
    }

    @ParameterizedTest
    @CsvSource({
        "andon.db.lock-timeout, 10s, must be shorter than andon.db.query-timeout: the statement",
        "andon.db.query-timeout, 11s, must not be longer than andon.db.socket-timeout: a statem",
        "andon.db.pool.acquire-timeout, 11s, must not be longer than andon.db.query-timeout: a q",
        "andon.db.pool.keepalive, 30m, must be shorter than andon.db.pool.max-lifetime: a conn",
        "andon.db.pool.min-idle, 11, must be at most andon.db.pool.max-size: no more",
        "andon.breaker.minimum-calls, 11, must be at most andon.breaker.window: the window",
        "andon.breaker.half-open-calls, 11, must be at most andon.db.pool.max-size: the trial",
        "andon.watchdog.poll-timeout, 6s, must not be longer than andon.watchdog.poll-interval: a",
        "andon.watchdog.poll-interval, 30s, must be shorter than andon.watchdog.patience: a single",
        "andon.watchdog.cooldown, 16m, must not be longer than andon.watchdog.stable-for: an act",
        "andon.watchdog.start-grace, 6m, must not be longer than andon.watchdog.cooldown: a start",
        "andon.watchdog.starts-window, 16m, must not be longer than andon.watchdog.stable-for: s",
        "andon.watchdog.restarts-max, 6, must be at most andon.watchdog.starts-max: the watchdog"
    })
    void settingsThatContradictEachOtherAreRefusedWithTheReason(
            String key, String value, String complaint) {
        assertThat(problems(Map.of(key, value), Map.of()))
                .singleElement()
                .asString()
                .startsWith(key + " " + complaint);
    }

    @Test
    void aLeakIsNotFoundBeforeAStatementMustHaveEnded() {
        assertThat(problems(Map.of("andon.db.pool.leak-after", "10s"), Map.of()))
                .containsExactly(
                        "andon.db.query-timeout must be shorter than andon.db.pool.leak-after: "
                                + "a statement that may still run would lose its connection");
    }

    @ParameterizedTest
    @CsvSource({"512m, 536870912", "1k, 1024", "2M, 2097152", "50%, 536870912", "1G, 1073741824"})
    void memoryIsASizeOrAShareOfTheHeap(String text, long bytes) {
        assertThat(Amounts.memory(text, 1L << 30)).isEqualTo(bytes);
    }

    @Test
    void anUnknownVariableWarnsAndNothingElseOfTheEnvironmentMatters() {
        var reader =
                new SettingsReader(
                        new Properties(),
                        Map.of("ANDON_NOPE", "1", "PATH", "/bin", "ANDON_TEST_DATA", "x"),
                        Map.of());
        var problems = new Problems();
        reader.read(problems);
        assertThat(problems.any()).isFalse();
        assertThat(reader.warnings())
                .containsExactly("ANDON_NOPE is set but is not a setting of Andon");
    }

    @Test
    void camelsOwnKeysAreNoneOfOurs() {
        assertThat(problems(Map.of("camel.main.name", "x"), Map.of())).isEmpty();
    }

    @Test
    void anAbsentFileIsAnEmptyOne() {
        var problems = new Problems();
        assertThat(SettingsReader.load(folder.resolve("none"), problems)).isEmpty();
        assertThat(problems.any()).isFalse();
    }

    @Test
    void aSettingThatNobodyGaveFailsLoudlyWhenItIsNeeded() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> read(Map.of(), Map.of(), Map.of()).text(SettingKey.DB_URL))
                .withMessage("andon.db.url is not set");
    }

    private static void assertPort(Settings settings, int port, Source source) {
        assertThat(settings.whole(SettingKey.HTTP_PORT)).isEqualTo(port);
        assertThat(settings.all())
                .filteredOn(each -> each.key() == SettingKey.HTTP_PORT)
                .extracting(Setting::source)
                .containsExactly(source);
    }

    private static Settings read(
            Map<String, String> file,
            Map<String, String> environment,
            Map<String, String> commandLine) {
        var problems = new Problems();
        Settings settings =
                new SettingsReader(properties(file), environment, commandLine).read(problems);
        problems.throwIfAny();
        return settings;
    }

    private static List<String> problems(
            Map<String, String> file, Map<String, String> environment) {
        var problems = new Problems();
        new SettingsReader(properties(file), environment, Map.of()).read(problems);
        return problems.found();
    }

    private static Properties properties(Map<String, String> values) {
        var properties = new Properties();
        values.forEach(properties::setProperty);
        return properties;
    }
}
