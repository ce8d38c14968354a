package dev.tallystream.standalone;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tallystream.standalone.command.EnvironmentDefaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The Dockerfile and the compose file name only what is there. */
class ContainersTest {
    private static final Path ROOT = Path.of(System.getProperty("tallystream.root"));

    /** What compose takes from its own environment, with what to say where it is missing. */
    private static final Pattern REQUIRED = Pattern.compile("\\$\\{(\\w+):\\?[^}]+}");

    private final TypedCommand typed = new TypedCommand();
    private final JsonNode services;

    ContainersTest() throws IOException {
        services = new YAMLMapper()
                .readTree(ROOT.resolve("docker-compose.yml").toFile())
                .required("services");
    }

    @ParameterizedTest
    @ValueSource(strings = {"query-api", "ingest"})
    void everyVariableOfARoleIsAnOptionOfItsCommandAndNoneIsMissing(String service) {
        List<String> command = texts(services.required(service).required("command"));
        Map<String, String> environment = environment(service);
        CommandLine role = Objects.requireNonNull(
                typed.commandLine().getSubcommands().get(command.getFirst()), command.getFirst());
        List<String> known = role.getCommandSpec().options().stream()
                .map(EnvironmentDefaults::variable)
                .toList();

        assertTrue(known.containsAll(environment.keySet()), () -> known + " " + environment.keySet());
        typed.setEnvironment(environment);
        assertDoesNotThrow(() -> typed.commandLine().parseArgs(command.toArray(String[]::new)));
    }

    @Test
    void everyVariableOfTheBrokerIsASettingOfTheBroker() {
        Set<String> known = KafkaConfig.configDef().names();

        for (String variable : environment("kafka").keySet()) {
            String setting = variable.substring("KAFKA_".length())
                    .toLowerCase(Locale.ROOT)
                    .replace('_', '.');
            assertTrue(variable.startsWith("KAFKA_") && known.contains(setting), variable);
        }
    }

    @Test
    void theBrokerIsOfTheVersionThatTheClientsAre() {
        assertEquals(
                "apache/kafka:" + AppInfoParser.getVersion(),
                services.required("kafka").required("image").textValue());
    }

    @Test
    void theRolesMeetTheBrokerWhereItSaysThatItIs() {
        String advertised = services.required("kafka")
                .required("environment")
                .required("KAFKA_ADVERTISED_LISTENERS")
                .textValue();

        for (String service : List.of("query-api", "ingest")) {
            String servers = environment(service).get("TALLYSTREAM_BOOTSTRAP_SERVERS");
            assertTrue(("," + advertised + ",").contains("INTERNAL://" + servers + ","), servers);
        }
    }

    @Test
    void everyPortIsForThisMachineOnlyAndLeadsToWhereTheRoleListens() {
        services.properties().forEach(service -> {
            String listens = environment(service.getKey()).getOrDefault("TALLYSTREAM_PORT", "9092");

            assertEquals(
                    List.of("127.0.0.1:%s:%s".formatted(listens, listens)),
                    texts(service.getValue().required("ports")));
        });
    }

    @Test
    void theImageIsMadeOfWhatTheBuildMakes() throws Exception {
        String dockerfile = Files.readString(ROOT.resolve("Dockerfile"));
        String module = Files.readString(ROOT.resolve("standalone/pom.xml"));
        String entryPoint = dockerfile.substring(dockerfile.indexOf("ENTRYPOINT"));

        assertAll(
                () -> assertTrue(dockerfile.contains("RUN ./tallystream build\n")),
                () -> assertTrue(Files.isExecutable(ROOT.resolve("tallystream"))),
                () -> assertTrue(
                        dockerfile.contains("COPY --from=build /build/standalone/target/lib /opt/tallystream/lib\n")),
                () -> assertTrue(module.contains("<outputDirectory>${project.build.directory}/lib</outputDirectory>")),
                () -> assertTrue(dockerfile.contains(
                        "COPY --from=build /build/standalone/target/standalone-*.jar /opt/tallystream/lib/\n")),
                () -> assertTrue(module.contains("<artifactId>standalone</artifactId>")),
                () -> assertTrue(entryPoint.contains("\"/opt/tallystream/lib/*\"")),
                () -> assertTrue(entryPoint.contains("\"" + Tallystream.class.getName() + "\"")),
                () -> assertEquals(2, occurrences(dockerfile, "FROM eclipse-temurin:25-jdk")),
                () -> assertTrue(dockerfile.indexOf("USER tallystream") < dockerfile.indexOf("ENTRYPOINT")));
    }

    private Map<String, String> environment(String service) {
        Map<String, String> environment = new TreeMap<>();
        services.required(service)
                .required("environment")
                .properties()
                .forEach(variable -> environment.put(variable.getKey(), resolved(variable)));
        return environment;
    }

    /** The value, where a variable of compose stands for its own name. */
    private static String resolved(Map.Entry<String, JsonNode> variable) {
        Matcher required = REQUIRED.matcher(variable.getValue().textValue());
        if (!required.matches()) {
            return variable.getValue().textValue();
        }
        assertEquals(variable.getKey(), required.group(1));
        return "given";
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.textValue()));
        return texts;
    }

    private static long occurrences(String text, String part) {
        return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
    }
}
