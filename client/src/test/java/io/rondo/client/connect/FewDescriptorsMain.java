package io.rondo.client.connect;

import io.rondo.client.ChannelOptions;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.client.support.Messages;
import io.rondo.core.RondoException;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Uses up its descriptors, says how its channels do, gives the descriptors back, and says it again. */
final class FewDescriptorsMain {
    /** Twice as long as a waiting side once took to suspect something. */
    private static final Duration IDLE = Duration.ofSeconds(3);

    private FewDescriptorsMain() {}

    public static void main(String[] arguments) throws Exception {
        new ProcessBuilder("prlimit", "--pid", Long.toString(ProcessHandle.current().pid()), "--nofile=256").start()
                .waitFor();
        loadClasses();
        // The first line of a log reads the JDK's time zones.
        System.getLogger("test").log(System.Logger.Level.WARNING, "logging works");
        boolean before = arguments[0].equals("before");
        RondoConfig config = RondoConfig.builder().directory(Path.of(System.getenv("RONDO_DIR"))).build();
        try (Rondo rondo = Rondo.connect(config)) {
            if (before) {
                open(rondo);
                Subscriber in = rondo.subscriber("x", ChannelOptions.builder().capacity(4096).build());
                Publisher out = rondo.publisher("x");
                List<FileInputStream> files = useUp();
                System.out.println("idle " + in.receive(Messages.IGNORE, 1, IDLE));
                Messages.publish(out, 1);
                System.out.println("received " + in.receive(Messages.IGNORE, 1, IDLE));
                open(rondo);
                giveBack(files);
            } else {
                List<FileInputStream> files = useUp();
                open(rondo);
                giveBack(files);
            }
            open(rondo);
        }
    }

    /**
     * Classes come from directories here, each with a descriptor; from a jar they need none. Libraries are loaded
     * later.
     */
    private static void loadClasses() throws Exception {
        for (String entry : System.getProperty("java.class.path").split(":")) {
            if (Files.isDirectory(Path.of(entry))) {
                try (Stream<Path> files = Files.walk(Path.of(entry))) {
                    for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                        String name = Path.of(entry).relativize(file).toString().replace('/', '.');
                        load(name.substring(0, name.length() - ".class".length()));
                    }
                }
            }
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, FewDescriptorsMain.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // module-info, or a test's.
        }
    }

    private static void open(Rondo rondo) {
        try {
            rondo.subscriber("y", ChannelOptions.builder().capacity(4096).build()).close();
            System.out.println("opened");
        } catch (RondoException e) {
            System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private static List<FileInputStream> useUp() {
        List<FileInputStream> files = new ArrayList<>();
        while (true) {
            try {
                files.add(new FileInputStream("/dev/null"));
            } catch (IOException e) {
                return files;
            }
        }
    }

    private static void giveBack(List<FileInputStream> files) throws IOException {
        for (FileInputStream file : files) {
            file.close();
        }
    }
}
