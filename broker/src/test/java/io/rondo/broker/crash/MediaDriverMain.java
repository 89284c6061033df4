package io.rondo.broker.crash;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;

/** A media driver in the directory of the first argument. Prints "ready" and runs until it is killed. */
public final class MediaDriverMain {
    private MediaDriverMain() {}

    /** Runs the driver. */
    public static void main(String[] arguments) throws InterruptedException {
        MediaDriver.launch(new MediaDriver.Context().aeronDirectoryName(arguments[0])
                .threadingMode(ThreadingMode.SHARED).dirDeleteOnStart(true).warnIfDirectoryExists(false));
        System.out.println("ready");
        Thread.currentThread().join();
    }
}
