package io.rondo.client.connect;

import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.RondoException;
import io.rondo.client.Subscriber;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Messages;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Opens channels, uses up its descriptors, prints the state of its channels, frees the descriptors, and prints the
 * state again.
 */
final class FewDescriptorsMain {
    /** Twice the time after which a waiting side checks the owner. */
    private static final Duration IDLE = Duration.ofSeconds(3);

    private FewDescriptorsMain() {}

    public static void main(String[] arguments) throws Exception {
        new ProcessBuilder("prlimit", "--pid", Long.toString(ProcessHandle.current().pid()), "--nofile=256").start()
                .waitFor();
        loadClasses();
        // The first log record loads the JDK's time zones.
        System.getLogger("test").log(System.Logger.Level.WARNING, "logging works");
        boolean before = arguments[0].equals("before");
        RondoConfig config = RondoConfig.builder().directory(Path.of(System.getenv("RONDO_DIR"))).build();
        try (Rondo rondo = Rondo.connect(config)) {
            if (before) {
                open(rondo);
                Subscriber in = Channels.subscriber(rondo, "x", ChannelSettings.DEFAULTS.capacity(4096));
                Publisher out = rondo.queue("x").publisher();
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

    /** Loads classes from directories, which takes a descriptor each. Classes in a jar take none. */
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
            // module-info, or a class of a test.
        }
    }

    private static void open(Rondo rondo) {
        try {
            Channels.subscriber(rondo, "y", ChannelSettings.DEFAULTS.capacity(4096)).close();
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
