package io.rondo.codecs.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogFileNameTest {
    @Test
    void aNameParsesToWhatItWasMadeOf() {
        LogFileName name = new LogFileName(1234, 5);

        assertThat(name.file()).isEqualTo("00000000000000001234-5.log");
        assertThat(name.index()).isEqualTo("00000000000000001234-5.index");
        assertThat(LogFileName.parse(name.file())).isEqualTo(name);
        assertThat(LogFileName.parse(new LogFileName(Long.MAX_VALUE, 999_999_999).file()))
                .isEqualTo(new LogFileName(Long.MAX_VALUE, 999_999_999));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1-0.log", "00000000000000000000-0.log", "99999999999999999999-0.log",
        "00000000000000000001-00.log", "00000000000000000001-0.index", "00000000000000000001-0.log.cut",
        "00000000000000000001-0.log.tmp", "00000000000000000001--1.log"})
    void otherNamesAreNoLogFiles(String name) {
        assertThat(LogFileName.parse(name)).isNull();
    }

    @Test
    void namesSortByBaseAndThenByGeneration() {
        assertThat(Stream.of(new LogFileName(10, 0), new LogFileName(2, 10), new LogFileName(2, 9)).sorted())
                .containsExactly(new LogFileName(2, 9), new LogFileName(2, 10), new LogFileName(10, 0));
    }

    @Test
    void numbersOutsideOfTheirRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LogFileName(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new LogFileName(1, -1));
    }
}
