package io.andon.processors.failure;

import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How Oracle's own driver fails where no database is needed: at a port that behaves badly. */
final class OracleFailuresTest {
    private static final int HEADER_BYTES = 12;
    private static final byte REFUSE = 4;

    @ParameterizedTest
    @MethodSource("rows")
    void whatTheRealDriverSaysIsRecognised(FailureRow row) {
        row.assertThatIsWhatComesOf(() -> {
            switch (row.id()) {
                case "ora-refused" -> connect("127.0.0.1", Network.closed());
                case "ora-unknown-host" -> connect("no-such-host.invalid", 1521);
                case "ora-silent-login" -> connect(Network.silent());
                case "ora-reset" -> connect(Network.reset());
                default -> connect(Network.answering(refusal(row.number())));
            }
        });
    }

    static Stream<FailureRow> rows() {
        return FailureRow.of("Oracle", "driver");
    }

    private static void connect(Network.Behaviour behaviour) throws Exception {
        try (var port = Network.open(behaviour)) {
            connect("127.0.0.1", port.getLocalPort());
        }
    }

    private static void connect(String host, int port) throws Exception {
        var properties = new Properties();
        properties.setProperty("user", "x");
        properties.setProperty("password", "x");
        properties.setProperty("oracle.net.CONNECT_TIMEOUT", "500");
        properties.setProperty("oracle.jdbc.ReadTimeout", "500");
        DriverManager.getConnection("jdbc:oracle:thin:@//%s:%d/x".formatted(host, port), properties)
                .close();
    }

    /** A listener's REFUSE packet, with the error in its text. */
    private static byte[] refusal(int error) {
        byte[] text =
                "(DESCRIPTION=(TMP=)(VSNNUM=0)(ERR=%1$d)(ERROR_STACK=(ERROR=(CODE=%1$d)(EMFI=4))))"
                        .formatted(error)
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] packet = new byte[HEADER_BYTES + text.length];
        packet[0] = (byte) (packet.length >> Byte.SIZE);
        packet[1] = (byte) packet.length;
        packet[4] = REFUSE;
        packet[10] = (byte) (text.length >> Byte.SIZE);
        packet[11] = (byte) text.length;
        System.arraycopy(text, 0, packet, HEADER_BYTES, text.length);
        return packet;
    }
}
