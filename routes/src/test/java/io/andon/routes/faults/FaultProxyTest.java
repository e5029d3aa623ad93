package io.andon.routes.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.andon.routes.faults.FaultProxy.End;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The line itself, before a server that says back what it hears. */
@Timeout(30)
class FaultProxyTest {
    private static final int SILENCE_MILLIS = 300;
    private static final String HELLO = "hello";

    private ServerSocket echo = unbound();
    private FaultProxy line = proxy(echo);

    @BeforeEach
    void answers() {
        Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    Socket each = echo.accept();
                    Thread.startVirtualThread(() -> echo(each));
                }
            } catch (IOException _) {
                // the test is over
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        line.close();
        echo.close();
    }

    @Test
    void aSoundLinePassesEverythingAndCountsIt() throws IOException {
        try (Socket call = call()) {
            assertThat(said(call, HELLO)).isEqualTo(HELLO);
            assertThat(line.served()).isEqualTo(HELLO.length());
            assertThat(line.accepted()).hasSize(1);
            assertThat(line.open()).isEqualTo(1);
        }
    }

    @Test
    void theEndOfACallReachesTheOtherSide() throws IOException {
        try (Socket call = call()) {
            said(call, HELLO);
            call.shutdownOutput();
            assertThat(call.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aDelayHoldsForEachWay() throws IOException {
        line.delay(Duration.ofMillis(150));
        try (Socket call = call()) {
            long begun = System.nanoTime();
            assertThat(said(call, HELLO)).isEqualTo(HELLO);
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(300));
        }
    }

    @Test
    void aThrottledLineTakesAsLongAsItsRateSays() throws IOException {
        line.throttle(10_000);
        try (Socket call = call()) {
            long begun = System.nanoTime();
            String much = "x".repeat(5_000);
            assertThat(said(call, much)).isEqualTo(much);
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(500));
        }
    }

    @Test
    void aSilencedCallGetsNothingUntilItIsHealed() throws IOException {
        try (Socket call = call()) {
            said(call, HELLO);
            line.silenceOpen();
            assertThatThrownBy(() -> said(call, HELLO)).isInstanceOf(SocketTimeoutException.class);
            try (Socket other = call()) {
                assertThat(said(other, HELLO)).isEqualTo(HELLO);
            }
            line.heal();
            assertThat(heard(call, HELLO.length())).isEqualTo(HELLO);
        }
    }

    @Test
    void aSilentLineTakesNewCallsAndAnswersOnceHealed() throws IOException {
        line.silenceNew();
        try (Socket call = call()) {
            assertThatThrownBy(() -> said(call, HELLO)).isInstanceOf(SocketTimeoutException.class);
            line.heal();
            assertThat(heard(call, HELLO.length())).isEqualTo(HELLO);
        }
    }

    @Test
    void aDroppedCallIsNotEvenRefused() throws IOException {
        line.dropNew();
        assertThatThrownBy(this::call).isInstanceOf(SocketTimeoutException.class);
        line.heal();
        try (Socket call = call()) {
            assertThat(said(call, HELLO)).isEqualTo(HELLO);
        }
    }

    @Test
    void aRefusedCallIsRefusedAndOpenOnesGoOn() throws IOException {
        try (Socket call = call()) {
            said(call, HELLO);
            line.refuse();
            assertThatThrownBy(this::call).isInstanceOf(ConnectException.class);
            assertThat(said(call, HELLO)).isEqualTo(HELLO);
        }
        line.heal();
        call().close();
    }

    @Test
    void aResetCallFailsAtOnce() throws IOException {
        try (Socket call = call()) {
            said(call, HELLO);
            line.reset();
            assertThatThrownBy(() -> said(call, HELLO)).isInstanceOf(SocketException.class);
            assertThat(line.open()).isZero();
        }
    }

    @Test
    void aCutComesAfterThatManyBytesFollowedTheMarker() throws IOException {
        for (End end : End.values()) {
            line.cutAfter("mark", 10, end);
            try (Socket call = call()) {
                assertThat(said(call, HELLO.repeat(9))).isEqualTo(HELLO.repeat(9));
                call.getOutputStream().write("mark 789 too much".getBytes(StandardCharsets.UTF_8));
                InputStream in = call.getInputStream();
                assertThat(new String(in.readNBytes(10), StandardCharsets.UTF_8))
                        .isEqualTo("mark 789 t");
                if (end == End.CLOSE) assertThat(in.read()).isEqualTo(-1);
                else assertThatThrownBy(in::read).isInstanceOf(SocketException.class);
            }
        }
    }

    @Test
    void aServerThatRefusesIsAResetCall() throws IOException {
        echo.close();
        try (Socket call = call()) {
            assertThatThrownBy(() -> said(call, HELLO)).isInstanceOf(SocketException.class);
        }
    }

    private Socket call() throws IOException {
        var call = new Socket();
        call.setSoTimeout(SILENCE_MILLIS * 4);
        call.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), line.port()),
                SILENCE_MILLIS);
        return call;
    }

    private static String said(Socket call, String text) throws IOException {
        call.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return heard(call, text.length());
    }

    private static String heard(Socket call, int length) throws IOException {
        byte[] bytes = call.getInputStream().readNBytes(length);
        if (bytes.length < length) throw new SocketException("the call ended");
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void echo(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException _) {
            // the call is broken, as it should be
        }
    }

    private static ServerSocket unbound() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static FaultProxy proxy(ServerSocket to) {
        try {
            return new FaultProxy((InetSocketAddress) to.getLocalSocketAddress());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
