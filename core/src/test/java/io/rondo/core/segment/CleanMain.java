package io.rondo.core.segment;

import java.io.IOException;
import java.nio.file.Path;

/** Arguments: directory. Cleans, all there is, each time it is told to, and prints how many files were removed and kept. */
final class CleanMain {
    private CleanMain() {}

    public static void main(String[] args) throws IOException {
        ChannelStore store = new ChannelStore(ChannelDirectory.of(Path.of(args[0]), null));
        System.out.println("ready, pid " + ProcessHandle.current().pid());
        while (System.in.read() >= 0) {
            var results = store.clean(false, true);
            long removed = results.stream().filter(CleanResult::removed).count();
            System.out.println(removed + " removed, " + (results.size() - removed) + " kept");
        }
    }
}
