package dev.tallystream.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ./tallystream demo} with little data, as a process of its own. */
final class Demo implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofMinutes(4);
    private static final Pattern SIGN_IN_LINK = Pattern.compile("(http://\\S+)/sign-in\\?token=(\\S+)");

    private final Process process;
    private final String signInLink;
    private final String url;

    private Demo(Process process, String url, String signInLink) {
        this.process = process;
        this.url = url;
        this.signInLink = signInLink;
    }

    /** With these options beside its own. */
    static Demo start(Path directory, int events, String... options) throws IOException {
        Path output = directory.resolve("output.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.tallystream.standalone.Tallystream",
                "demo",
                "--port",
                "0",
                "--kafka-port",
                "0",
                "--events",
                Integer.toString(events),
                "--data",
                directory.resolve("data").toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            Matcher link = SIGN_IN_LINK.matcher(Files.readString(output));
            if (link.find()) {
                return new Demo(process, link.group(1), link.group());
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        process.destroyForcibly();
        throw new IllegalStateException("the demo printed no sign-in link:\n" + Files.readString(output));
    }

    String signInLink() {
        return signInLink;
    }

    String url(String path) {
        return url + path;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
