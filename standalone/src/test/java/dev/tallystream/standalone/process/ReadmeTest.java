package dev.tallystream.standalone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.standalone.TypedCommand;
import dev.tallystream.standalone.process.DocumentedCommands.Block;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the README, as a reader types them. */
@Tag("process")
class ReadmeTest {
    private static final String PAGE = "README.md";
    private static final Pattern COMMAND = Pattern.compile("\\./tallystream ([a-z]+)");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private static List<String> blocks() throws Exception {
        return DocumentedCommands.of(PAGE).stream().map(Block::commands).toList();
    }

    @Test
    void theFirstCommandIsTheDemoTheSecondTheTestsAndAllExist() throws Exception {
        List<String> blocks = blocks();

        assertEquals("./tallystream demo", blocks.get(0).strip());
        assertEquals("./tallystream test", blocks.get(1).strip());
        for (String block : blocks) {
            Matcher command = COMMAND.matcher(block);
            while (command.find()) {
                String name = command.group(1);
                assertTrue(
                        name.equals("test")
                                || new TypedCommand()
                                        .commandLine()
                                        .getSubcommands()
                                        .containsKey(name),
                        name);
            }
        }
    }

    @Test
    void whatFollowsTheStartWorksAsItStandsThere() throws Exception {
        Files.writeString(
                directory.resolve("code.csv"),
                "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03.9799600,4808,10\n");
        try (RunningTallystream serve = RunningTallystream.serve(directory.resolve("data"))) {
            List<Block> blocks = DocumentedCommands.of(PAGE);
            assertEquals(
                    "./tallystream serve --data data", blocks.get(2).commands().strip());
            String said = String.join("\n", DocumentedCommands.run(blocks.subList(3, blocks.size()), serve, directory));

            assertTrue(said.contains("\"accepted\":1"), said);
            assertTrue(said.contains("\"total_credits\""), said);
            assertTrue(said.contains("\"kind\":\"teams\""), said);
            assertTrue(said.contains("1 accepted"), said);
            assertEquals(0, serve.stop());
        }
    }
}
