package io.andon.routes.promises;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.settings.SettingKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: going down loses no caller. Method: clients that never stop asking until refused. */
final class DrainTest {
    private static final int CLIENTS = 4;
    private static final int ANSWERS_FIRST = 50;

    private final ObjectMapper json = new ObjectMapper();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final CountDownLatch answered = new CountDownLatch(ANSWERS_FIRST);

    @Test
    void whoAsksWhileItGoesDownIsAnsweredOrToldOrRefused(@TempDir Path data) throws Exception {
        RunningAndon andon = RunningAndon.demo(data, 600);
        int port = andon.configuration().settings().whole(SettingKey.HTTP_PORT);
        List<Thread> clients = new ArrayList<>();
        for (String path : List.of("/api/wip/overview/summary", "/api/dashboard/kpi", "/health")) {
            URI uri = URI.create("http://127.0.0.1:" + port + path);
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(Thread.ofPlatform().start(() -> askUntilRefused(uri)));
            }
        }
        assertThat(answered.await(30, TimeUnit.SECONDS)).isTrue();

        andon.close();

        for (Thread client : clients) client.join(30_000);
        assertThat(clients).noneMatch(Thread::isAlive);
        assertThat(seen).contains("200").isSubsetOf("200", "503 DRAINING");
    }

    private void askUntilRefused(URI uri) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (true) {
                HttpResponse<String> answer =
                        client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
                seen.add(told(answer));
                answered.countDown();
            }
        } catch (IOException _) {
            // refused: the listener has gone
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String told(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() == 200) return "200";
        JsonNode body = json.readTree(answer.body());
        if (body.has("state")) return answer.statusCode() + " " + body.path("state").asText();
        boolean retryAfter = answer.headers().firstValueAsLong("Retry-After").orElse(0) > 0;
        String code = body.path("code").asText("no code");
        return answer.statusCode() + " " + code + (retryAfter ? "" : " without Retry-After");
    }
}
