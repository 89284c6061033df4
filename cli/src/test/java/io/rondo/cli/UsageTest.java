package io.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.StopSignal;
import io.rondo.cli.support.CommandLineRun;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Transport;
import io.rondo.core.layout.ChannelForm;
import io.rondo.core.segment.SegmentSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class UsageTest {
    private final CommandLineRun line = new CommandLineRun();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"',
            value = {"''|no command given", "frobnicate|unknown command 'frobnicate': give one of demo, ",
                "sbu|unknown command 'sbu': did you mean 'sub'?", "help sbu|unknown command 'sbu': did you mean 'sub'?",
                "pub --hlep|unknown option '--hlep': did you mean '--help'?",
                "pub --kind topic --capcity=4k|unknown option '--capcity': did you mean '--capacity'?",
                "pub x --knd topic|unknown option '--knd': did you mean '--kind'? See 'rondo pub --help'",
                "pub -- --hlep y z|'z'",
                "pub --kind --hlep|'--hlep' is not one of queue, topic, work, sequenced",
                "pub|'CHANNEL'", "pub x --frob|unknown option '--frob': give one of ",
                "stat x -m|unknown option '-m': give one of --json, --watch, --help, --version; see",
                "version|unknown command 'version': did you mean '--version'? See 'rondo --help'",
                "pub x f g|one argument too many, 'g'",
                "pub x --capacity 4x|'4x' is not a size", "pub x --capacity 4g|'4g' is too large",
                "pub x --capacity 5000|capacity 5000", "pub x --max-message -1|'-1' is not a size",
                "pub x --kind bag|'bag' is not one of queue, topic",
                "pub x --transport pigeon|'pigeon' is not one of auto, shm, shm-descriptor, socket",
                "pub x --file-mode 0777|'0777' is not a mode", "pub x --allow-uid me|'me' is not the number of a user",
                "pub x --allow-gid -1|'-1' is not the number of a user", "pub x --linger long|'long' is not a duration",
                "pub x --format hex|'hex' is not one of lines, sofh, pcap",
                "sub x --format pcap|'pcap' is not one of lines, sofh, hex",
                "pub x --schema a|'a' is not a schema", "pub x --schema 70000|70000",
                "pub x --rate 0|'0' is not a rate",
                "pub x --await -1|--await is -1", "pub x --await many|'many' is not a whole number in range: give one",
                "sub x --count 1.5|'1.5' is not a whole number in range: give one",
                "stat x --watch=3|'3' is not true or false: leave the value out", "sub x --count -1|--count is -1",
                "sub x --idle-exit 2|'2' is not a duration",
                "sub x --slow never|'never' is not one of block, drop-oldest, evict",
                "sub x --count 1 --count 2|--count", "work x --exec|--exec",
                "work x --exec=|'' is no command: give one",
                "serve x --exec=|'' is no command: give one",
                "work x --exec y --dead-letters x|channel x cannot take its own dead letters",
                "work x --exec y --delay 25h|--delay is PT25H: give at most 24h", "sub ../x|'../x'"})
    void aWrongCommandLineIsNamedInOneLineThatPointsToTheHelp(String args, String expected) {
        assertThat(line.run(args.equals("''") ? new String[0] : args.split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(line.errors()).startsWith("rondo: ").contains(expected)
                .containsPattern("(; s|\\? S)ee 'rondo( pub| sub| stat| work| serve)? --help'")
                .hasLineCount(1);
        assertThat(line.out()).isEmpty();
    }

    @Test
    void helpOfACommandIsWhatItsHelpOptionPrints() {
        assertThat(line.run("help", "pub")).isEqualTo(ExitCode.OK);
        CommandLineRun option = new CommandLineRun();
        option.run("pub", "--help");
        assertThat(line.help()).isEqualTo(option.help()).contains("Usage: rondo pub");
        assertThat(line.errors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "help", "pub --help", "sub --help", "--version"})
    void helpGoesToStandardOutputAndSucceeds(String args) {
        assertThat(line.run(args.split(" "))).isEqualTo(ExitCode.OK);
        assertThat(line.help()).contains("rondo");
        assertThat(line.errors()).isEmpty();
    }

    @Test
    void theFirstElementOfEachDescriptionIsAWholeSentenceBecauseTheListOfCommandsShowsOnlyThat() {
        List<CommandLine> all = commands("--help").values().stream()
                .flatMap(command -> Stream.concat(Stream.of(command), command.getSubcommands().values().stream()))
                .toList();
        assertThat(all).hasSizeGreaterThan(25).allSatisfy(command -> assertThat(
                command.getCommandSpec().usageMessage().description()[0]).as(command.getCommandName()).endsWith("."));
    }

    @Test
    void noParagraphOfAHelpTextIsBrokenByHand() {
        assertThat(commands("--help").values()).allSatisfy(command -> {
            CommandSpec spec = command.getCommandSpec();
            // The footer of completion holds lines to copy.
            if (!spec.name().equals("completion")) {
                assertThat(spec.usageMessage().footer()).as(spec.name())
                        .allMatch(text -> text.isEmpty() || text.endsWith("."));
            }
        });
    }

    @Test
    void aCommandLineThatBeginsWithACommandHasOnlyThisOneAndAllWhereItNeedsThem() {
        Map<String, CommandLine> all = commands("--help");
        assertThat(all).hasSizeGreaterThan(20);
        all.forEach((name, command) -> {
            assertThat(command.getCommandName()).isEqualTo(name);
            boolean needsAll = name.equals("help") || name.equals("completion");
            assertThat(commands(name, "x").keySet()).isEqualTo(needsAll ? all.keySet() : Set.of(name));
        });
        assertThat(commands().keySet()).isEqualTo(all.keySet());
        assertThat(commands("frobnicate", "pub").keySet()).isEqualTo(all.keySet());
    }

    private static Map<String, CommandLine> commands(String... args) {
        return RondoCommand.commandLine(CommandContext.ofProcess(new StopSignal()), args).getSubcommands();
    }

    @Test
    void creationOptionsReachTheChannel() {
        line.run("sub", "x", "--kind", "topic", "--capacity", "64K", "--max-message=1k", "--ephemeral", "--schema",
                "7:2",
                "--transport", "shm", "--count", "0");
        SegmentSpec spec = line.rondo().options().segment();
        assertThat(line.rondo().channel()).isEqualTo("x");
        assertThat(spec.form()).isEqualTo(ChannelForm.TOPIC);
        assertThat(spec.capacity()).isEqualTo(65536);
        assertThat(spec.maxMessageLength()).isEqualTo(1024);
        assertThat(spec.ephemeral()).isTrue();
        assertThat(spec.schemaId()).isEqualTo(7);
        assertThat(spec.schemaVersion()).isEqualTo(2);
        assertThat(line.rondo().options().transport()).isEqualTo(Transport.SHM);
    }

    @Test
    void allowedUsersAndLingerReachTheParticipant() {
        line.run("sub", "x", "--count", "0", "--transport", "socket", "--file-mode", "0660", "--allow-uid", "7",
                "--allow-uid",
                "4294967294", "--allow-gid=8", "--linger", "0s");
        assertThat(line.rondo().options().transport()).isEqualTo(Transport.SOCKET);
        assertThat(line.rondo().options().segment().fileMode()).isEqualTo(0660);
        assertThat(line.rondo().options().allowedUids()).containsExactlyInAnyOrder(7, -2);
        assertThat(line.rondo().options().allowedGids()).containsExactly(8);
        assertThat(line.rondo().options().linger()).isZero();
    }

    @Test
    void thePolicyForASlowSubscriberReachesIt() {
        line.run("sub", "x", "--slow", "drop-oldest", "--count", "0");
        assertThat(line.rondo().options().slowConsumer()).isEqualTo(SlowConsumer.DROP_OLDEST);
        line.run("sub", "x", "--count", "0");
        assertThat(line.rondo().options().slowConsumer()).isEqualTo(SlowConsumer.BLOCK);
    }

    @Test
    void optionsThatAreNotGivenAreNotCompared() {
        line.run("pub", "x");
        SegmentSpec spec = line.rondo().options().segment();
        assertThat(spec.form()).isNull();
        assertThat(spec.singleProducer()).isNull();
        assertThat(spec.capacity()).isNull();
        assertThat(spec.maxMessageLength()).isNull();
        assertThat(spec.schemaId()).isNull();
        assertThat(spec.ephemeral()).isNull();
        assertThat(line.rondo().options().transport()).isNull();
    }
}
