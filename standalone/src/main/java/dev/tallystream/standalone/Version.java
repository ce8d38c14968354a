package dev.tallystream.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote down. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        Properties build = new Properties();
        try (InputStream stored =
                Objects.requireNonNull(Version.class.getResourceAsStream("build.properties"), "build.properties")) {
            build.load(stored);
        }
        return new String[] {"tallystream %s (Java %s)".formatted(build.getProperty("version"), Runtime.version())};
    }
}
