package io.andon.routes.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.andon.cache.DegradedCode;
import io.andon.routes.running.RunningAndon;
import io.andon.routes.settings.SettingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * docs/codes.md is what the enum and its sentences say. After a change of either, {@code
 * -Dandon.docs.write=true} writes it anew.
 */
final class CodeGuideTest {
    private static final Path DOCUMENT = RunningAndon.root().resolve("docs/codes.md");

    @Test
    void theDocumentSaysWhatTheEnumSays() throws IOException {
        String written = CodeGuide.load().markdown();
        if (Boolean.getBoolean("andon.docs.write")) Files.writeString(DOCUMENT, written);
        assertThat(Files.readString(DOCUMENT))
                .as("docs/codes.md; run this test with -Dandon.docs.write=true to renew it")
                .isEqualTo(written);
    }

    @ParameterizedTest
    @EnumSource
    void everyCodeSaysItsCauseAndWhatFollows(DegradedCode code) {
        var entry = CodeGuide.load().of(code);
        assertThat(entry.cause()).isNotBlank().endsWith(".");
        assertThat(entry.seen()).isNotBlank().endsWith(".");
        assertThat(entry.does()).isNotBlank().endsWith(".");
        assertThat(entry.act()).isNotBlank().endsWith(".");
    }

    @Test
    void noSentenceIsOfACodeThatIsNotThere() throws IOException {
        var texts = new Properties();
        try (var stream = CodeGuide.class.getResourceAsStream("/codes.properties")) {
            texts.load(stream);
        }
        var codes = new HashSet<String>();
        texts.stringPropertyNames().forEach(key -> codes.add(key.replaceFirst("\\..*", "")));
        var known = new HashSet<String>();
        for (DegradedCode code : DegradedCode.values()) known.add(code.name());
        assertThat(codes).isEqualTo(known);
    }

    @Test
    void everySettingThatIsNamedExists() {
        var named = new HashSet<String>();
        var key = Pattern.compile("`(andon\\.[a-z.-]+)`").matcher(CodeGuide.load().markdown());
        while (key.find()) named.add(key.group(1));
        List<String> known = Arrays.stream(SettingKey.values()).map(SettingKey::key).toList();
        assertThat(named).isNotEmpty().isSubsetOf(known);
    }
}
