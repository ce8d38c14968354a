package dev.tallystream.standalone.process;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.tallystream.standalone.CommandFailure;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/** Where the process logs, decided by the command: never on the console that a person reads. */
public final class LogOutput {
    private LogOutput() {}

    /** Into this file, which is continued and rolled by its size. */
    public static void toFile(Path file) {
        configure("log-to-file.xml", file.toString());
    }

    /** To standard error, as supervisors of containers expect it. */
    public static void toStandardError() {
        configure("log-to-console.xml", "");
    }

    private static void configure(String resource, String file) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        URL configuration = Objects.requireNonNull(LogOutput.class.getResource(resource), resource);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        context.reset();
        context.putProperty("TALLYSTREAM_LOG", file);
        try {
            configurator.doConfigure(configuration);
        } catch (JoranException e) {
            throw new CommandFailure("The log cannot be written to " + file + ".", e);
        }
    }
}
