package dev.tallystream.query.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {
    private static final Path MAIN = Path.of(System.getProperty("tallystream.root"), "query-api", "src", "main");
    private static final Pattern KEY = Pattern.compile("\"([a-z_]+(?:\\.[a-z_]+)*\\.?)\"");

    @Test
    void everyTextIsUsed() throws IOException {
        Properties texts = new Properties();
        try (var file =
                Files.newBufferedReader(MAIN.resolve("resources/dev/tallystream/query/panel/texts.properties"))) {
            texts.load(file);
        }
        List<String> named = namedInCodeAndTemplates();

        TreeSet<String> unused = new TreeSet<>(texts.stringPropertyNames());
        unused.removeIf(key -> named.stream().anyMatch(name -> isNamedBy(key, name)));

        assertFalse(texts.isEmpty());
        assertEquals(new TreeSet<>(), unused);
    }

    @ParameterizedTest
    @CsvSource({"'de-DE,de;q=0.9,en;q=0.5', en", "en-GB, en", "fr, en", "'***', en", "'', en"})
    void aReaderGetsALanguageThatWeHave(String accepted, String language) {
        Texts texts = Texts.forLanguages(accepted);

        assertEquals(language, texts.lang());
        assertEquals(Locale.of(language), texts.locale());
        assertEquals("By teams, open all 1,400 teams", texts.get("section.open.by_team", 1400));
        assertEquals("By teams, open the team", texts.get("section.open.by_team", 1));
    }

    /** A name that ends open is the start of several keys. */
    private static boolean isNamedBy(String key, String name) {
        boolean open = name.endsWith(".") || name.endsWith("_");
        return open ? key.startsWith(name) : key.equals(name);
    }

    private static List<String> namedInCodeAndTemplates() throws IOException {
        List<String> named = new ArrayList<>();
        for (Path folder : List.of(MAIN.resolve("java/dev/tallystream/query/panel"), MAIN.resolve("jte"))) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    KEY.matcher(Files.readString(file)).results().forEach(found -> named.add(found.group(1)));
                }
            }
        }
        return named;
    }
}
