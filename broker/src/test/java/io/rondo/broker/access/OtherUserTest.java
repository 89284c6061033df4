package io.rondo.broker.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.broker.Broker;
import io.rondo.broker.BrokerSettings;
import io.rondo.broker.sequencer.log.TopicLogSettings;
import io.rondo.broker.topic.TopicRule;
import io.rondo.broker.topic.TopicRules;
import io.rondo.client.Buffers;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.OtherUser;
import io.rondo.client.support.SharedMemoryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients of another user, which only root can start. */
@Order(1)
@Timeout(180)
class OtherUserTest {
    private static final String TOPIC = "orders";
    private static final int GROUP = 12345;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path directory;
    @TempDir
    private Path logs;
    @TempDir
    private Path classes;
    private OtherUser user;
    private Broker broker;

    @BeforeEach
    void copyClasses() throws IOException {
        user = OtherUser.of(classes);
    }

    @AfterEach
    void close() throws IOException {
        if (broker != null) {
            broker.close();
        }
        if (Files.exists(sockets())) {
            try (var files = Files.list(sockets())) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(sockets());
        }
    }

    /** The default where other users have rights. */
    private Path sockets() {
        return directory.resolveSibling(directory.getFileName() + "-sockets");
    }

    private RondoConfig config() {
        return RondoConfig.builder().directory(directory).build();
    }

    private BrokerSettings settings(AccessRule access) {
        return BrokerSettings.of(config()).logs(TopicLogSettings.defaults().directory(logs))
                .topics(new TopicRules(List.of(new TopicRule("other", true, null, TopicRule.DEFAULT.properties(),
                        TopicRule.DEFAULT.retention(), new AccessRule(Set.of(1), Set.of(), Set.of(), Set.of()))),
                        TopicRule.DEFAULT.access(access)));
    }

    private static AccessRule uid(Set<Integer> publish, Set<Integer> subscribe) {
        return new AccessRule(publish, Set.of(), subscribe, Set.of());
    }

    private String answer(String what) throws Exception {
        try (ChildJvm client = user.start(OtherUserMain.class, sockets(), what, TOPIC)) {
            return client.answer();
        }
    }

    private void publishOwn() {
        try (Rondo rondo = Rondo.connect(config());
                SequencedPublisher publisher = rondo.sequencedTopic(TOPIC).publisher()) {
            publisher.publish(Buffers.allocate(1), 0, 1);
        }
    }

    @Test
    void aUserWithoutARightIsDeniedAndToldTheRemedy() throws Exception {
        broker = Broker.start(settings(AccessRule.NONE));
        publishOwn();
        assertThat(answer("pub")).startsWith("AccessException: topic orders: uid " + OtherUser.UID + " has no right to")
                .contains("publish").contains("run as uid 0, or add the uid to access.publish-uids");
        assertThat(answer("sub")).startsWith("AccessException: topic orders: uid " + OtherUser.UID);
        assertThat(broker.status().denials()).isEqualTo(2);
    }

    @Test
    void aRightToPublishIsNoneToSubscribe() throws Exception {
        broker = Broker.start(settings(uid(Set.of(OtherUser.UID), Set.of())));
        publishOwn();
        assertThat(answer("pub")).isEqualTo("published 1");
        assertThat(answer("sub")).startsWith("AccessException: topic orders: uid " + OtherUser.UID
                + " has no right to subscribe: ").contains("access.subscribe-uids");
        assertThat(broker.status().denials()).isEqualTo(1);
    }

    @Test
    void aRightToSubscribeIsNoneToPublish() throws Exception {
        broker = Broker.start(settings(uid(Set.of(), Set.of(OtherUser.UID))));
        publishOwn();
        try (ChildJvm client = user.start(OtherUserMain.class, sockets(), "sub", TOPIC)) {
            assertThat(client.answer()).isEqualTo("subscribed");
            assertThat(client.answer()).isEqualTo("received 1");
        }
        assertThat(answer("pub")).contains("has no right to publish: ");
    }

    @Test
    void aGroupHasRightsAlsoIfItIsSupplementary() throws Exception {
        broker = Broker.start(settings(new AccessRule(Set.of(), Set.of(GROUP), Set.of(), Set.of())));
        assertThat(answer("pub")).startsWith("AccessException");
        try (ChildJvm client = user.startIn(GROUP, OtherUserMain.class, sockets(), "pub", TOPIC)) {
            assertThat(client.answer()).isEqualTo("published 1");
        }
        try (ChildJvm client = user.startInFurther(GROUP, OtherUserMain.class, sockets(), "pub", TOPIC)) {
            assertThat(client.answer()).isEqualTo("published 1");
        }
    }

    @Test
    void aReloadEndsTheConnectionsOfAUserThatLosesItsRight() throws Exception {
        broker = Broker.start(settings(uid(Set.of(), Set.of(OtherUser.UID))));
        publishOwn();
        try (ChildJvm client = user.start(OtherUserMain.class, sockets(), "sub", TOPIC)) {
            assertThat(client.answer()).isEqualTo("subscribed");
            assertThat(client.answer()).isEqualTo("received 1");
            broker.reload(settings(uid(Set.of(OtherUser.UID), Set.of())));
            assertThat(client.answer()).startsWith("AccessException: topic orders: uid " + OtherUser.UID
                    + " has no right to subscribe");
            assertThat(broker.status().denials()).isOne();
        }
        assertThat(answer("pub")).isEqualTo("published 1");
    }

    @Test
    void anotherUserReachesTheSocketsAndNotTheSegments() throws Exception {
        broker = Broker.start(settings(uid(Set.of(OtherUser.UID), Set.of())));
        publishOwn();
        assertThat(mode(directory)).isEqualTo("rwx------");
        assertThat(mode(sockets())).isEqualTo("rwx--x--x");
        assertThat(mode(sockets().resolve(TOPIC + ".sock"))).isEqualTo("rw-rw-rw-");
        assertThat(mode(directory.resolve(TOPIC + ".ring"))).isEqualTo("rw-------");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
