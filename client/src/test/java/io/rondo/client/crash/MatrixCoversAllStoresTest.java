package io.rondo.client.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.core.sync.WakeWord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each store of the protocol is a step of the crash matrix, at which a process is killed. */
class MatrixCoversAllStoresTest {
    private static final Pattern STORE = Pattern.compile("Words\\.(set|compareAndSet|zero)");
    /** Before anybody can see the segment. */
    private static final List<String> UNSEEN = List.of("CheckpointLayout.offset(i) + CheckpointLayout.POSITION",
            "SegmentLayout.CHECKPOINT_COUNT, 1)", "SlotLayout.offset(slot) + SlotLayout.POSITION, SlotLayout.NONE");

    @Test
    void everyStoreOfTheRingsAndOfTheWaiterWordIsAStepOfTheMatrix() throws Exception {
        List<SourceLine> steps = Stream.of(CrashSteps.ofPublishers(), CrashSteps.ofConsumers(),
                CrashSteps.ofClosingOwners(), CrashSteps.ofResponders()).flatMap(List::stream).map(CrashStep::line)
                .collect(Collectors.toList());
        Stream.of(WorkSteps.ofConsumers(), WorkSteps.ofProducers()).flatMap(List::stream).map(WorkSteps.Step::line)
                .forEach(steps::add);
        List<String> missing = new ArrayList<>();
        List<Class<?>> types = new ArrayList<>(List.of(WakeWord.class));
        Path ring = Path.of(System.getProperty("basedir", "."), "../core/src/main/java/io/rondo/core/ring");
        try (Stream<Path> files = Files.walk(ring)) {
            for (Path file : files.filter(Files::isRegularFile).filter(file -> !file.endsWith("package-info.java"))
                    .toList()) {
                types.add(Class.forName("io.rondo.core.ring."
                        + ring.relativize(file).toString().replace('/', '.').replace(".java", "")));
            }
        }
        int stores = 0;
        for (Class<?> type : types) {
            for (String line : SourceLine.text(type)) {
                if (STORE.matcher(line).find() && UNSEEN.stream().noneMatch(line::contains)) {
                    stores++;
                    if (steps.stream().noneMatch(
                            step -> step.type() == type && line.contains(step.snippet()))) {
                        missing.add(type.getSimpleName() + ": " + line.strip());
                    }
                }
            }
        }
        assertThat(missing).as("stores that are no step of %s", CrashSteps.class).isEmpty();
        assertThat(stores).isGreaterThan(15);
    }
}
