package dev.tallystream.standalone.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.query.access.SigningKey;
import dev.tallystream.standalone.Tallystream;
import dev.tallystream.standalone.installation.ListenPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tallystream in a process of its own, started as an operator starts it, with ports of its own that it keeps when it is
 * started again. Closing it kills it.
 */
public final class RunningTallystream implements AutoCloseable {
    /** Generous: a restore after a kill on a machine that does other things, too. */
    private static final int START_SECONDS = 120;

    /** What supervisors grant. */
    private static final int STOP_SECONDS = 30;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> command;
    private final Map<String, String> environment;
    private final Path errors;
    private final Thread lastResort = new Thread(this::kill);
    private @Nullable Process process;
    private @Nullable JsonNode ready;

    private RunningTallystream(List<String> command, Map<String, String> environment, Path errors) {
        this.command = command;
        this.environment = environment;
        this.errors = errors;
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /** Everything on one machine, ready. */
    public static RunningTallystream serve(Path data) throws Exception {
        return serve(data, Map.of());
    }

    /** Everything on one machine, ready, with these options in the environment. */
    public static RunningTallystream serve(Path data, Map<String, String> environment) throws Exception {
        return started(
                data.resolveSibling(data.getFileName() + ".errors"),
                environment,
                "serve",
                "--data",
                data.toString(),
                "--port",
                "0",
                "--kafka-port",
                "0");
    }

    /** The counting and the reading door as a process of its own, ready. */
    public static RunningTallystream query(String bootstrapServers, Path state, Path keysFile, SigningKey signingKey)
            throws Exception {
        return started(
                state.resolveSibling(state.getFileName() + ".errors"),
                Map.of("TALLYSTREAM_SIGNING_KEY", signingKey.reveal()),
                "query",
                "--bootstrap-servers",
                bootstrapServers,
                "--state",
                state.toString(),
                "--keys-file",
                keysFile.toString(),
                "--port",
                Integer.toString(ListenPort.free()));
    }

    /** The door for events as a process of its own, ready. */
    public static RunningTallystream ingest(String bootstrapServers, Path keysFile) throws Exception {
        return started(
                keysFile.resolveSibling("ingest.errors"),
                Map.of(),
                "ingest",
                "--bootstrap-servers",
                bootstrapServers,
                "--keys-file",
                keysFile.toString(),
                "--port",
                Integer.toString(ListenPort.free()));
    }

    /** Runs a command that ends by itself, and says what came of it. */
    public static Ended run(String... arguments) throws Exception {
        Process process = new ProcessBuilder(commandLine(List.of(arguments))).start();
        CompletableFuture<String> errors = CompletableFuture.supplyAsync(() -> read(process.errorReader()));
        String answer = read(process.inputReader());
        if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Ended(process.waitFor(), answer, errors.get());
    }

    /** How a command ended. */
    public record Ended(int exitCode, String answer, String errors) {}

    private static RunningTallystream started(Path errors, Map<String, String> environment, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.add("--json");
        RunningTallystream running = new RunningTallystream(commandLine(command), environment, errors);
        running.start();
        return running;
    }

    private static List<String> commandLine(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                // The tests' own logging must not replace that of the process.
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Tallystream.class.getName()));
        command.addAll(arguments);
        return command;
    }

    private void start() throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        builder.environment().putAll(environment);
        Process started = builder.start();
        process = started;
        CompletableFuture<@Nullable String> line = CompletableFuture.supplyAsync(() -> firstLine(started));
        try {
            String said = line.get(START_SECONDS, TimeUnit.SECONDS);
            if (said == null) {
                throw new AssertionError("it did not start: " + Files.readString(errors));
            }
            ready = JSON.readTree(said);
        } catch (ExecutionException | TimeoutException e) {
            kill();
            throw new AssertionError("it was not ready in time: " + Files.readString(errors), e);
        }
    }

    /** Ends it as a power cut would: nothing of it runs any more when this returns. */
    public void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    /** Tells it to stop and waits; returns its exit code. */
    public int stop() throws Exception {
        Process running = running();
        running.destroy();
        if (!running.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("it did not stop within " + STOP_SECONDS + " s: " + Files.readString(errors));
        }
        return running.exitValue();
    }

    /** Starts it again after it was killed or stopped, and waits until it is ready. */
    public void restart() throws Exception {
        start();
    }

    /** Its process id, for signals of other kinds. */
    public long pid() {
        return running().pid();
    }

    /** Where HTTP answers. */
    public URI url() {
        return URI.create(announced("url"));
    }

    /** Where Kafka clients connect. */
    public String bootstrapServers() {
        return announced("bootstrap_servers");
    }

    /** What it announced when it was ready last. */
    public String announced(String name) {
        if (ready == null) {
            throw new IllegalStateException("it was never ready");
        }
        return ready.required(name).textValue();
    }

    /** Everything that it said on standard error, in all its lives. */
    public String errors() throws IOException {
        return Files.readString(errors);
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(lastResort);
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("it was never started");
        }
        return process;
    }

    private static @Nullable String firstLine(Process process) {
        try {
            return process.inputReader().readLine();
        } catch (IOException e) {
            return null;
        }
    }

    private static String read(BufferedReader reader) {
        return reader.lines().collect(Collectors.joining("\n"));
    }
}
