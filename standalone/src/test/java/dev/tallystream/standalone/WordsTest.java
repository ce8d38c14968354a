package dev.tallystream.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static final Path PAGE = Path.of(System.getProperty("tallystream.root"), "docs", "WORDS.md");

    @Test
    void noWordStandsTwice() throws Exception {
        List<String> words = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| "))
                .flatMap(line -> Stream.of(line.split("\\|", 3)[1].split(",")))
                .map(String::strip)
                .toList();

        Set<String> once = new HashSet<>();
        List<String> twice = words.stream().filter(word -> !once.add(word)).toList();
        assertTrue(words.size() > 50, words::toString);
        assertEquals(List.of(), twice);
    }
}
