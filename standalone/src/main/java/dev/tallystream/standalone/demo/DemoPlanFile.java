package dev.tallystream.standalone.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Remembers a data directory's plan, so that every later start makes the same events: an interrupted load is completed,
 * a finished one is recognized.
 */
public record DemoPlanFile(Path path) {
    private static final JsonMapper JSON = new JsonMapper();

    /** {@code demo.json} in a data directory. */
    public static DemoPlanFile in(Path directory) {
        return new DemoPlanFile(directory.resolve("demo.json"));
    }

    /**
     * The plan of the first time, or this one, which is then remembered. Says so where something else was asked for.
     *
     * @throws CommandFailure where the file cannot be read or written
     */
    public DemoPlan keep(DemoPlan asked, Terminal terminal) {
        try {
            Optional<DemoPlan> kept = read();
            if (kept.isEmpty()) {
                write(asked);
                return asked;
            }
            DemoPlan plan = kept.get();
            if (plan.seed() != asked.seed() || plan.events() != asked.events()) {
                terminal.line(String.format(
                        Locale.ROOT,
                        "%s holds the demo data of seed %d with %,d events already; choose another --data for other data.",
                        path.toAbsolutePath().getParent(),
                        plan.seed(),
                        plan.events()));
            }
            return plan;
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
            throw new CommandFailure(path + " is damaged.", e);
        } catch (IOException e) {
            throw new CommandFailure(path + " cannot be read or written.", e);
        }
    }

    private Optional<DemoPlan> read() throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        JsonNode json = JSON.readTree(Files.readString(path));
        return Optional.of(new DemoPlan(
                json.path("seed").asLong(),
                json.path("events").asLong(),
                Instant.parse(json.path("until").asText())));
    }

    private void write(DemoPlan plan) throws IOException {
        String json = JSON.createObjectNode()
                .put("seed", plan.seed())
                .put("events", plan.events())
                .put("until", plan.until().toString())
                .toString();
        Path unfinished = path.resolveSibling(path.getFileName() + ".new");
        Files.writeString(unfinished, json + System.lineSeparator());
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
