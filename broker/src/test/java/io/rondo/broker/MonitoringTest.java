package io.rondo.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.broker.health.Alarm;
import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.health.BrokerState;
import io.rondo.broker.http.HttpSettings;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.broker.sequencer.log.TopicLogSettings;
import io.rondo.broker.status.BrokerStatus;
import io.rondo.broker.status.LogState;
import io.rondo.broker.status.StatusJson;
import io.rondo.broker.status.TopicStatus;
import io.rondo.client.Claim;
import io.rondo.client.Durability;
import io.rondo.client.Publisher;
import io.rondo.client.RondoConfig;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.sequenced.BrokerClient;
import io.rondo.client.sequenced.BrokerFiles;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a broker tells about itself and about all channels, over HTTP and over its socket. */
@Timeout(240)
class MonitoringTest extends LiveEndpoint {
    private BrokerStatus status() {
        return StatusJson.parse(new BrokerClient(new BrokerFiles(directory())).status(LONG).orElseThrow());
    }

    @Test
    void allChannelsOfTheDirectoryHaveMetrics() throws Exception {
        Broker broker = startWithEndpoint(100);
        publishOnAllKinds();
        assertThat(value(broker, "rondo_channel_published_messages_total", "channel=\"jobs\"", "kind=\"queue\""))
                .isEqualTo(3);
        assertThat(value(broker, "rondo_channel_backlog_bytes", "channel=\"jobs\"")).isEqualTo(3 * 64);
        assertThat(value(broker, "rondo_channel_published_bytes_total", "channel=\"jobs\"")).isEqualTo(3 * 64);
        assertThat(value(broker, "rondo_channel_participants", "channel=\"jobs\"", "role=\"producer\"")).isEqualTo(1);
        assertThat(value(broker, "rondo_channel_participants", "channel=\"jobs\"", "role=\"consumer\"")).isZero();
        assertThat(value(broker, "rondo_channel_published_messages_total", "channel=\"ticks\"", "kind=\"topic\""))
                .isEqualTo(4);
        assertThat(value(broker, "rondo_channel_delivered_messages_total", "channel=\"ticks\"")).isEqualTo(4);
        assertThat(value(broker, "rondo_channel_capacity_bytes", "channel=\"ticks\"")).isEqualTo(1 << 20);
        assertThat(value(broker, "rondo_channel_published_messages_total", "channel=\"orders\"", "kind=\"sequenced\""))
                .isEqualTo(5);
        assertThat(value(broker, "rondo_channel_published_messages_total", "channel=\"orders\"", "kind=\"ingress\""))
                .isEqualTo(5);
        assertThat(value(broker, "rondo_channels")).isEqualTo(6);
        assertThat(value(broker, "rondo_channels_omitted", "limit")).isZero();
    }

    @Test
    void topicsLogsAndDurableSubscriptionsHaveMetrics() throws Exception {
        Broker broker = startWithEndpoint(100);
        publishOnAllKinds();
        assertThat(value(broker, "rondo_topic_sequence", "topic=\"orders\"")).isEqualTo(5);
        assertThat(value(broker, "rondo_topic_sequenced_messages_total", "topic=\"orders\"", "durability=\"disk\""))
                .isEqualTo(5);
        assertThat(value(broker, "rondo_topic_sequenced_messages_total", "topic=\"fast\"", "durability=\"memory\""))
                .isEqualTo(2);
        assertThat(value(broker, "rondo_log_unsynced_messages", "topic=\"orders\"")).isZero();
        assertThat(value(broker, "rondo_log_written_bytes_total", "topic=\"orders\"")).isGreaterThan(5 * 70)
                .isLessThan(2000);
        assertThat(value(broker, "rondo_log_files", "topic=\"orders\"")).isEqualTo(1);
        assertThat(value(broker, "rondo_log_file_bytes", "topic=\"orders\"")).isGreaterThanOrEqualTo(LOG_FILE_LENGTH)
                .isLessThan(2 * LOG_FILE_LENGTH);
        assertThat(value(broker, "rondo_log_sync_seconds_count")).isPositive();
        awaitValue(broker, 2, "rondo_subscription_confirmed_sequence", "topic=\"orders\"", "subscription=\"audit\"");
        assertThat(value(broker, "rondo_subscription_lag_messages", "subscription=\"audit\"")).isEqualTo(3);
        assertThat(value(broker, "rondo_subscription_lag_seconds", "subscription=\"audit\"")).isPositive();
        assertThat(value(broker, "rondo_subscription_connected", "subscription=\"audit\"")).isEqualTo(1);
        assertThat(value(broker, "rondo_broker_topics")).isEqualTo(2);
        assertThat(value(broker, "rondo_broker_ready")).isEqualTo(1);
        assertThat(value(broker, "rondo_broker_requests_total", "request=\"subscribe\"", "result=\"ok\"")).isEqualTo(1);
        assertThat(value(broker, "rondo_filesystem_free_bytes", "directory=\"logs\"")).isPositive();
        assertThat(value(broker, "jvm_threads_live_threads")).isPositive();
    }

    @Test
    void theMessagesOfAProducerThatHasDetachedStillCount() throws Exception {
        Broker broker = startWithEndpoint(100);
        for (int i = 1; i <= 3; i++) {
            try (Publisher publisher = rondo().queue("jobs").publisher()) {
                publish(publisher, 1, 10);
            }
            assertThat(value(broker, "rondo_channel_published_messages_total", "channel=\"jobs\"")).isEqualTo(10 * i);
        }
    }

    @Test
    void aChannelThatWasRemovedLeavesNoSeries() throws Exception {
        Broker broker = startWithEndpoint(100);
        try (Publisher publisher = rondo().queue("jobs").publisher()) {
            publish(publisher, 1);
            assertThat(scrape(broker)).anyMatch(sample -> sample.labels().contains("jobs"));
        }
        store().remove("jobs");
        assertThat(scrape(broker)).noneMatch(sample -> sample.labels().contains("jobs"));
    }

    @Test
    void beyondTheLimitChannelsAreCountedOnly() throws Exception {
        Broker broker = startWithEndpoint(2);
        for (String name : List.of("a", "b", "c", "d", "e")) {
            keep(rondo().queue(name).capacity(4096).publisher());
        }
        List<Sample> samples = scrape(broker);
        assertThat(samples).filteredOn(sample -> sample.name().equals("rondo_channel_capacity_bytes"))
                .extracting(Sample::labels).hasSize(2).allMatch(labels -> labels.matches(".*\"[ab]\".*"));
        assertThat(value(broker, "rondo_channels")).isEqualTo(5);
        assertThat(value(broker, "rondo_channels_omitted", "limit")).isEqualTo(3);
    }

    @Test
    void aFileThatIsNoSegmentIsCountedAndDisturbsNoOther() throws Exception {
        Broker broker = startWithEndpoint(100);
        keep(rondo().queue("good").publisher());
        Files.write(directory().resolve("bad.ring"), new byte[100_000]);
        assertThat(value(broker, "rondo_channels_omitted", "unreadable")).isEqualTo(1);
        assertThat(value(broker, "rondo_channel_participants", "channel=\"good\"", "role=\"producer\"")).isEqualTo(1);
    }

    @Test
    void openMetricsIsAnsweredToAClientThatAcceptsIt() throws Exception {
        Broker broker = startWithEndpoint(100);
        HttpResponse<String> open = get(broker, "/metrics", "Accept",
                "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5");
        assertThat(open.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/openmetrics-text");
        assertThat(open.body()).endsWith("# EOF\n");
        HttpResponse<String> text = get(broker, "/metrics");
        assertThat(text.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain; version=0.0.4");
        assertThat(text.body()).doesNotContain("# EOF");
    }

    @Test
    void statusTellsTopicsLogsAndSubscriptions() {
        Broker broker = startBroker();
        publishOnAllKinds();
        Watchdog.await("the confirmation", () -> status().topics().get(1).subscriptions().getFirst().confirmed() == 2);
        BrokerStatus status = status();
        assertThat(status.state()).isEqualTo(BrokerState.RUNNING);
        assertThat(status.live()).isTrue();
        assertThat(status.ready()).isTrue();
        assertThat(status.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(status.channels().directory()).isEqualTo(directory().toString());
        assertThat(status.logs().directory()).isEqualTo(logs().toString());
        assertThat(status.alarms()).isEmpty();
        assertThat(status.denials()).isZero();
        assertThat(status.recordings()).isEmpty();
        assertThat(status.topics()).extracting(TopicStatus::topic).containsExactly("fast", TOPIC);
        assertThat(status.topics().getFirst().log()).isNull();
        TopicStatus orders = status.topics().get(1);
        assertThat(orders.durability()).isEqualTo(Durability.DISK);
        assertThat(orders.sequence()).isEqualTo(5);
        assertThat(orders.messagesPerSecond()).isPositive();
        assertThat(orders.log().state()).isEqualTo(LogState.RECORDING);
        assertThat(orders.log().durableSequence()).isEqualTo(5);
        assertThat(orders.subscriptions()).singleElement().satisfies(audit -> {
            assertThat(audit.name()).isEqualTo("audit");
            assertThat(audit.lagMessages()).isEqualTo(3);
            assertThat(audit.lagSeconds()).isPositive();
            assertThat(audit.connected()).isTrue();
        });
        broker.close();
        assertThat(new BrokerClient(new BrokerFiles(directory())).status(LONG)).isEmpty();
    }

    @Test
    void theCountersOfATopicBeginAnewWithEachBroker() {
        startBroker();
        publishOnAllKinds();
        disconnectAll();
        startAgain();
        TopicStatus orders = status().topics().get(1);
        assertThat(orders.sequence()).isEqualTo(5);
        assertThat(orders.messages()).isZero();
        assertThat(orders.log().writtenSequence()).isEqualTo(5);
        assertThat(orders.subscriptions()).singleElement().satisfies(audit -> {
            assertThat(audit.connected()).isFalse();
            assertThat(audit.lagMessages()).isEqualTo(3);
        });
    }

    private void startAgain() {
        closeBrokers();
        startBroker();
    }

    /** A named pipe as the file of a topic's properties holds recovery up until the test writes them. */
    @Test
    void probesAndStatusAreAnsweredDuringALongRecovery() throws Exception {
        startBroker();
        SequencedPublisher orders = rondo().sequencedTopic(TOPIC).durability(Durability.DISK).publisher();
        publish(orders, 1, 3);
        awaitConfirmed(orders, 3);
        disconnectAll();
        closeBrokers();
        Path properties = logs().resolve(TOPIC).resolve("topic");
        String saved = Files.readString(properties);
        Files.delete(properties);
        assertThat(new ProcessBuilder("mkfifo", properties.toString()).start().waitFor()).isZero();

        HttpSettings http = new HttpSettings(true, "127.0.0.1", freePort(), 10);
        Task<Broker> starting = Task.start(() -> startBroker(settings().http(http)));
        // Read once to list the topics, and again to open this one.
        Files.writeString(properties, saved);
        BrokerStatus status = status();
        while (status.recovery().topics() == 0) {
            status = status();
        }
        assertThat(status.state()).isEqualTo(BrokerState.RECOVERING);
        assertThat(status.live()).isTrue();
        assertThat(status.ready()).isFalse();
        assertThat(status.recovery().topics()).isOne();
        assertThat(status.recovery().doneTopics()).isZero();
        assertThat(status.recovery().topic()).isEqualTo(TOPIC);
        assertThat(get(http.port(), "/livez").statusCode()).isEqualTo(200);
        assertThat(get(http.port(), "/readyz").statusCode()).isEqualTo(503);
        assertThat(get(http.port(), "/readyz").body()).contains("\"topics\":1,\"doneTopics\":0,\"topic\":\"orders\"");
        // A client waits for the end of recovery.
        Task<SequencedPublisher> client = Task.start(() -> rondo().sequencedTopic(TOPIC).publisher());
        Files.writeString(properties, saved);
        Broker broker = starting.join();
        keep(client.join());
        assertThat(get(broker, "/readyz").statusCode()).isEqualTo(200);
        assertThat(broker.status().recovery().doneTopics()).isOne();
        Files.delete(properties);
        Files.writeString(properties, saved);
    }

    @Test
    void aTopicThatCannotBeContinuedIsAnAlarm() throws Exception {
        Files.createDirectories(logs().resolve("orders"));
        Files.writeString(logs().resolve("orders/topic"), "nonsense\n");
        Broker broker = startWithEndpoint(10);
        assertThat(broker.status().alarms()).singleElement().satisfies(alarm -> {
            assertThat(alarm.kind()).isEqualTo(AlarmKind.NOT_CONTINUED);
            assertThat(alarm.subject()).isEqualTo("orders");
        });
        assertThat(get(broker, "/readyz").statusCode()).isEqualTo(503);
        assertThat(value(broker, "rondo_alarm", "alarm=\"not_continued\"", "subject=\"orders\"")).isEqualTo(1);
        assertThat(value(broker, "rondo_alarms_raised_total", "alarm=\"not_continued\"")).isEqualTo(1);
    }

    @Test
    void aSecondBrokerRunsWithoutThePortOfTheFirst() throws Exception {
        Broker first = startWithEndpoint(10);
        Path channels = Files.createDirectory(directory().resolve("other"));
        Files.setPosixFilePermissions(channels, Files.getPosixFilePermissions(directory()));
        int port = first.httpAddress().getPort();
        Broker second = startBroker(BrokerSettings.of(RondoConfig.builder().directory(channels).build())
                .logs(TopicLogSettings.defaults().directory(logs().resolve("@second")))
                .http(new HttpSettings(true, "127.0.0.1", port, 10)));
        assertThat(second.httpAddress()).isNull();
        assertThat(second.status().state()).isEqualTo(BrokerState.RUNNING);
        assertThat(second.status().ready()).isTrue();
        assertThat(second.status().alarms()).extracting(Alarm::kind).containsExactly(AlarmKind.NO_ENDPOINT);
        assertThat(second.status().alarms().getFirst().message()).contains("port " + port).contains("rondo.http");
        assertThat(get(first, "/livez").statusCode()).isEqualTo(200);
    }

    /** A claim that its producer leaves open keeps the ingress from being drained. */
    @Test
    void aBrokerThatDrainsAnswersThatItEndsAndClientsWaitForTheNextOne() throws Exception {
        Broker broker = startBroker(settings(Durability.MEMORY, RetentionPolicy.UNLIMITED).http(http(10))
                .drain(Duration.ofHours(1)));
        int port = broker.httpAddress().getPort();
        SequencedPublisher publisher = keep(rondo().sequencedTopic(TOPIC).publisher());
        Claim claim = publisher.tryClaim(8);
        Task<Void> closing = Task.start(() -> {
            broker.close();
            return null;
        });
        Watchdog.await("the state", () -> status().state() == BrokerState.ENDING);
        assertThat(get(port, "/readyz").statusCode()).isEqualTo(503);
        assertThat(get(port, "/readyz").body()).contains("\"state\":\"ending\"");
        assertThat(get(port, "/livez").statusCode()).isEqualTo(200);
        Task<SequencedPublisher> client = Task.start(() -> rondo().sequencedTopic("later").publisher());
        Watchdog.await("a refusal", () -> {
            try {
                return scrape(port).stream().anyMatch(sample -> sample.name().equals("rondo_broker_requests_total")
                        && sample.labels().contains("not_ready"));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        claim.abort();
        closing.join();
        startBroker();
        keep(client.join());
    }
}
