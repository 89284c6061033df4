package io.rondo.cli.broker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.rondo.broker.config.LoggingSettings;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Logging of the broker's process, by logback on standard error. Rondo logs to {@code System.Logger}, which the JDK gives to
 * {@code java.util.logging}, which a bridge gives to SLF4J. Netty and Chronicle use SLF4J.
 */
final class BrokerLogging {
    /** The logger of Rondo itself. */
    private static final String RONDO = "io.rondo";
    /** A user's own configuration of logback. */
    private static final String OWN = "logback.configurationFile";

    private BrokerLogging() {}

    /**
     * Takes all logging of the process. Called before the first use of {@code java.util.logging}, and of SLF4J, which the
     * launcher has told to log nothing.
     *
     * @param settings the level of Rondo's own events and the form of all; libraries log warnings and errors. A
     * configuration of logback's own (system property {@code logback.configurationFile}) replaces them
     */
    static void install(LoggingSettings settings) {
        System.setProperty("java.util.logging.manager", LastingLogManager.class.getName());
        System.setProperty("slf4j.provider", "ch.qos.logback.classic.spi.LogbackServiceProvider");
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        if (System.getProperty(OWN) == null) {
            configure(context, settings);
        }
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        // The bridge gets what passes the level of java.util.logging, which is INFO otherwise.
        java.util.logging.Logger.getLogger("").setLevel(context.getLogger(RONDO).isDebugEnabled()
                ? java.util.logging.Level.FINE
                : java.util.logging.Level.INFO);
    }

    private static void configure(LoggerContext context, LoggingSettings settings) {
        context.reset();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(switch (settings.format()) {
            case TEXT -> text(context);
            case JSON -> json(context);
        });
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(settings.level() == LoggingSettings.Level.ERROR ? Level.ERROR : Level.WARN);
        root.addAppender(appender);
        context.getLogger(RONDO).setLevel(Level.valueOf(settings.level().name()));
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context) {
        TextLayout layout = new TextLayout();
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        return encoder;
    }

    /** Fields that are never set or say nothing are left out. */
    private static Encoder<ILoggingEvent> json(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithMarkers(false);
        encoder.setWithMDC(false);
        encoder.setWithKVPList(false);
        encoder.setWithArguments(false);
        encoder.start();
        return encoder;
    }
}
