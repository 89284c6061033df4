package io.rondo.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exchange without a trader: it finds no orders, prints an empty account and waits for its release. */
class ExchangeTest {
    private static final int WATCHDOG_SECONDS = 300;

    @TempDir
    private Path parent;

    private static Process start(Path directory) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Exchange.class.getName(), directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static void awaitAccount(Process exchange) throws IOException {
        BufferedReader output = exchange.inputReader();
        assertThat(Account.ofLine(output.readLine())).isNotNull();
    }

    @Test
    void aParentThatDiesAfterTheLastOrderLeavesNoDirectory() throws Exception {
        Path directory = Files.createDirectory(parent.resolve("channels"));
        Process exchange = start(directory);
        try {
            awaitAccount(exchange);
            exchange.getOutputStream().close();
            assertThat(exchange.waitFor(WATCHDOG_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            exchange.destroyForcibly().waitFor();
        }
        assertThat(exchange.exitValue()).isOne();
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void aReleasedExchangeLeavesTheDirectoryToItsParent() throws Exception {
        Path directory = Files.createDirectory(parent.resolve("channels"));
        Process exchange = start(directory);
        try {
            awaitAccount(exchange);
            exchange.getOutputStream().write('\n');
            exchange.getOutputStream().close();
            assertThat(exchange.waitFor(WATCHDOG_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            exchange.destroyForcibly().waitFor();
        }
        assertThat(exchange.exitValue()).isZero();
        assertThat(directory).isNotEmptyDirectory();
    }
}
