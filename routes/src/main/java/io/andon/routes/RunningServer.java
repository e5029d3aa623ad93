package io.andon.routes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.andon.routes.settings.ConfigurationException;
import io.andon.routes.settings.SettingKey;
import io.andon.routes.settings.Settings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The Andon that runs with these settings, asked over HTTP with its admin token. */
final class RunningServer {
    /** Longer than the server keeps an administrator waiting. */
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private static final Pattern TOKEN = Pattern.compile("[!-~]+");

    private final String address;
    private final String token;
    private final ObjectMapper mapper = new ObjectMapper();

    /** What it answered. */
    record Reply(int status, JsonNode body) {}

    /** Nobody there could be asked, or would not act; the message says all. */
    static final class NoAnswerException extends IOException {
        private static final long serialVersionUID = 1L;

        NoAnswerException(String message) {
            super(message);
        }
    }

    private RunningServer(String address, String token) {
        this.address = address;
        this.token = token;
    }

    /**
     * The server that listens where the settings say.
     *
     * @throws ConfigurationException if its admin token cannot be read
     */
    static RunningServer of(Settings settings) {
        Path file = settings.path(SettingKey.ADMIN_TOKEN_FILE);
        try {
            String host = settings.text(SettingKey.HTTP_HOST);
            String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
            return new RunningServer(
                    "http://%s:%d"
                            .formatted(
                                    reachable.indexOf(':') < 0 ? reachable : "[" + reachable + "]",
                                    settings.whole(SettingKey.HTTP_PORT)),
                    token(file));
        } catch (IOException e) {
            throw new ConfigurationException(
                    List.of("the admin token %s cannot be read".formatted(file)));
        }
    }

    /** One word, as a header can carry it. */
    private static String token(Path file) throws IOException {
        String token = Files.readString(file).strip();
        if (!TOKEN.matcher(token).matches()) throw new IOException("no token");
        return token;
    }

    Reply get(String path) throws IOException, InterruptedException {
        return send("GET", path);
    }

    Reply post(String path) throws IOException, InterruptedException {
        return send("POST", path);
    }

    /** What a problem body says to people. */
    static String problem(JsonNode body) {
        return "%s: %s".formatted(body.path("code").asText(), body.path("detail").asText());
    }

    private Reply send(String method, String path) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(address + path))
                        .timeout(LIMIT)
                        .header("Authorization", "Bearer " + token)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            var response = client.send(request, BodyHandlers.ofString());
            return new Reply(response.statusCode(), mapper.readTree(response.body()));
        } catch (ConnectException _) {
            throw new NoAnswerException("no Andon answers at " + address);
        } catch (HttpTimeoutException _) {
            throw new NoAnswerException("no answer from %s in %s".formatted(address, LIMIT));
        } catch (JsonProcessingException _) {
            throw new NoAnswerException("what answers at %s is no Andon".formatted(address));
        }
    }
}
