package dev.tallystream.sdk;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The scripts of {@code src/test/node} with the packages of their lock. */
final class NodeScripts {
    /** Generous: npm asks a registry, and the scripts wait a minute for what they expect. */
    private static final long PATIENCE_MINUTES = 4;

    private final Path directory;

    private NodeScripts(Path directory) {
        this.directory = directory;
    }

    /** Installs the packages beside a copy of the scripts, exactly as locked and without running anything of theirs. */
    static NodeScripts install() throws IOException, InterruptedException, URISyntaxException {
        Path directory = Path.of(Objects.requireNonNull(NodeScripts.class.getResource("/node"), "the scripts")
                .toURI());
        NodeScripts scripts = new NodeScripts(directory);
        scripts.run(Map.of(), "npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund");
        return scripts;
    }

    /** Runs a script to its end, which must be a good one. */
    void run(String script, Map<String, String> environment) throws IOException, InterruptedException {
        run(environment, "node", script);
    }

    private void run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory.getParent(), "node", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = start(builder, List.copyOf(Arrays.asList(command)));
        boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        if (!ended || process.exitValue() != 0) {
            throw new AssertionError(String.join(" ", command)
                    + (ended ? " failed:\n" : " took too long:\n")
                    + Files.readString(output));
        }
    }

    private static Process start(ProcessBuilder builder, List<String> command) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new AssertionError(
                    command.getFirst() + " cannot be run: these tests need Node 18 or newer and npm, which"
                            + " ./tallystream test installs",
                    e);
        }
    }
}
