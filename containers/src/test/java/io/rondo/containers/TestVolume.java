package io.rondo.containers;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import java.util.Map;
import java.util.UUID;
import org.testcontainers.DockerClientFactory;

/** A volume of the tests, removed when it is closed. */
final class TestVolume implements AutoCloseable {
    private final String name = "rondo-test-" + UUID.randomUUID();

    private TestVolume(Map<String, String> options) {
        DockerClientFactory.lazyClient().createVolumeCmd().withName(name).withDriver("local")
                .withLabels(Map.of(RondoImage.LABEL, RondoImage.LABEL_VALUE)).withDriverOpts(options).exec();
    }

    /** A volume on the disk, which takes the owner of the directory that it covers in the image. */
    static TestVolume onDisk() {
        return new TestVolume(Map.of());
    }

    /** A volume in memory, of the user of the image, which others may enter. */
    static TestVolume inMemory(String size) {
        return new TestVolume(
                Map.of("type", "tmpfs", "device", "tmpfs", "o", "size=" + size + ",uid=10001,gid=10001,mode=0711"));
    }

    Bind at(String path) {
        return new Bind(name, new Volume(path));
    }

    @Override
    public void close() {
        DockerClientFactory.lazyClient().removeVolumeCmd(name).exec();
    }
}
