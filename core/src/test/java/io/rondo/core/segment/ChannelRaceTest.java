package io.rondo.core.segment;

import static io.rondo.core.segment.StoreFixture.EPHEMERAL;
import static io.rondo.core.segment.StoreFixture.QUEUE;
import static io.rondo.core.segment.StoreFixture.TOPIC;
import static io.rondo.core.segment.StoreFixture.assertFiles;
import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.testkit.ChildJvm;
import io.rondo.core.testkit.SharedMemoryDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many threads that attach, leave and remove at once: a live participant is always in the segment that the name leads
 * to.
 */
@Order(1)
class ChannelRaceTest {
    private static final int THREADS = 6;
    private static final int ROUNDS = 100 * Integer.getInteger("rondo.test.factor", 1);

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    private ChannelStore store;

    @BeforeEach
    void openStore() {
        store = StoreFixture.store(directory);
    }

    private UUID idBehindTheName(String name) {
        try (SegmentObserver observer = store.observe(name)) {
            return observer.identity().id();
        }
    }

    private static <T> List<T> allAtOnce(int rounds, Callable<T> action) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(THREADS);
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<List<T>>> futures = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                futures.add(threads.submit(() -> {
                    List<T> own = new ArrayList<>();
                    for (int round = 0; round < rounds; round++) {
                        barrier.await();
                        own.add(action.call());
                    }
                    return own;
                }));
            }
            for (Future<List<T>> future : futures) {
                results.addAll(future.get());
            }
        }
        return results;
    }

    @Test
    void threadsThatCreateAChannelAtOnceShareOneSegment() throws Exception {
        for (int round = 0; round < 50; round++) {
            List<Participant> participants = allAtOnce(1, () -> store.attach("c", Role.PRODUCER, QUEUE));
            assertThat(participants).extracting(participant -> participant.identity().id())
                    .containsOnly(idBehindTheName("c"));
            assertThat(participants).extracting(Participant::slot).doesNotHaveDuplicates();
            participants.forEach(Participant::close);
            assertFiles(directory, "c.ring");
            store.remove("c");
        }
    }

    @Test
    void processesThatCreateAChannelAtOnceShareOneSegment() {
        List<ChildJvm> children = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                children.add(ChildJvm.start(ParticipantMain.class, directory, "c", Role.PRODUCER));
            }
            children.forEach(child -> assertThat(child.readLine()).isEqualTo("ready"));
            children.forEach(ChildJvm::proceed);
            Set<String> ids = new HashSet<>();
            try (Participant own = store.attach("c", Role.PRODUCER, QUEUE)) {
                ids.add(own.identity().id().toString());
                children.forEach(child -> ids.add(child.readLine()));
                assertThat(ids).containsExactly(idBehindTheName("c").toString());
                assertThat(own.table().list()).hasSize(4).allMatch(ParticipantInfo::alive);
            }
            children.forEach(child -> assertThat(child.join()).isZero());
            assertFiles(directory, "c.ring");
        } finally {
            children.forEach(ChildJvm::close);
        }
    }

    @Test
    void onlyOneOfManyBecomesTheSingleProducer() throws Exception {
        for (int round = 0; round < 30; round++) {
            List<Participant> winners = new ArrayList<>();
            for (Participant participant : allAtOnce(1, this::attachProducerOrNull)) {
                if (participant != null) {
                    winners.add(participant);
                }
            }
            assertThat(winners).hasSize(1);
            winners.get(0).close();
        }
    }

    private Participant attachProducerOrNull() {
        try {
            return store.attach("t", Role.PRODUCER, TOPIC);
        } catch (SegmentException e) {
            e.rethrowUnless(Reason.IN_USE);
            return null;
        }
    }

    @Test
    void noParticipantIsLeftInARemovedSegment() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Thread remover = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                removeIfPossible();
            }
        });
        try {
            List<Boolean> reachable = allAtOnce(ROUNDS, () -> {
                try (Participant participant = store.attach("r", Role.PRODUCER, QUEUE)) {
                    return participant.identity().id().equals(idBehindTheName("r"));
                }
            });
            assertThat(reachable).containsOnly(true);
        } finally {
            done.set(true);
            remover.join();
        }
        removeIfPossible();
        assertFiles(directory);
    }

    private void removeIfPossible() {
        try {
            store.remove("r");
        } catch (SegmentException e) {
            // In use, or not there.
            if (e.reason() == Reason.CORRUPT) {
                throw e;
            }
        }
    }

    @Test
    void anEphemeralChannelIsRemovedAfterManyParticipantsAttachedAndLeft() throws Exception {
        List<Boolean> reachable = allAtOnce(ROUNDS, () -> {
            try (Participant participant = store.attach("e", Role.PRODUCER, EPHEMERAL)) {
                return participant.identity().id().equals(idBehindTheName("e"));
            }
        });
        assertThat(reachable).containsOnly(true);
        assertFiles(directory);
    }
}
