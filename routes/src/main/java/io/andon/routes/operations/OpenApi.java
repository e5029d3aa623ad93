package io.andon.routes.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.andon.processors.compose.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The contract, as the document that clients read. */
public final class OpenApi {
    private static final String RESOURCE = "/openapi/andon.yaml";

    private final ObjectMapper mapper = new ObjectMapper();
    private volatile @Nullable Map<String, Object> document;

    public Processor answer() {
        return exchange ->
                Answer.ANSWER.put(exchange, new Answer.Bare(200, "application/json", this::write));
    }

    private void write(JsonGenerator json) throws IOException {
        Map<String, Object> loaded = document;
        if (loaded == null) {
            loaded = load();
            document = loaded;
        }
        mapper.writeValue(json, loaded);
    }

    /** The contract with its YAML anchors resolved. */
    public static Map<String, Object> load() {
        try (InputStream yaml = OpenApi.class.getResourceAsStream(RESOURCE)) {
            if (yaml == null)
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            var options = new LoaderOptions();
            options.setMaxAliasesForCollections(500);
            return new Yaml(new SafeConstructor(options)).load(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
