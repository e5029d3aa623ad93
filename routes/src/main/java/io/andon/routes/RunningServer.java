package io.andon.routes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.andon.processors.watchdog.Observation.Absence;
import io.andon.routes.settings.ConfigurationException;
import io.andon.routes.settings.SettingKey;
import io.andon.routes.settings.Settings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
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

    /** Everything that is known of it; wants the token unless it is asked from its own host. */
    static final String DEEP = "/health/deep";

    private static final String ADMIN = "/admin/";
    private static final Pattern TOKEN = Pattern.compile("[!-~]+");

    private final String address;
    private final Path tokenFile;
    private final Duration limit;
    private final ObjectMapper mapper = new ObjectMapper();

    /** What it answered. */
    record Reply(int status, JsonNode body) {}

    /** Nobody there could be asked, or would not act; the message says all. */
    static class NoAnswerException extends IOException {
        private static final long serialVersionUID = 1L;

        NoAnswerException(String message) {
            super(message);
        }
    }

    /** There was no answer, and this is how it was missing. */
    static final class AbsentException extends NoAnswerException {
        private static final long serialVersionUID = 1L;

        private final Absence how;

        AbsentException(Absence how, String message) {
            super(message);
            this.how = how;
        }

        Absence how() {
            return how;
        }
    }

    private RunningServer(String address, Path tokenFile, Duration limit) {
        this.address = address;
        this.tokenFile = tokenFile;
        this.limit = limit;
    }

    /** The server that listens where the settings say. */
    static RunningServer of(Settings settings) {
        return within(LIMIT, settings);
    }

    /** The same, with so much time for an answer. */
    static RunningServer within(Duration limit, Settings settings) {
        String host = settings.text(SettingKey.HTTP_HOST);
        String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        return new RunningServer(
                "http://%s:%d"
                        .formatted(
                                reachable.indexOf(':') < 0 ? reachable : "[" + reachable + "]",
                                settings.whole(SettingKey.HTTP_PORT)),
                settings.path(SettingKey.ADMIN_TOKEN_FILE),
                limit);
    }

    /** One word, as a header can carry it; read each time, for a start may write a new one. */
    private String token() {
        try {
            String token = Files.readString(tokenFile).strip();
            if (TOKEN.matcher(token).matches()) return token;
        } catch (IOException _) {
            // one message for both
        }
        throw new ConfigurationException(
                List.of("the admin token %s cannot be read".formatted(tokenFile)));
    }

    /**
     * Asks for a path.
     *
     * @throws ConfigurationException if the path wants the admin token, and that cannot be read
     */
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
                        .timeout(limit)
                        .method(method, HttpRequest.BodyPublishers.noBody());
        if (path.startsWith(ADMIN) || path.equals(DEEP))
            request.header("Authorization", "Bearer " + token());
        try (var client = HttpClient.newHttpClient()) {
            var response = client.send(request.build(), BodyHandlers.ofString());
            return new Reply(response.statusCode(), mapper.readTree(response.body()));
        } catch (ConnectException _) {
            throw new AbsentException(Absence.REFUSED, "no Andon answers at " + address);
        } catch (HttpTimeoutException _) {
            throw new AbsentException(
                    Absence.SILENT, "no answer from %s in %s".formatted(address, limit));
        } catch (JsonProcessingException | ProtocolException _) {
            throw new AbsentException(
                    Absence.FOREIGN, "what answers at %s is no Andon".formatted(address));
        }
    }
}
