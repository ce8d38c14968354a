package dev.tallystream.standalone;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Every command line of the documents is one that Tallystream understands, also where no test runs it. */
class DocumentedCommandLinesTest {
    private static final Path ROOT = Path.of(System.getProperty("tallystream.root"));
    private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);

    /** Up to what ends a command for the shell: a pipe, a redirection, a comment, the end of a substitution. */
    private static final Pattern COMMAND =
            Pattern.compile("\\./tallystream ((?:'[^']*'|\"[^\"]*\"|[^\\n|<>#;)&'\"])*)");

    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    /** Words of the root script, or of another room. */
    private static final Set<String> OF_THE_SCRIPT = Set.of("test", "build", "proof");

    @Test
    void everyCommandLineIsUnderstood() throws IOException {
        List<Executable> checks = new ArrayList<>();
        for (Path page : pages()) {
            Matcher block = BLOCK.matcher(Files.readString(page));
            while (block.find()) {
                Matcher command = COMMAND.matcher(block.group(1).replace("\\\n", " "));
                while (command.find()) {
                    String line = command.group(1).strip();
                    checks.add(() -> assertUnderstood(page, line));
                }
            }
        }
        assertTrue(checks.size() > 20, () -> checks.size() + " commands were found");
        assertAll(checks);
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            docs.filter(page -> page.toString().endsWith(".md")).forEach(pages::add);
        }
        return pages;
    }

    private static void assertUnderstood(Path page, String line) {
        String where = "%s: ./tallystream %s".formatted(page.getFileName(), line);
        List<String> words = words(line);
        if (OF_THE_SCRIPT.contains(words.getFirst())) {
            return;
        }
        CommandLine commandLine = new TypedCommand().commandLine();
        ParseResult parsed = assertDoesNotThrow(() -> commandLine.parseArgs(words.toArray(String[]::new)), () -> where);
        while (parsed.hasSubcommand()) {
            parsed = parsed.subcommand();
        }
        boolean isGroup = !parsed.commandSpec().subcommands().isEmpty();
        assertFalse(isGroup && !parsed.isUsageHelpRequested(), () -> where + " does not say what to do");
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            words.add(Stream.of(word.group(1), word.group(2), word.group(3))
                    .filter(group -> group != null)
                    .findFirst()
                    .orElseThrow());
        }
        return words;
    }
}
