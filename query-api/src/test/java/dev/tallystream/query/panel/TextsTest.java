package dev.tallystream.query.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
    private static final Path MAIN = Path.of(System.getProperty("tallystream.root"), "query-api", "src", "main");
    private static final Pattern KEY = Pattern.compile("\"([a-z_]+(?:\\.[a-z_]+)*\\.?)\"");
    private static final Pattern HOLE = Pattern.compile("\\{(\\d+)[,}]");

    @Test
    void everyTextIsUsed() throws IOException {
        Properties texts = bundle("texts.properties");
        List<String> named = namedInCodeAndTemplates();

        TreeSet<String> unused = new TreeSet<>(texts.stringPropertyNames());
        unused.removeIf(key -> named.stream().anyMatch(name -> isNamedBy(key, name)));

        assertFalse(texts.isEmpty());
        assertEquals(new TreeSet<>(), unused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"texts_de.properties"})
    void everyLanguageHasTheSameKeysWithTheSameHoles(String other) throws IOException {
        Map<String, Set<String>> english = holes(bundle("texts.properties"));
        Map<String, Set<String>> translated = holes(bundle(other));

        assertEquals(english, translated);
    }

    @ParameterizedTest
    @CsvSource({
        "'de-DE,de;q=0.9,en;q=0.5', de",
        "'de-AT', de",
        "'en-GB, de', en",
        "'fr, de;q=0.4', de",
        "'fr, en', en",
        "fr, en",
        "'***', en",
        "'', en"
    })
    void aReaderGetsALanguageThatWeHave(String accepted, String language) {
        Texts texts = Texts.forLanguages(accepted);

        assertEquals(language, texts.lang());
        assertEquals(Locale.of(language), texts.locale());
    }

    @Test
    void aNumberInATextIsGroupedAsTheLanguageDoesIt() {
        Texts english = Texts.forLanguages("en");
        Texts german = Texts.forLanguages("de");

        assertEquals("By teams, open all 1,400 teams", english.get("section.open.by_team", 1400));
        assertEquals("By teams, open the team", english.get("section.open.by_team", 1));
        assertEquals("Nach Teams, alle 1.400 Teams öffnen", german.get("section.open.by_team", 1400));
        assertEquals("Nach Teams, das Team öffnen", german.get("section.open.by_team", 1));
    }

    private static Properties bundle(String name) throws IOException {
        Properties texts = new Properties();
        try (var file = Files.newBufferedReader(MAIN.resolve("resources/dev/tallystream/query/panel/" + name))) {
            texts.load(file);
        }
        return texts;
    }

    /** Each key with the numbers of its holes; a pattern that cannot be read fails here and not on a page. */
    private static Map<String, Set<String>> holes(Properties texts) {
        Map<String, Set<String>> holes = new TreeMap<>();
        for (String key : texts.stringPropertyNames()) {
            String text = texts.getProperty(key);
            if (!key.startsWith("date.")) {
                new MessageFormat(text);
            }
            TreeSet<String> numbers = new TreeSet<>();
            HOLE.matcher(text).results().forEach(found -> numbers.add(found.group(1)));
            holes.put(key, numbers);
        }
        return holes;
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
