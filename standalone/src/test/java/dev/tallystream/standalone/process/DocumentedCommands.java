package dev.tallystream.standalone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands of a page, as a reader types them one block after the other into one shell. */
final class DocumentedCommands {
    private static final Path ROOT = Path.of(System.getProperty("tallystream.root"));
    private static final Pattern BLOCK =
            Pattern.compile("```sh\\n(.*?)```(?:\\n```(?:json|text)\\n(.*?)```)?", Pattern.DOTALL);
    private static final String END_OF_BLOCK = "--- end of block ---";

    /** One block, and what stands there as its output; empty where nothing does. */
    record Block(String commands, String answer) {}

    private DocumentedCommands() {}

    static Path root() {
        return ROOT;
    }

    static List<Block> of(String page) throws Exception {
        List<Block> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(ROOT.resolve(page)));
        while (block.find()) {
            blocks.add(new Block(
                    block.group(1), block.group(2) == null ? "" : block.group(2).strip()));
        }
        return blocks;
    }

    /** What each block says, run in one shell against that server; another port than the page's may be free. */
    static List<String> run(List<Block> blocks, RunningTallystream serve, Path directory) throws Exception {
        StringBuilder script = new StringBuilder(
                "tallystream() { '%s' -cp '%s' dev.tallystream.standalone.Tallystream \"$@\"; }\nset -e\n"
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                System.getProperty("java.class.path")));
        for (Block block : blocks) {
            script.append(block.commands
                            .replace("./tallystream ", "tallystream ")
                            .replace("http://127.0.0.1:8080", serve.url().toString()))
                    .append("\necho '\n")
                    .append(END_OF_BLOCK)
                    .append("'\n");
        }
        Process process = new ProcessBuilder("sh", "-c", script.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return List.of(said.split("\n" + END_OF_BLOCK + "\n"));
    }
}
