package io.andon.routes.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.SocketFactory;

/**
 * Sockets for the PostgreSQL driver ({@code socketFactory}) that note when each call begins,
 * whatever becomes of it: also those that are refused or that nobody answers.
 */
public final class CountedSockets extends SocketFactory {
    private static final Map<String, Queue<Long>> CALLS = new ConcurrentHashMap<>();

    private final Queue<Long> calls;

    /** Made by the driver. */
    public CountedSockets(String counter) {
        calls = counter(counter);
    }

    /** What a driver's address needs for its calls to be counted under a name. */
    static String parameters(String counter) {
        return "socketFactory=%s&socketFactoryArg=%s"
                .formatted(CountedSockets.class.getName(), counter);
    }

    /** When each call began, by {@link System#nanoTime}. */
    static List<Long> calls(String counter) {
        return List.copyOf(counter(counter));
    }

    private static Queue<Long> counter(String name) {
        return CALLS.computeIfAbsent(name, _ -> new ConcurrentLinkedQueue<>());
    }

    @Override
    public Socket createSocket() {
        return new Counted(calls);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return new Socket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort)
            throws IOException {
        return new Socket(host, port, from, fromPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return new Socket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
            throws IOException {
        return new Socket(host, port, from, fromPort);
    }

    private static final class Counted extends Socket {
        private final Queue<Long> calls;

        Counted(Queue<Long> calls) {
            this.calls = calls;
        }

        @Override
        public void connect(SocketAddress to, int timeoutMillis) throws IOException {
            calls.add(System.nanoTime());
            super.connect(to, timeoutMillis);
        }
    }
}
