package io.rondo.perf.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyTest {
    @TempDir
    private Path root;

    private void file(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content + "\n");
    }

    private void processor(int number, int socket, int core) throws IOException {
        String directory = "sys/devices/system/cpu/cpu" + number + "/topology/";
        file(directory + "physical_package_id", Integer.toString(socket));
        file(directory + "core_id", Integer.toString(core));
    }

    private void allowed(String list) throws IOException {
        file("proc/self/status", "Name:\tjava\nCpus_allowed_list:\t" + list);
    }

    @Test
    void processorsAreListedByCore() throws IOException {
        allowed("0-3");
        processor(0, 0, 0);
        processor(1, 0, 1);
        processor(2, 0, 0);
        processor(3, 1, 0);
        Topology topology = new Topology(root);
        assertThat(topology.describe()).isEqualTo("2 sockets, 3 cores, 4 processors"
                + " (core 0/0: processors [0, 2]; core 0/1: processors [1]; core 1/0: processors [3])");
        assertThat(topology.isOneCore()).isFalse();
    }

    @Test
    void onlyProcessorsOfThisProcessCount() throws IOException {
        allowed("0,2");
        processor(0, 0, 0);
        processor(1, 0, 1);
        processor(2, 0, 0);
        assertThat(new Topology(root).isOneCore()).isTrue();
    }

    @Test
    void cachesAreListedWithTheProcessorsThatShareThem() throws IOException {
        allowed("0");
        String cache = "sys/devices/system/cpu/cpu0/cache/index";
        for (String[] each : new String[][]{{"0", "1", "Data", "32K", "0"}, {"1", "3", "Unified", "16384K", "0-1"}}) {
            file(cache + each[0] + "/level", each[1]);
            file(cache + each[0] + "/type", each[2]);
            file(cache + each[0] + "/size", each[3]);
            file(cache + each[0] + "/shared_cpu_list", each[4]);
        }
        assertThat(new Topology(root).caches()).isEqualTo("L1 Data 32K of 0, L3 Unified 16384K of 0-1");
    }

    @Test
    void missingKernelFilesAreUnknown() {
        Topology topology = new Topology(root);
        assertThat(topology.describe()).isEqualTo(Topology.UNKNOWN);
        assertThat(topology.caches()).isEqualTo(Topology.UNKNOWN);
        assertThat(topology.governor()).isEqualTo(Topology.UNKNOWN);
        assertThat(topology.processor()).isEqualTo(Topology.UNKNOWN);
        assertThat(topology.isOneCore()).isFalse();
    }

    @Test
    void listsOfNumbersAreParsed() {
        assertThat(Topology.numbers("0-2,5, 7-7")).containsExactly(0, 1, 2, 5, 7);
    }
}
