package io.rondo.client.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.Buffers;
import io.rondo.client.Claim;
import io.rondo.client.ClosedException;
import io.rondo.client.Publisher;
import io.rondo.client.Request;
import io.rondo.client.Requester;
import io.rondo.client.Responder;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.WaitSet;
import io.rondo.client.WorkSubscriber;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** After close() each method of an endpoint throws, except those that tell names, limits and counts since attachment. */
@ParameterizedClass(name = "{0}")
@EnumSource(names = {"SHM", "SHM_DESCRIPTOR", "SOCKET"})
@Execution(ExecutionMode.CONCURRENT)
// Closing early is what is tested.
@SuppressWarnings("try")
class AfterCloseTest {
    private static final Duration LONG = Duration.ofSeconds(Watchdog.SECONDS);
    private static final Set<String> STILL_ANSWERED = Set.of("close", "channel", "service", "transport",
            "maxMessageLength",
            "confirmed", "lost", "late", "expired", "dropped", "tooLong");

    @Parameter
    private Transport transport;
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private Rondo owner;
    private Rondo peer;
    private final Map<Class<?>, Object> arguments = new HashMap<>();

    @BeforeEach
    void connect() {
        owner = Rondo.connect(RondoConfig.builder().directory(directory).build());
        peer = Rondo.connect(RondoConfig.builder().directory(directory).transport(transport).build());
        arguments.put(int.class, 1);
        arguments.put(long.class, 1L);
        arguments.put(byte[].class, new byte[8]);
        arguments.put(ByteBuffer.class, ByteBuffer.allocate(8));
        arguments.put(DirectBuffer.class, Buffers.wrap(new byte[8]));
        arguments.put(Duration.class, Duration.ofMillis(1));
        arguments.put(Runnable.class, (Runnable) () -> {});
    }

    @AfterEach
    void disconnect() {
        peer.close();
        owner.close();
    }

    private Object argument(Class<?> type) {
        return arguments.computeIfAbsent(type, handler -> Proxy.newProxyInstance(handler.getClassLoader(),
                new Class<?>[]{handler}, (proxy, method, passed) -> null));
    }

    private void assertClosed(AutoCloseable closed, Class<?> type, String name) {
        int refused = 0;
        for (Method method : type.getMethods()) {
            // A sequenced topic needs a broker.
            if (Modifier.isStatic(method.getModifiers())
                    || List.of(method.getParameterTypes()).contains(SequencedSubscriber.class)) {
                continue;
            }
            Object[] passed = new Object[method.getParameterCount()];
            for (int i = 0; i < passed.length; i++) {
                passed[i] = argument(method.getParameterTypes()[i]);
            }
            ThrowingCallable call = () -> method.invoke(closed, passed);
            if (STILL_ANSWERED.contains(method.getName())) {
                assertThatCode(call).as(method.toString()).doesNotThrowAnyException();
            } else {
                assertThatThrownBy(call).as(method.toString()).isInstanceOf(InvocationTargetException.class).cause()
                        .isInstanceOf(ClosedException.class).hasMessageContaining(name);
                refused++;
            }
        }
        assertThat(refused).as(type.toString()).isGreaterThan(3);
    }

    private void closeAndCheck(AutoCloseable open, Class<?> type, String name) throws Exception {
        open.close();
        assertClosed(open, type, name);
    }

    @Test
    void aQueue() throws Exception {
        Subscriber in = owner.queue("q").subscriber();
        closeAndCheck(peer.queue("q").publisher(), Publisher.class, "publisher of channel q is closed");
        closeAndCheck(in, Subscriber.class, "subscriber of channel q is closed");
    }

    @Test
    void aTopic() throws Exception {
        Publisher out = owner.topic("t").publisher();
        closeAndCheck(peer.topic("t").subscriber(), Subscriber.class, "subscriber of channel t is closed");
        closeAndCheck(out, Publisher.class, "publisher of channel t is closed");
    }

    @Test
    void aWorkQueue() throws Exception {
        WorkSubscriber listener = owner.workQueue("w").subscriber();
        closeAndCheck(peer.workQueue("w").publisher(), Publisher.class, "publisher of channel w is closed");
        closeAndCheck(peer.workQueue("w").subscriber(), WorkSubscriber.class, "subscriber of channel w is closed");
        closeAndCheck(listener, WorkSubscriber.class, "subscriber of channel w is closed");
    }

    @Test
    void aService() throws Exception {
        Responder responder = owner.service("s").responder();
        closeAndCheck(peer.service("s").requester(), Requester.class, "requester of service s is closed");
        closeAndCheck(responder, Responder.class, "responder of service s is closed");
    }

    @Test
    void aServiceThatItsRondoHasClosed() {
        Responder responder = owner.service("s").responder();
        Requester requester = peer.service("s").requester();
        peer.close();
        assertClosed(requester, Requester.class, "requester of service s is closed");
        owner.close();
        assertClosed(responder, Responder.class, "responder of service s is closed");
    }

    @Test
    void aWaitSet() throws Exception {
        arguments.put(Subscriber.class, peer.queue("q").subscriber());
        arguments.put(Responder.class, owner.service("s").responder());
        arguments.put(Requester.class, peer.service("s").requester());
        try (WorkSubscriber listener = owner.workQueue("w").subscriber()) {
            arguments.put(WorkSubscriber.class, peer.workQueue("w").subscriber());
            assertThat(listener.held()).isZero();
            closeAndCheck(peer.waitSet(), WaitSet.class, "wait set is closed");
        }
    }

    @Test
    void aRondo() {
        owner.close();
        assertThatThrownBy(owner::waitSet).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> owner.queue("q").publisher()).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> owner.workQueue("q").subscriber()).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> owner.service("q").responder()).isInstanceOf(ClosedException.class);
    }

    private static void assertClosed(Claim claim) {
        assertThatThrownBy(claim::commit).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> claim.commit(1)).isInstanceOf(ClosedException.class);
        assertThatThrownBy(claim::abort).isInstanceOf(ClosedException.class);
        assertThatThrownBy(claim::abort).isInstanceOf(ClosedException.class);
        claim.close();
    }

    @Test
    void theClaimOfAPublisher() throws Exception {
        try (Subscriber in = owner.queue("q").subscriber()) {
            Publisher out = peer.queue("q").publisher();
            Claim claim = out.claim(8);
            out.close();
            assertThatThrownBy(claim::buffer).isInstanceOf(ClosedException.class);
            assertClosed(claim);
            Publisher closedByOther = peer.queue("q").publisher();
            Claim other = closedByOther.claim(8);
            Task.start(() -> {
                closedByOther.close();
                return null;
            }).join();
            assertThatThrownBy(other::abort).isInstanceOf(ClosedException.class);
            other.close();
            assertThat(in.poll((buffer, offset, length) -> {}, 1)).isZero();
        }
    }

    @Test
    void theClaimOfARequester() {
        try (Responder responder = owner.service("s").responder()) {
            Requester requester = peer.service("s").requester();
            Claim claim = requester.tryClaim(8);
            requester.close();
            assertClosed(claim);
            assertThat(responder.poll(request -> {}, 1)).isZero();
        }
    }

    @Test
    void aDeferredRequestAndItsClaim() {
        Responder responder = owner.service("s").responder();
        try (Requester requester = peer.service("s").requester()) {
            requester.send(new byte[1]);
            requester.send(new byte[1]);
            Request[] deferred = new Request[2];
            int taken = 0;
            while (taken < 2) {
                int at = taken;
                taken += responder.receive(request -> {
                    request.defer();
                    deferred[at] = request;
                }, 1, LONG);
            }
            Claim claim = deferred[0].claim(8);
            responder.close();
            assertClosed(claim);
            DirectBuffer bytes = Buffers.wrap(new byte[1]);
            assertThatThrownBy(() -> deferred[1].reply(bytes, 0, 1)).isInstanceOf(ClosedException.class)
                    .hasMessage("responder of service s is closed");
            assertThatThrownBy(() -> deferred[1].part(bytes, 0, 1)).isInstanceOf(ClosedException.class);
            assertThatThrownBy(deferred[1]::end).isInstanceOf(ClosedException.class);
            assertThatThrownBy(() -> deferred[1].refuse(1, "no")).isInstanceOf(ClosedException.class);
            assertThatThrownBy(() -> deferred[1].claim(1)).isInstanceOf(ClosedException.class);
            assertThatThrownBy(() -> deferred[1].claimPart(1)).isInstanceOf(ClosedException.class);
            assertThatThrownBy(deferred[1]::defer).isInstanceOf(ClosedException.class);
        }
    }

    @Test
    void aHandlerAnswersTheRequestDuringWhichItClosedItsResponder() {
        Responder responder = owner.service("s").responder();
        try (Requester requester = peer.service("s").requester()) {
            requester.send(new byte[1]);
            assertThat(responder.receive(request -> {
                responder.close();
                assertThat(request.reply(new byte[3])).isTrue();
            }, 1, LONG)).isEqualTo(1);
            assertThat(requester.receive(response -> assertThat(response.length()).isEqualTo(3), 1, LONG)).isEqualTo(1);
        }
    }
}
