package dev.tallystream.standalone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.standalone.TypedCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    private static final Path ROOT = Path.of(System.getProperty("tallystream.root"));
    private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COMMAND = Pattern.compile("\\./tallystream ([a-z]+)");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private static List<String> blocks() throws Exception {
        List<String> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(ROOT.resolve("README.md")));
        while (block.find()) {
            blocks.add(block.group(1));
        }
        return blocks;
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
            StringBuilder said = new StringBuilder();
            List<String> afterTheStart = blocks().subList(3, blocks().size());
            assertEquals("./tallystream serve --data data", blocks().get(2).strip());
            for (String block : afterTheStart) {
                said.append(run(serve, block));
            }

            assertTrue(said.toString().contains("\"accepted\":1"), said::toString);
            assertTrue(said.toString().contains("\"total_credits\""), said::toString);
            assertTrue(said.toString().contains("\"kind\":\"teams\""), said::toString);
            assertTrue(said.toString().contains("1 accepted"), said::toString);
            assertEquals(0, serve.stop());
        }
    }

    /** Another port than the README's may be free, and the class path stands in for the checkout's build. */
    private String run(RunningTallystream serve, String block) throws Exception {
        String tallystream = "tallystream() { '%s' -cp '%s' dev.tallystream.standalone.Tallystream \"$@\"; }\n"
                .formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"), System.getProperty("java.class.path"));
        String script = tallystream
                + "set -e\n"
                + block.replace("./tallystream ", "tallystream ")
                        .replace("curl ", "curl --silent --show-error --fail ")
                        .replace("http://127.0.0.1:8080", serve.url().toString());
        Process process = new ProcessBuilder("sh", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> block + "\n" + said);
        return said;
    }
}
