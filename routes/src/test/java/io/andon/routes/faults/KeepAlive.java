package io.andon.routes.faults;

import io.andon.routes.running.Reply;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One HTTP/1.1 connection that is used again and again, as a browser uses it. Threads: one. */
final class KeepAlive implements AutoCloseable {
    /** Longer than a stream of events keeps silent. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Socket socket = new Socket();
    private final InputStream in;

    KeepAlive(int port) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) LIMIT.toMillis());
        socket.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                (int) LIMIT.toMillis());
        in = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * Asks and reads the whole answer.
     *
     * @param headers whole lines
     */
    Reply get(String path, String... headers) throws IOException {
        ask("GET", path, headers);
        Head head = head();
        return new Reply(path, head.status, head.headers, body(head));
    }

    /** Posts nothing and reads the whole answer. */
    Reply post(String path, String... headers) throws IOException {
        ask("POST", path, headers);
        Head head = head();
        return new Reply(path, head.status, head.headers, body(head));
    }

    /** Asks for a stream of events and reads the head alone. */
    int stream(String path) throws IOException {
        ask("GET", path, "Accept: text/event-stream");
        return head().status;
    }

    /** The next line of a stream, chunk heads left out. */
    String line() throws IOException {
        while (true) {
            String line = readLine();
            if (!line.matches("[0-9a-f]+")) return line;
        }
    }

    /** Whether a part of a stream is here that was not read yet. */
    boolean hasMore() throws IOException {
        return in.available() > 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private record Head(int status, Map<String, List<String>> headers) {}

    private void ask(String method, String path, String... headers) throws IOException {
        var request = new StringBuilder();
        request.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) request.append(header).append("\r\n");
        if (method.equals("POST")) request.append("Content-Length: 0\r\n");
        request.append("\r\n");
        socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private Head head() throws IOException {
        int status = Integer.parseInt(readLine().substring(9, 12));
        var headers = new TreeMap<String, List<String>>();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(
                            line.substring(0, colon).toLowerCase(Locale.ROOT),
                            _ -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return new Head(status, headers);
    }

    private String body(Head head) throws IOException {
        if (head.status == 304) return "";
        List<String> length = head.headers.get("content-length");
        byte[] bytes =
                length == null ? chunks() : in.readNBytes(Integer.parseInt(length.getFirst()));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private byte[] chunks() throws IOException {
        var all = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            all.write(in.readNBytes(size));
            readLine();
        }
        readLine();
        return all.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(readLine().strip(), 16);
    }

    private String readLine() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int each = in.read(); each != '\n'; each = in.read()) {
            if (each < 0) throw new EOFException("the server hung up");
            if (each != '\r') line.write(each);
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
