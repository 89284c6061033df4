package io.rondo.client.crash;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Scanner;

/**
 * Runs victims, each on a thread of its own. A line of input names one: class, directory, channel and arguments, separated by tabs. The
 * process ends with its input, or when a victim fails.
 */
final class VictimMain {
    /** Separates the words of a line. */
    static final String SEPARATOR = "\t";
    /** Where each victim's thread halts before it runs. */
    static final SourceLine GATE = new SourceLine(VictimMain.class, "run", "victim.run(");

    private VictimMain() {}

    public static void main(String[] arguments) throws Exception {
        Scanner input = new Scanner(System.in, StandardCharsets.UTF_8);
        while (input.hasNextLine()) {
            String[] words = input.nextLine().split(SEPARATOR);
            Victim victim = (Victim) Class.forName(words[0]).getDeclaredConstructor().newInstance();
            Thread.ofPlatform().daemon().start(() -> run(victim, words));
        }
        Runtime.getRuntime().halt(0);
    }

    private static void run(Victim victim, String... words) {
        try {
            victim.run(Path.of(words[1]), words[2], Arrays.copyOfRange(words, 3, words.length));
        } catch (Throwable e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }
}
