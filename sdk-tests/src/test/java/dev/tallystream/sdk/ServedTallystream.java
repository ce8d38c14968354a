package dev.tallystream.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.standalone.Tallystream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code ./tallystream serve} as a process of its own, with a key that may write and read for some organizations. */
final class ServedTallystream implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 120;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final JsonNode ready;
    private final String key;

    private ServedTallystream(Process process, JsonNode ready, String key) {
        this.process = process;
        this.ready = ready;
        this.key = key;
    }

    static ServedTallystream start(Path directory, List<String> organizations) throws Exception {
        Path log = directory.resolve("errors.txt");
        String data = directory.resolve("data").toString();
        Process serve = command(log, List.of("serve", "--data", data, "--port", "0", "--kafka-port", "0"));
        Thread lastResort = new Thread(serve::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(lastResort);
        JsonNode ready = line(serve, log);
        List<String> create = new ArrayList<>(
                List.of("key", "create", "--data", data, "--scope", "events:write", "--scope", "usage:read"));
        organizations.forEach(organization -> create.addAll(List.of("--org", organization)));
        return new ServedTallystream(
                serve, ready, line(command(log, create), log).get("key").textValue());
    }

    URI url() {
        return URI.create(ready.get("url").textValue());
    }

    String bootstrapServers() {
        return ready.get("bootstrap_servers").textValue();
    }

    String key() {
        return key;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private static Process command(Path log, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Tallystream.class.getName()));
        command.addAll(arguments);
        command.add("--json");
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** The one line of JSON that a command says. */
    private static JsonNode line(Process process, Path log) throws Exception {
        String said = CompletableFuture.supplyAsync(() -> {
                    try {
                        return String.valueOf(process.inputReader().readLine());
                    } catch (IOException e) {
                        return "null";
                    }
                })
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!said.startsWith("{")) {
            process.destroyForcibly();
            throw new AssertionError("it did not start, see " + log);
        }
        return JSON.readTree(said);
    }
}
