package io.andon.routes;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP, which would end the process. The JDK has it in jdk.unsupported alone, whose names no
 * source may use without a warning: they are looked up.
 */
final class HangUp {
    private static final Logger LOG = LoggerFactory.getLogger(HangUp.class);

    private HangUp() {}

    /** Runs {@code task} at each signal, on a thread of its own; where there is none, never. */
    static void handle(Runnable task) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object hup = signal.getConstructor(String.class).newInstance("HUP");
            InvocationHandler run =
                    (proxy, method, arguments) ->
                            switch (method.getName()) {
                                case "handle" -> {
                                    task.run();
                                    yield null;
                                }
                                case "hashCode" -> System.identityHashCode(proxy);
                                case "equals" -> false;
                                default -> "SIGHUP";
                            };
            Object by =
                    Proxy.newProxyInstance(
                            HangUp.class.getClassLoader(), new Class<?>[] {handler}, run);
            var _ = signal.getMethod("handle", signal, handler).invoke(null, hup, by);
        } catch (ReflectiveOperationException e) {
            LOG.info("SIGHUP reloads nothing here: {}", e.toString());
        }
    }
}
