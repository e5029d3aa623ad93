package io.andon.routes.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A TCP line on a port of its own to a server, which fails in the ways lines fail. Every call
 * changes what holds from now on; {@link #heal} ends all faults. Threads: any.
 */
final class FaultProxy implements AutoCloseable {
    private static final int CHUNK_BYTES = 16 * 1024;
    private static final int BACKLOG = 256;

    /** A throttled line moves this many times a second, so that it drips and does not gush. */
    private static final int DRIPS_A_SECOND = 10;

    private final InetSocketAddress server;
    private final int port;
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
    private final List<SocketChannel> fillers = new ArrayList<>();
    private final ConcurrentLinkedQueue<Long> accepted = new ConcurrentLinkedQueue<>();
    private final AtomicLong served = new AtomicLong();
    private ServerSocket listener;
    private Thread accepting;
    private Line line = Line.SOUND;
    private @Nullable Cut cut;

    /** How the line is now, for wires old and new. */
    private record Line(Duration delay, long bytesASecond, boolean newAreSilent) {
        static final Line SOUND = new Line(Duration.ZERO, 0, false);
    }

    /** How a cut line ends: as a reset, or as if the server had said everything. */
    enum End {
        RESET,
        CLOSE
    }

    private record Cut(String marker, long bytes, End end) {}

    FaultProxy(InetSocketAddress server) throws IOException {
        this.server = server;
        listener = listen(0, BACKLOG);
        port = listener.getLocalPort();
        accepting = accept(listener);
    }

    int port() {
        return port;
    }

    /** When each call was accepted, by {@link System#nanoTime}. */
    List<Long> accepted() {
        return List.copyOf(accepted);
    }

    /** Calls that are open now. */
    int open() {
        return wires.size();
    }

    /** Bytes that the server has sent so far, over all calls. */
    long served() {
        return served.get();
    }

    /** Everything works again; what was held back arrives now, as after lost packets. */
    synchronized void heal() {
        line = Line.SOUND;
        cut = null;
        wires.forEach(wire -> wire.silent = false);
        if (listener.isClosed() || !fillers.isEmpty()) reopen(BACKLOG);
        notifyAll();
    }

    /** Whatever is said after a silence of that length, either way, is late by as much. */
    synchronized void delay(Duration by) {
        line = new Line(by, line.bytesASecond, line.newAreSilent);
        notifyAll();
    }

    /** The server's bytes trickle. */
    synchronized void throttle(long bytesASecond) {
        line = new Line(line.delay, bytesASecond, line.newAreSilent);
        notifyAll();
    }

    /** Nothing arrives any more over open calls, either way, not even their end. */
    synchronized void silenceOpen() {
        wires.forEach(wire -> wire.silent = true);
    }

    /** New calls are accepted, and nothing arrives over them. */
    synchronized void silenceNew() {
        line = new Line(line.delay, line.bytesASecond, true);
    }

    /** New calls get no answer at all, not even a refusal: the kernel drops a full queue's SYN. */
    synchronized void dropNew() {
        reopen(0);
        try {
            for (int i = 0; i < 2; i++) {
                SocketChannel filler = SocketChannel.open();
                filler.configureBlocking(false);
                filler.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                fillers.add(filler);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** New calls are refused. */
    synchronized void refuse() {
        hangUp();
    }

    /** Every open call is reset. */
    synchronized void reset() {
        wires.forEach(wire -> wire.end(End.RESET));
    }

    /**
     * Cuts every call over which Andon says {@code marker}, once the server has sent that many
     * bytes after it.
     */
    synchronized void cutAfter(String marker, long bytes, End end) {
        cut = new Cut(marker, bytes, end);
        wires.forEach(wire -> wire.sinceMarker.set(-1));
    }

    @Override
    public synchronized void close() {
        hangUp();
        fillers.forEach(FaultProxy::close);
        wires.forEach(wire -> wire.end(End.CLOSE));
        notifyAll();
    }

    /** Listens anew; with a backlog of 0 nobody accepts. */
    private void reopen(int backlog) {
        hangUp();
        fillers.forEach(FaultProxy::close);
        fillers.clear();
        try {
            listener = listen(port, Math.max(1, backlog));
            if (backlog > 0) accepting = accept(listener);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port is only free once nobody waits at it any more. */
    private void hangUp() {
        close(listener);
        try {
            accepting.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static ServerSocket listen(int port, int backlog) throws IOException {
        var socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), backlog);
        return socket;
    }

    private Thread accept(ServerSocket at) {
        return Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    Socket client = at.accept();
                    accepted.add(System.nanoTime());
                    Thread.startVirtualThread(() -> connect(client));
                }
            } catch (IOException _) {
                // closed: nobody calls here any more
            }
        });
    }

    private void connect(Socket client) {
        var upstream = new Socket();
        var wire = new Wire(client, upstream);
        synchronized (this) {
            wire.silent = line.newAreSilent;
            wires.add(wire);
        }
        try {
            awaitSound(wire);
            upstream.connect(server);
            // With nobody listening the kernel may connect a local port to itself.
            if (upstream.getLocalPort() == upstream.getPort()) {
                throw new ConnectException("connected to itself");
            }
        } catch (IOException _) {
            wire.end(End.RESET);
            return;
        }
        Thread.startVirtualThread(() -> wire.pump(client, upstream, false));
        Thread.startVirtualThread(() -> wire.pump(upstream, client, true));
    }

    private synchronized void awaitSound(Wire wire) {
        try {
            while (wire.silent && !wire.ended) wait();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits that long, or until the line is healed. */
    private synchronized void awaitHealed(long nanos, Line of) {
        long deadline = System.nanoTime() + nanos;
        try {
            for (long left = nanos;
                    left > 0 && line.equals(of);
                    left = deadline - System.nanoTime()) {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private synchronized Line line() {
        return line;
    }

    private synchronized @Nullable Cut cut() {
        return cut;
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new AssertionError("a socket could not be closed", e);
        }
    }

    /** One call and its continuation to the server. */
    private final class Wire {
        private final Socket client;
        private final Socket upstream;
        private volatile boolean silent;
        private volatile boolean ended;

        /** When bytes last passed, from the client and from the server. */
        private final long[] lastCarried = new long[2];

        /** Bytes from the server since the marker was said; -1 before. */
        private final AtomicLong sinceMarker = new AtomicLong(-1);

        Wire(Socket client, Socket upstream) {
            this.client = client;
            this.upstream = upstream;
        }

        void pump(Socket from, Socket to, boolean fromServer) {
            var bytes = new byte[CHUNK_BYTES];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(bytes, 0, chunk(fromServer)); read >= 0; ) {
                    if (!fromServer) listen(bytes, read);
                    carry(bytes, read, out, fromServer);
                    read = in.read(bytes, 0, chunk(fromServer));
                }
                awaitSound(this);
                end(End.CLOSE);
            } catch (IOException _) {
                awaitSound(this);
                end(End.RESET);
            }
        }

        private int chunk(boolean fromServer) {
            long rate = line().bytesASecond;
            if (!fromServer || rate == 0) return CHUNK_BYTES;
            return Math.clamp(rate / DRIPS_A_SECOND, 1, CHUNK_BYTES);
        }

        private void carry(byte[] bytes, int count, OutputStream out, boolean fromServer)
                throws IOException {
            Line now = line();
            boolean begins =
                    System.nanoTime() - lastCarried[fromServer ? 1 : 0] > now.delay.toNanos();
            long nanos = begins ? now.delay.toNanos() : 0;
            if (fromServer && now.bytesASecond > 0) {
                nanos += count * 1_000_000_000L / now.bytesASecond;
            }
            if (nanos > 0) awaitHealed(nanos, now);
            awaitSound(this);
            int passed = fromServer ? beforeCut(count) : count;
            out.write(bytes, 0, passed);
            out.flush();
            lastCarried[fromServer ? 1 : 0] = System.nanoTime();
            if (fromServer) served.addAndGet(passed);
            Cut set = cut();
            if (passed < count && set != null) end(set.end);
        }

        /** How many of the bytes come before the cut. */
        private int beforeCut(int count) {
            Cut set = cut();
            if (set == null || sinceMarker.get() < 0) return count;
            long left = set.bytes - sinceMarker.getAndAdd(count);
            return left < count ? (int) Math.max(0, left) : count;
        }

        private void listen(byte[] bytes, int count) {
            Cut set = cut();
            if (set == null || sinceMarker.get() >= 0) return;
            String said = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
            if (said.contains(set.marker)) sinceMarker.set(0);
        }

        void end(End how) {
            ended = true;
            wires.remove(this);
            try {
                if (how == End.RESET) client.setSoLinger(true, 0);
            } catch (IOException _) {
                // closed already
            }
            FaultProxy.close(client);
            FaultProxy.close(upstream);
            synchronized (FaultProxy.this) {
                FaultProxy.this.notifyAll();
            }
        }
    }
}
