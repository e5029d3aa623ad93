package io.andon.processors.failure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Ports that behave badly; each lives until it is closed. */
final class Network {
    /** What a port does to one caller. */
    @FunctionalInterface
    interface Behaviour {
        void meet(Socket caller) throws IOException;
    }

    private Network() {}

    /** A port where nobody listens. */
    static int closed() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    static ServerSocket open(Behaviour behaviour) throws IOException {
        var port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> accept(port, behaviour));
        return port;
    }

    private static void accept(ServerSocket port, Behaviour behaviour) {
        while (!port.isClosed()) {
            try {
                Socket caller = port.accept();
                Thread.ofVirtual().start(() -> meet(caller, behaviour));
            } catch (IOException _) {
                return; // closed: the test is over
            }
        }
    }

    private static void meet(Socket caller, Behaviour behaviour) {
        try (caller) {
            behaviour.meet(caller);
        } catch (IOException _) {
            // the caller gave up first
        }
    }

    /** Takes everything and says nothing. */
    static Behaviour silent() {
        return caller -> caller.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    /** Takes the first bytes and resets the connection. */
    static Behaviour reset() {
        return caller -> {
            caller.getInputStream().read();
            caller.setSoLinger(true, 0);
        };
    }

    /** Answers the first bytes with these. */
    static Behaviour answering(byte[] answer) {
        return caller -> {
            caller.getInputStream().read(new byte[8_192]);
            caller.getOutputStream().write(answer);
            caller.getOutputStream().flush();
        };
    }

    static Behaviour answering(String answer) {
        return answering(answer.getBytes(StandardCharsets.US_ASCII));
    }

    /** Passes the server's answers on up to so many bytes, then resets or ends the connection. */
    static Behaviour cutting(int server, int bytes, boolean reset) {
        return caller -> {
            try (var upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
                Thread.ofVirtual().start(() -> pass(caller, upstream));
                copy(upstream.getInputStream(), caller.getOutputStream(), bytes);
                if (reset) caller.setSoLinger(true, 0);
            }
        };
    }

    private static void pass(Socket caller, Socket upstream) {
        try {
            caller.getInputStream().transferTo(upstream.getOutputStream());
        } catch (IOException _) {
            // cut on the other side
        }
    }

    private static void copy(InputStream from, OutputStream to, int bytes) throws IOException {
        var buffer = new byte[1_024];
        for (int left = bytes; left > 0; ) {
            int read = from.read(buffer, 0, Math.min(left, buffer.length));
            if (read < 0) return;
            to.write(buffer, 0, read);
            left -= read;
        }
    }
}
