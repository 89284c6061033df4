package io.rondo.cli.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.support.CommandLineRun;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Command lines of {@code bridge} that are wrong. */
class BridgeCommandTest {
    private final CommandLineRun line = new CommandLineRun();

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', value = {
        "x --stream 1; no stream given: give --to to send the channel, or --from to receive it",
        "x --stream 1 --to aeron:ipc --from aeron:ipc; --to and --from are both given: run a bridge for each",
        "x --to aeron:ipc; --stream",
        "x --to udp://a:1 --stream 1; Aeron channel udp://a:1 is invalid",
        "x --to aeron:udp?endpoint=10.1.2.3:40123 --stream 1; add |interface=ADDRESS/BITS",
        "x --to aeron:udp?endpoint=localhost:40123|mtu=1401 --stream 1; not a multiple of FRAME_ALIGNMENT=32",
        "x --to aeron:ipc --stream many; 'many' is not a whole number in range",
        "x --to aeron:ipc --stream 1 --kind work; 'work' is not one of queue, topic",
        "a* --to aeron:ipc --stream 1 --kind queue; name one queue",
        "../x --to aeron:ipc --stream 1; '../x'", "x --to aeron:ipc --stream 1 --capacity 5k; capacity"})
    void isNamedWithTheRemedyAndEndsWithTheCodeForUsage(String arguments, String message) {
        assertThat(line.run(("bridge " + arguments).split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(line.errors()).contains(message).hasLineCount(1);
        assertThat(line.out()).isEmpty();
    }
}
