package io.rondo.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.rondo.broker.bridge.BridgeSettings;
import io.rondo.broker.bridge.BrokerBridgeSettings;
import io.rondo.broker.bridge.aeron.AeronStream;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.broker.metrics.PromQuery;
import io.rondo.broker.metrics.PromQuery.Selector;
import io.rondo.broker.recording.topics.RecordingRule;
import io.rondo.broker.recording.topics.RecordingRules;
import io.rondo.broker.status.BridgeDirection;
import io.rondo.broker.topic.NamePattern;
import io.rondo.client.Durability;
import io.rondo.client.support.Watchdog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The names in documents, alerts and dashboards are those of a live endpoint. */
@Timeout(240)
class MetricNamesTest extends LiveEndpoint {
    private static final Path ROOT = Path.of(System.getProperty("basedir", "."), "..").toAbsolutePath().normalize();
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");
    private static final Pattern CODE = Pattern.compile("`([a-z0-9_]+)`");
    private static final Pattern EXPRESSION = Pattern.compile("(?m)^ +expr: (.+)$");
    private static final Pattern ALERT = Pattern.compile("(?m)^ +- alert: (\\w+)$");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern RUNBOOK = Pattern.compile("runbook_url: (.+)#(\\w+)");
    /** Labels that Prometheus adds. */
    private static final Set<String> ADDED = Set.of("instance", "job");
    /** A metric that Prometheus adds. */
    private static final String UP = "up";

    /** The labels of each metric. */
    private Map<String, Set<String>> live() throws Exception {
        Broker broker = startBroker(settings(Durability.MEMORY, RetentionPolicy.UNLIMITED).http(http(100))
                .recordings(new RecordingRules(List.of(new RecordingRule(new NamePattern("ticks"), Durability.OS,
                        RetentionPolicy.UNLIMITED))))
                .bridges(new BrokerBridgeSettings(null,
                        List.of(bridge("in", BridgeDirection.RECEIVE), bridge("out", BridgeDirection.SEND)))));
        publishOnAllKinds();
        Watchdog.await("the recording", () -> !broker.status().recordings().isEmpty());
        Watchdog.await("a peer", () -> broker.status().bridges().stream().anyMatch(each -> !each.peers().isEmpty()));
        Map<String, Set<String>> metrics = new TreeMap<>();
        for (Sample sample : scrape(broker)) {
            Set<String> labels = metrics.computeIfAbsent(sample.name(), _ -> new TreeSet<>());
            LABEL.matcher(sample.labels()).results().forEach(label -> labels.add(label.group(1)));
        }
        // It has no series without an alarm.
        metrics.put("rondo_alarm", Set.of("alarm", "subject", "blocking"));
        return metrics;
    }

    private static BridgeSettings bridge(String channel, BridgeDirection direction) {
        return new BridgeSettings(channel, direction, new NamePattern(channel), false,
                new AeronStream("aeron:ipc?term-length=64k", 7));
    }

    private static List<String> codes(String text) {
        return CODE.matcher(text).results().map(code -> code.group(1)).toList();
    }

    /** The labels of each metric in the tables of the document. */
    private static Map<String, Set<String>> documented() throws Exception {
        Map<String, Set<String>> metrics = new TreeMap<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/operations/metrics.md"))) {
            String[] cells = line.split("\\|", -1);
            if (cells.length == 6) {
                codes(cells[1]).forEach(name -> metrics.put(name, new TreeSet<>(codes(cells[2]))));
            }
        }
        return metrics;
    }

    @Test
    void theDocumentHasEachMetricWithItsLabelsAndNoOther() throws Exception {
        Map<String, Set<String>> live = live();
        Map<String, Set<String>> documented = documented();
        assertThat(documented.keySet()).containsAll(live.keySet());
        Map<String, Set<String>> own = documented.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("rondo_"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        own.forEach((name, labels) -> {
            // A histogram's count and sum have no bound.
            Set<String> expected = name.matches(".*_(count|sum)") ? Set.of() : labels;
            assertThat(live.get(name)).as(name).isEqualTo(expected);
        });
    }

    private static void check(String query, Map<String, Set<String>> live) {
        PromQuery parsed = PromQuery.of(query);
        assertThat(parsed.selectors()).as(query).isNotEmpty();
        Set<String> known = new LinkedHashSet<>(ADDED);
        for (Selector selector : parsed.selectors()) {
            if (!selector.metric().equals(UP)) {
                assertThat(live).as(query).containsKey(selector.metric());
                known.addAll(live.get(selector.metric()));
                Set<String> labels = new TreeSet<>(selector.labels());
                labels.removeAll(ADDED);
                assertThat(live.get(selector.metric())).as(query).containsAll(labels);
            }
        }
        assertThat(known).as(query).containsAll(parsed.grouping());
    }

    @Test
    void theQueriesOfAlertsUseMetricsThatExist() throws Exception {
        Map<String, Set<String>> live = live();
        List<String> queries = EXPRESSION.matcher(alerts()).results().map(match -> match.group(1)).toList();
        assertThat(queries).hasSizeGreaterThan(10);
        queries.forEach(query -> check(query, live));
    }

    private static String alerts() throws Exception {
        return Files.readString(ROOT.resolve("config/prometheus/rondo-alerts.yml"));
    }

    @Test
    void eachAlertHasASectionOfTheRunbook() throws Exception {
        List<String> alerts = ALERT.matcher(alerts()).results().map(match -> match.group(1)).toList();
        List<MatchResult> runbooks = RUNBOOK.matcher(alerts()).results().toList();
        assertThat(runbooks).hasSameSizeAs(alerts);
        for (int i = 0; i < alerts.size(); i++) {
            List<String> headings = HEADING.matcher(Files.readString(ROOT.resolve(runbooks.get(i).group(1)))).results()
                    .map(match -> match.group(1)).toList();
            assertThat(headings).contains(alerts.get(i));
            assertThat(runbooks.get(i).group(2)).isEqualToIgnoringCase(alerts.get(i));
        }
    }

    @Test
    void theQueriesOfTheDashboardUseMetricsThatExist() throws Exception {
        Map<String, Set<String>> live = live();
        List<String> queries = new ArrayList<>();
        collect(JsonParser.parseString(Files.readString(ROOT.resolve("config/grafana/rondo.json"))), queries);
        assertThat(queries).hasSizeGreaterThan(10);
        queries.forEach(query -> check(query, live));
    }

    /** Adds all values of keys {@code expr}, and the first argument of {@code label_values}. */
    private static void collect(JsonElement element, List<String> queries) {
        if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(each -> collect(each, queries));
        } else if (element.isJsonObject()) {
            element.getAsJsonObject().asMap().forEach((key, value) -> {
                if (key.equals("expr")) {
                    queries.add(value.getAsString());
                } else if (key.equals("definition")) {
                    queries.add(value.getAsString().replaceFirst("^label_values\\((.*), *\\w+\\)$", "$1"));
                } else {
                    collect(value, queries);
                }
            });
        }
    }
}
