package io.andon.routes.running;

import static org.assertj.core.api.Assertions.assertThat;

/** What no body may say to a caller who is not an operator. */
public final class Secrets {
    private static final String[] WORDS = {
        "jdbc",
        "select",
        "mes_",
        "127.0.0.1",
        "localhost",
        "h2",
        "java",
        "exception",
        "io.andon",
        "camel",
        "hikari",
        "/tmp",
        ".sql",
        "sa@",
        "postgres"
    };

    private Secrets() {}

    /** Holds a body and its headers to saying no SQL, host, user, path or class name. */
    public static void assertNone(Reply reply) {
        assertThat(reply.body()).as(reply.path()).doesNotContainIgnoringCase(WORDS);
        assertThat(reply.headers().toString()).doesNotContainIgnoringCase(WORDS);
    }
}
