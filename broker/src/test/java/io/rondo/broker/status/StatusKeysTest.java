package io.rondo.broker.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The reference of the command line documents every key of the status. */
class StatusKeysTest {
    private static void collect(Type type, Set<String> keys) {
        if (type instanceof ParameterizedType list) {
            collect(list.getActualTypeArguments()[0], keys);
        } else if (type instanceof Class<?> record && record.isRecord()) {
            for (RecordComponent component : record.getRecordComponents()) {
                keys.add(component.getName());
                collect(component.getGenericType(), keys);
            }
        }
    }

    @Test
    void everyKeyOfTheStatusIsDocumented() throws Exception {
        Set<String> keys = new TreeSet<>();
        collect(BrokerStatus.class, keys);
        String reference = Files.readString(
                Path.of(System.getProperty("basedir", "."), "../docs/operations/command-line-reference.md"));
        assertThat(keys).hasSizeGreaterThan(60).allSatisfy(key -> assertThat(reference).contains("`" + key + "`"));
    }
}
