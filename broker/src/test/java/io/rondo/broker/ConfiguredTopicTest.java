package io.rondo.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.broker.topic.TopicRule;
import io.rondo.broker.topic.TopicRules;
import io.rondo.client.Buffers;
import io.rondo.client.Durability;
import io.rondo.client.RondoException;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.support.Watchdog;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.SegmentSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Topics that a broker creates by its rules, and what their logs keep. */
@Timeout(240)
class ConfiguredTopicTest extends BrokerFixture {
    private static final int CAPACITY = 1 << 16;

    private static SegmentSpec capacity(int bytes) {
        return SegmentSpec.builder().capacity(bytes).build().withDefaults(TopicRule.DEFAULT.properties());
    }

    private BrokerSettings rules(TopicRule otherwise, TopicRule... rules) {
        return settings().topics(new TopicRules(List.of(rules), otherwise));
    }

    private Identity topic(String name) {
        return store().find(name);
    }

    @Test
    void topicsWithARuleOfTheirOwnExistWhenTheBrokerHasStarted() {
        Broker broker = startBroker(rules(TopicRule.DEFAULT.properties(capacity(1 << 13)),
                TopicRule.DEFAULT.name("orders").properties(capacity(CAPACITY)).durability(Durability.OS),
                TopicRule.DEFAULT.name("fills"), TopicRule.DEFAULT.name("quotes-*")));
        assertThat(broker.topics()).isEqualTo(2);
        assertThat(topic("orders").capacity()).isEqualTo(CAPACITY);
        assertThat(topic("fills").capacity()).isEqualTo(1 << 13);
        assertThatThrownBy(() -> rondo().sequencedTopic("orders").durability(Durability.DISK).publisher())
                .hasMessageContaining("durability OS");
    }

    @Test
    void configuredTopicsThatDoNotFitTogetherAreNotCreatedBeforeClientsAskForThem() {
        startBroker(rules(TopicRule.DEFAULT, TopicRule.DEFAULT.name("small"))).close();
        int tooMany = (int) (store().directory().volume().free() / SegmentSpec.MAX_CAPACITY) + 1;
        TopicRule[] rules = Stream.concat(Stream.of("small"), IntStream.range(0, tooMany).mapToObj(i -> "large" + i))
                .map(name -> TopicRule.DEFAULT.name(name).properties(capacity(SegmentSpec.MAX_CAPACITY)))
                .toArray(TopicRule[]::new);
        Broker broker = startBroker(rules(TopicRule.DEFAULT, rules));
        assertThat(broker.topics()).as("only the topic that existed").isOne();
        assertThat(topic("large1")).isNull();
        rondo().sequencedTopic("large1").capacity(4096).publisher().close();
        assertThat(topic("large1").capacity()).isEqualTo(4096);
    }

    @Test
    void whatTheClientSetsWinsOverTheRule() {
        SegmentSpec long64k = SegmentSpec.builder().maxMessageLength(1 << 16).build()
                .withDefaults(TopicRule.DEFAULT.properties());
        startBroker(rules(TopicRule.DEFAULT.properties(long64k),
                TopicRule.DEFAULT.name("q*").properties(capacity(CAPACITY)).durability(null)));
        rondo().sequencedTopic("q1").publisher().close();
        rondo().sequencedTopic("q2").capacity(4096).publisher().close();
        rondo().sequencedTopic("p").publisher().close();
        assertThat(topic("q1").capacity()).isEqualTo(CAPACITY);
        assertThat(topic("q2").capacity()).isEqualTo(4096);
        assertThat(topic("p").maxMessageLength()).isGreaterThanOrEqualTo(1 << 16).isLessThan(1 << 17);
    }

    @Test
    void aTopicThatMayNotBeCreatedOnDemandIsRefusedAndAnExistingOneContinues() {
        Broker first = startBroker();
        try (SequencedPublisher publisher = rondo().sequencedTopic("old").publisher()) {
            publish(publisher, 1);
            awaitConfirmed(publisher, 1);
        }
        first.close();
        startBroker(rules(TopicRule.DEFAULT.onDemand(false), TopicRule.DEFAULT.name("public-*")));
        rondo().sequencedTopic("old").publisher().close();
        rondo().sequencedTopic("public-1").publisher().close();
        assertThatThrownBy(() -> rondo().sequencedTopic("new").publisher()).isInstanceOf(RondoException.class)
                .hasMessageContaining("topic new does not exist").hasMessageContaining("rondo.topics");
    }

    @Test
    void aTopicThatExistsWithOtherPropertiesKeepsThem() {
        Broker first = startBroker(rules(TopicRule.DEFAULT, TopicRule.DEFAULT.name("orders")
                .properties(capacity(4096))));
        first.close();
        Broker second = startBroker(rules(TopicRule.DEFAULT, TopicRule.DEFAULT.name("orders")
                .properties(capacity(CAPACITY))));
        assertThat(second.topics()).isEqualTo(1);
        assertThat(topic("orders").capacity()).isEqualTo(4096);
        rondo().sequencedTopic("orders").publisher().close();
    }

    @Test
    void retentionDiffersByTopicAndChangesWhileTheBrokerRuns() throws Exception {
        RetentionPolicy small = new RetentionPolicy(2L << 20, 0, false);
        TopicRule otherwise = TopicRule.DEFAULT.durability(Durability.OS);
        Broker broker = startBroker(rules(otherwise, otherwise.name("small-*").retention(small)));
        fill("small-1");
        fill("large");
        Watchdog.await("the deletion of files", () -> files("small-1") <= 2);
        assertThat(files("large")).isGreaterThan(2);

        broker.reload(rules(otherwise.retention(small)));
        Watchdog.await("the deletion of files", () -> files("large") <= 2);
    }

    private void fill(String topic) {
        MutableDirectBuffer message = Buffers.allocate(4096);
        try (SequencedPublisher publisher = rondo().sequencedTopic(topic).capacity(1 << 20).publisher()) {
            for (int i = 1; i <= 4 * LOG_FILE_LENGTH / message.capacity(); i++) {
                publisher.publish(message, 0, message.capacity());
            }
            awaitConfirmed(publisher, 4L * LOG_FILE_LENGTH / message.capacity());
        }
    }

    private long files(String topic) {
        try (Stream<Path> files = Files.list(logs().resolve(topic))) {
            return files.filter(file -> file.toString().endsWith(".log")).count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
