package io.rondo.broker.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The file {@code config/reference.conf} has exactly the keys that the loader reads, and documents each of them. */
class ReferenceTest {
    private final Config reference = ConfigFactory.parseResources(getClass().getClassLoader(), "reference.conf");

    @Test
    void everyKeyIsDocumented() {
        assertThat(undocumented(reference)).isEmpty();
        assertThat(undocumented(ConfigFactory.parseString("# text\na = 1\nb = 2"))).containsExactly("b");
    }

    private static List<String> undocumented(Config config) {
        List<String> keys = new ArrayList<>();
        for (Map.Entry<String, ConfigValue> entry : config.entrySet()) {
            if (entry.getValue().origin().comments().stream().allMatch(String::isBlank)) {
                keys.add(entry.getKey());
            }
        }
        return keys;
    }

    @Test
    void everyKeyIsReadAndNoOther() throws Exception {
        ConfigurationLoader loader = new ConfigurationLoader(Map.of(), new Properties());
        loader.load(null);
        Set<String> keys = reference.entrySet().stream().map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        assertThat(loader.used()).containsExactlyInAnyOrderElementsOf(keys);
    }
}
