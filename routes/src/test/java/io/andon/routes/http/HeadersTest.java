package io.andon.routes.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.routes.running.Reply;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.running.SeededPlant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request's headers may and may not do, who is let in, and what is never said. */
final class HeadersTest {
    private static final String[] HOSTILE = {
        "lotId", "nobody",
        "CamelHttpUri", "/api/wip/lot/nobody",
        "CamelHttpRawQuery", "lotId=nobody",
        "CAmelBeanMethodName", "exit",
        "CamelHttpResponseCode", "418",
        "breadcrumbId", "crumb",
        "operationName", "other",
        "Long-Running-Action", "1",
        "Age", "9999",
        "Retry-After", "9999",
        "Cookie", "a=b",
        "X-Echo", "echo"
    };

    @TempDir private static Path data;
    private static SeededPlant plant;
    private static RunningAndon andon;

    @BeforeAll
    static void start() {
        plant = new SeededPlant(11);
        andon = RunningAndon.of(plant.folder(data), data).awaitReady();
    }

    @AfterAll
    static void stop() {
        andon.close();
        plant.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/wip/lot/D,4",
                "/api/wip/lots?pageSize=3",
                "/api/wip/overview/summary?workcenter=DICING",
                "/api/resource/machine/EQ%2F00",
                "/api/plant",
                "/api/wip/lot/nobody-either",
                "/openapi.json"
            })
    void noRequestHeaderChangesAnAnswerOrComesBack(String path) {
        Reply plain = andon.http.get(path);
        Reply hostile = andon.http.get(path, HOSTILE);
        assertThat(hostile.status()).isEqualTo(plain.status());
        assertThat(hostile.headers().keySet()).isEqualTo(plain.headers().keySet());
        var headers = new HashMap<>(hostile.headers());
        // drawn by the server, and any hexadecimal digits
        assertThat(headers.remove("andon-trace")).isNotNull();
        assertThat(headers.toString()).doesNotContain("9999", "crumb", "echo", "418");
        if (plain.status() == 200) assertThat(hostile.body()).isEqualTo(plain.body());
    }

    @Test
    void theTypeOfAProblemLeadsToWhatToDoAboutIt() {
        Reply problem = andon.http.get("/api/wip/lot/nobody");
        String type = problem.json().path("type").asText();
        int anchor = type.indexOf('#');
        Reply page = andon.http.get(type.substring(0, anchor));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.contentType()).startsWith("text/html");
        assertThat(page.body())
                .contains("id=\"" + type.substring(anchor + 1) + "\"")
                .doesNotContain("style=");
    }

    @Test
    void everyAnswerIsHardened() {
        for (String path : List.of("/api/plant", "/api/nope", "/admin/api/status", "/health")) {
            Reply reply = andon.http.get(path);
            assertThat(reply.header("x-content-type-options")).as(path).hasValue("nosniff");
            assertThat(reply.header("referrer-policy")).as(path).hasValue("same-origin");
            assertThat(reply.header("content-security-policy"))
                    .hasValueSatisfying(
                            policy -> assertThat(policy).contains("frame-ancestors 'none'"));
            assertThat(reply.header("access-control-allow-origin")).as(path).isEmpty();
            assertThat(reply.header("server")).as(path).isEmpty();
        }
    }

    @Test
    void anApiAnswerIsAskedAgainEveryTimeAndSaysItsAge() {
        Reply reply = andon.http.get("/api/dashboard/kpi");
        assertThat(reply.header("cache-control")).hasValue("no-cache");
        assertThat(reply.header("age"))
                .hasValueSatisfying(age -> assertThat(Integer.parseInt(age)).isBetween(0, 120));
        assertThat(reply.body()).doesNotContain("\"age\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nope.php",
                "/api",
                "/api/nope",
                "/api/wip/lot",
                "/api/wip/lot/a/b",
                "/observe",
                "/health/nope",
                "/assets/nope.js",
                "/assets/%25zz.js",
                "/assets/%2e%2e/nope.js"
            })
    void anUnknownPathIsAProblem(String path) {
        Reply reply = andon.http.get(path);
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.contentType()).isEqualTo("application/problem+json");
        assertThat(reply.code()).isEqualTo("NOT_FOUND");
        assertThat(reply.json().path("traceId").asText()).matches("[0-9a-f]{16}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void whatWouldWriteIsRefusedWithWhatIsOffered(String method) {
        Reply reply = andon.http.send(method, "/api/wip/overview/summary");
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.code()).isEqualTo("METHOD_NOT_ALLOWED");
        assertThat(reply.header("allow"))
                .hasValueSatisfying(
                        allow -> assertThat(allow).contains("GET").doesNotContain(method));
    }

    @Test
    void headAnswersWithoutABodyOrIsRefusedCleanly() {
        Reply reply = andon.http.send("HEAD", "/api/wip/overview/summary");
        assertThat(reply.status()).isIn(200, 405);
        assertThat(reply.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/api/status",
                "/admin/api/nope",
                "/admin",
                "/admin/",
                "/admin/api/status?x=1"
            })
    void nobodyLearnsAnythingOfTheAdminPathsWithoutTheToken(String path) {
        Reply reply = andon.http.get(path);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.code()).isEqualTo("UNAUTHENTICATED");
        assertThat(reply.header("www-authenticate")).hasValue("Bearer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wrong", "Bearer ", "Bearer", "Basic YTpi", "x", "bearer"})
    void aWrongTokenIsNoToken(String authorization) {
        assertThat(andon.http.get("/admin/api/status", "Authorization", authorization).status())
                .isEqualTo(401);
    }

    @Test
    void theTokenOpensTheAdminPathsAndHidesNothingButSecrets() {
        Reply status = andon.http.get("/admin/api/status", "Authorization", andon.bearer());
        assertThat(status.status()).isEqualTo(200);
        assertThat(status.json().path("settings"))
                .anySatisfy(
                        each -> assertThat(each.path("key").asText()).isEqualTo("andon.db.url"));
        assertThat(status.body()).doesNotContain(andon.bearer().substring(7));
        Reply nope = andon.http.get("/admin/api/nope", "Authorization", andon.bearer());
        assertThat(nope.status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin%2fapi/status",
                "/admin/api%2Fstatus",
                "/ADMIN/api/status",
                "/admin/../admin/api/status",
                "//admin/api/status",
                "/admin/api/./status",
                "/health/../admin/api/status",
                "/admin;x/api/status",
                "/%61dmin/api/status"
            })
    void noSpellingOfAnAdminPathGetsRoundTheToken(String path) {
        Reply reply = andon.http.raw(request("GET", path, "Host: 127.0.0.1"));
        assertThat(reply.status()).isIn(400, 401, 404);
        assertThat(reply.body()).doesNotContain("settings");
    }

    @Test
    void theTokenFileIsReadableByItsOwnerOnly() throws IOException {
        assertThat(Files.getPosixFilePermissions(andon.tokenFile()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @ParameterizedTest
    @CsvSource({
        "Host: 127.0.0.1, 200",
        "Host: localhost:8080, 200",
        "Host: [::1], 200",
        "Host: andon.example.com, 401",
        "Host: 127.0.0.1.example.com, 401"
    })
    void deepHealthIsForSomeoneOnThisHost(String host, int status) {
        assertThat(andon.http.raw(request("GET", "/health/deep", host)).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For", "Forwarded", "X-Real-IP", "x-forwarded-host"})
    void deepHealthIsNotForWhoComesThroughAProxy(String header) {
        assertThat(andon.http.get("/health/deep", header, "127.0.0.1").status()).isEqualTo(401);
        assertThat(
                        andon.http
                                .get(
                                        "/health/deep",
                                        header,
                                        "127.0.0.1",
                                        "Authorization",
                                        andon.bearer())
                                .status())
                .isEqualTo(200);
    }

    @Test
    void tooLongAnAddressIsRefusedWithoutAStack() {
        Reply reply =
                andon.http.raw(
                        request("GET", "/api/plant?" + "x".repeat(20_000), "Host: 127.0.0.1"));
        assertThat(reply.status()).isEqualTo(414);
        assertClean(reply);
    }

    @Test
    void tooManyHeadersAreRefusedWithoutAStack() {
        Reply reply =
                andon.http.raw(request("GET", "/api/plant", "Host: a\r\nX: " + "x".repeat(40_000)));
        assertThat(reply.status()).isEqualTo(431);
        assertClean(reply);
    }

    @Test
    void whatIsNoHttpIsRefusedWithoutAStack() {
        Reply reply = andon.http.raw("HELLO\r\n\r\n");
        assertThat(reply.status()).isIn(0, 400);
        assertClean(reply);
    }

    @Test
    void tooLargeABodyIsRefusedWithoutAStack() {
        Reply reply =
                andon.http.raw(
                        "POST /api/plant HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                                + "Content-Length: 200000\r\n\r\n"
                                + "x".repeat(200_000));
        assertThat(reply.status()).isIn(405, 413);
        assertClean(reply);
    }

    private static void assertClean(Reply reply) {
        assertThat(reply.body() + reply.headers())
                .doesNotContain("Exception", "io.vertx", "netty", "at java", "xxxx");
    }

    private static String request(String method, String path, String headers) {
        return "%s %s HTTP/1.1\r\n%s\r\nConnection: close\r\n\r\n".formatted(method, path, headers);
    }
}
