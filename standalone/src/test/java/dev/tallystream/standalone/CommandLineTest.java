package dev.tallystream.standalone;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.standalone.command.EnvironmentDefaults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class CommandLineTest {
    private final TypedCommand typed = new TypedCommand();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sevre | Unmatched argument at index 0: 'sevre', did you mean serve; see ./tallystream --help",
                "serve --prot 1 | Unknown options: '--prot', '1'; see ./tallystream serve --help",
                "serve --port 65536 | Invalid value for option '--port': port 65536 must be 0 to 65535; see ./tallystream serve --help",
                "serve --port x | Invalid value for option '--port': port 'x' must be a number; see ./tallystream serve --help",
                "demo --data | Missing required parameter for option '--data' (DIR); see ./tallystream demo --help",
                "rejected list --limit 0 | A list has 1 to 100000 rows, not 0; see ./tallystream rejected list --help",
                "rejected list --reason because | Invalid value for option '--reason': there is no reason 'because'; see ./tallystream rejected list --help",
                "rejected list --org acme --no-org | --org and --no-org exclude each other; see ./tallystream rejected list --help",
                "rejected replay | Which events: --org, --no-org, --reason, --origin, or --all; see ./tallystream rejected replay --help",
                "rejected replay --origin 3 | Invalid value for option '--origin': origin '3' must be partition:offset, such as 3:182736; see ./tallystream rejected replay --help",
                "erase --org acme | Missing required option: '--user=USER'; see ./tallystream erase --help",
                "erase --org acme --user u --data d --url http://h | --data and --url exclude each other; see ./tallystream erase --help",
                "erase --org acme --user u --url http://h | --url and --token belong together; see ./tallystream erase --help",
                "token | Missing required option: '--org=ORG'; see ./tallystream token --help",
                "token --org acme --role king | Invalid value for option '--role': there is no role 'king'; see ./tallystream token --help",
                "token --org acme --days 0 | A token is valid for 1 to 366 days, not 0; see ./tallystream token --help",
                "ingest --keys-file k | Missing required option: '--bootstrap-servers=HOST:PORT'; see ./tallystream ingest --help",
                "ingest --bootstrap-servers h:1 | Without a key nobody can publish: --keys-file, or TALLYSTREAM_INGEST_KEY in the environment; see ./tallystream ingest --help",
                "serve --events-per-second 0 | Wrong option: eventsPerSecond 0 must be at least 1; see ./tallystream serve --help",
                "query --bootstrap-servers h:1 --keys-file k | Tokens need a secret: --signing-key-file, or TALLYSTREAM_SIGNING_KEY in the environment; see ./tallystream query --help",
                "serve --issuer https://id.example --audience us | --issuer, --jwks and --audience belong together; see ./tallystream serve --help",
                "serve --jwks https://id.example/jwks | --issuer, --jwks and --audience belong together; see ./tallystream serve --help",
                "serve --role-claim roles | --organization-claim and --role-claim are for --issuer, --jwks and --audience; see ./tallystream serve --help",
                "serve --issuer i --audience a --jwks http://id.example/jwks | Wrong option: the JWKS URL 'http://id.example/jwks' must begin with https://, since its keys decide who gets in; see ./tallystream serve --help",
                "serve --issuer i --audience a --jwks https://me:pw@id.example/jwks | Wrong option: the JWKS URL must have a host, and neither user nor fragment; see ./tallystream serve --help",
                "serve --allow-origin * | Wrong option: the origin '*' must be a scheme, a host and at most a port, such as https://app.example.com; see ./tallystream serve --help",
                "serve --allow-origin https://a.example,app | Wrong option: the origin 'app' must be a scheme, a host and at most a port, such as https://app.example.com; see ./tallystream serve --help",
                "serve --isuer x | Unknown options: '--isuer', 'x', did you mean --issuer; see ./tallystream serve --help",
                "serve --data= | Invalid value for option '--data': a path must not be empty; see ./tallystream serve --help",
                "key create --data= | Invalid value for option '--data': a path must not be empty; see ./tallystream key create --help",
                "key list --keys-file= | Invalid value for option '--keys-file': a path must not be empty; see ./tallystream key list --help",
                "query --bootstrap-servers nonsense | Invalid value for option '--bootstrap-servers': 'nonsense' must be host:port, several with commas, such as kafka-1:9092,kafka-2:9092; see ./tallystream query --help",
                "ingest --bootstrap-servers h:0 | Invalid value for option '--bootstrap-servers': 'h:0' must be host:port, several with commas, such as kafka-1:9092,kafka-2:9092; see ./tallystream ingest --help",
                "audit --bootstrap-servers h:1,h | Invalid value for option '--bootstrap-servers': 'h:1,h' must be host:port, several with commas, such as kafka-1:9092,kafka-2:9092; see ./tallystream audit --help",
                "rejected list --bootstrap-servers h | Invalid value for option '--bootstrap-servers': 'h' must be host:port, several with commas, such as kafka-1:9092,kafka-2:9092; see ./tallystream rejected list --help",
                "token --org acme --days x | Invalid value for option '--days': 'x' must be a whole number, at most 2147483647; see ./tallystream token --help",
                "query --bootstrap-servers h:1 --partitions 2147483648 | Invalid value for option '--partitions': '2147483648' must be a whole number, at most 2147483647; see ./tallystream query --help",
                "query --bootstrap-servers h:1 --partitions=-9223372036854775808 | Invalid value for option '--partitions': '-9223372036854775808' must be a whole number, at most 2147483647; see ./tallystream query --help",
                "query --bootstrap-servers h:1 --replication-factor x | Invalid value for option '--replication-factor': 'x' must be a whole number, at most 32767; see ./tallystream query --help",
                "serve --min-free-mib x | Invalid value for option '--min-free-mib': 'x' must be a whole number, at most 9223372036854775807; see ./tallystream serve --help",
                "serve --retain daily=x | Invalid value for option '--retain' (TABLE=DAYS): 'x' must be a whole number, at most 2147483647; see ./tallystream serve --help",
                "query --bootstrap-servers h:1 --keys-file k --partitions 0 | Wrong option: partitions is 0, must be at least 1; see ./tallystream query --help"
            })
    void aMistakeOnTheCommandLineIsOneSentence(String line, String sentence) {
        int exitCode = typed.run(line.split(" ", -1));

        assertAll(
                () -> assertEquals(2, exitCode),
                () -> assertEquals(sentence + System.lineSeparator(), typed.aside()),
                () -> assertEquals("", typed.answer()));
    }

    @Test
    void whatCannotBeDoneIsOneSentence() {
        int exitCode = typed.run("token", "--org", "acme", "--data", directory.toString());

        assertAll(
                () -> assertEquals(1, exitCode),
                () -> assertEquals(
                        "There is no Tallystream in %s; start one with serve or demo first.%n".formatted(directory),
                        typed.aside()),
                () -> assertEquals("", typed.answer()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "query"})
    void aKeysFileThatIsNotThereIsSaidSo(String role) {
        Path missing = directory.resolve("nokeys.json");
        typed.setEnvironment(Map.of("TALLYSTREAM_SIGNING_KEY", "ab".repeat(32)));

        int exitCode = typed.run(role, "--bootstrap-servers", "h:1", "--keys-file", missing.toString());

        assertAll(
                () -> assertEquals(1, exitCode),
                () -> assertEquals(
                        "There is no keys file %1$s; ./tallystream key create --keys-file %1$s makes it.%n"
                                .formatted(missing),
                        typed.aside()));
    }

    @Test
    void aFileWithoutKeysStartsNothing() throws Exception {
        Path none = directory.resolve("none.json");
        Path noKeys = Files.writeString(directory.resolve("keys.json"), "{\"keys\":[]}");
        Path noSet = Files.writeString(directory.resolve("set.json"), "<html>");
        Map<Path, String> reasons = Map.of(
                none, "there is no such file",
                noKeys, "there is none to verify tokens with (RS256, PS256, ES256 or EdDSA, and a kid)",
                noSet, "they are no JWKS");
        reasons.forEach((file, reason) -> {
            TypedCommand serve = new TypedCommand();

            int exitCode = serve.run(
                    "serve",
                    "--data",
                    directory.resolve("data").toString(),
                    "--issuer",
                    "i",
                    "--audience",
                    "a",
                    "--jwks",
                    file.toString());

            assertAll(
                    () -> assertEquals(1, exitCode),
                    () -> assertEquals("The keys in %s cannot be used: %s.%n".formatted(file, reason), serve.aside()));
        });
    }

    @Test
    void withoutACommandItSaysWhatThereIs() {
        assertEquals(0, typed.run());

        for (String command : typed.commandLine().getSubcommands().keySet()) {
            assertTrue(typed.answer().contains("  " + command + " "), command);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "serve",
                "import",
                "rejected",
                "erase",
                "token",
                "key",
                "key create",
                "key list",
                "key revoke",
                "ingest",
                "query"
            })
    void everyCommandExplainsItself(String command) {
        assertEquals(0, typed.run((command + " --help").split(" ", -1)));

        assertTrue(typed.answer().contains("Usage: tallystream " + command), typed.answer());
        assertTrue(typed.answer().contains("Example"), typed.answer());
        assertFalse(typed.answer().contains("${"), typed.answer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "replay"})
    void everyCommandAboutRejectedEventsExplainsItself(String command) {
        assertEquals(0, typed.run("rejected", command, "--help"));

        assertTrue(typed.answer().contains("Usage: tallystream rejected " + command), typed.answer());
        assertTrue(typed.answer().contains("Example"), typed.answer());
        assertFalse(typed.answer().contains("${"), typed.answer());
    }

    /** What is wider is broken by the terminal or by us, and can then not be pasted. */
    @Test
    void examplesFitATerminalAndGoOnWithABackslash() {
        List<CommandLine> commands = new ArrayList<>(List.of(typed.commandLine()));
        for (int i = 0; i < commands.size(); i++) {
            commands.addAll(commands.get(i).getSubcommands().values());
            String[] footer = commands.get(i).getCommandSpec().usageMessage().footer();
            for (int line = 0; line < footer.length; line++) {
                String text = footer[line];
                boolean goesOn = line + 1 < footer.length && footer[line + 1].startsWith("      ");
                assertTrue(text.length() < 80, text);
                assertEquals(goesOn, text.endsWith(" \\"), text);
            }
        }
    }

    @Test
    void theHelpOfErasureLeavesItsSentencesTogether() {
        assertEquals(0, typed.run("erase", "--help"));

        assertTrue(typed.answer().lastIndexOf("--url=") < typed.answer().lastIndexOf("--token="), typed.answer());
        assertTrue(typed.answer().lastIndexOf("--data=") < typed.answer().lastIndexOf("--url="), typed.answer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"test", "build", "proof"})
    void theWordsOfTheScriptAreListed(String word) {
        assertEquals(0, typed.run("--help"));

        assertTrue(typed.answer().contains("./tallystream " + word + " "), typed.answer());
    }

    @Test
    void everyOptionHasADescription() {
        for (CommandLine command : typed.commandLine().getSubcommands().values()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                assertTrue(option.description().length > 0, option::longestName);
            }
        }
    }

    /** Without a value for when it is typed, a flag that the environment sets would be turned off by typing it. */
    @Test
    void aTypedFlagIsOnWhateverTheEnvironmentSays() {
        List<CommandLine> commands =
                new ArrayList<>(typed.commandLine().getSubcommands().values());
        for (int i = 0; i < commands.size(); i++) {
            commands.addAll(commands.get(i).getSubcommands().values());
            for (OptionSpec option : commands.get(i).getCommandSpec().options()) {
                boolean flag = option.type() == boolean.class && !option.usageHelp();
                assertTrue(!flag || option.fallbackValue().equals("true"), option::longestName);
            }
        }
    }

    @Test
    void itKnowsItsVersion() {
        assertEquals(0, typed.run("--version"));

        assertTrue(typed.answer().matches("tallystream \\d+\\.\\d+\\.\\d+.* \\(Java .*\\)\\R"), typed.answer());
    }

    @Test
    void theEnvironmentGivesWhatTheCommandLineLeavesOut() {
        typed.setEnvironment(
                Map.of("TALLYSTREAM_DATA", directory.resolve("elsewhere").toString()));

        assertEquals(1, typed.run("token", "--org", "acme"));

        assertTrue(typed.aside().contains(directory.resolve("elsewhere").toString()), typed.aside());
    }

    @Test
    void theCommandLineWinsOverTheEnvironment() {
        typed.setEnvironment(Map.of("TALLYSTREAM_DAYS", "1", "TALLYSTREAM_ORG", "acme"));

        assertEquals(2, typed.run("token", "--days", "0"));
    }

    @Test
    void theEnvironmentChoosesAmongAlternatives() throws Exception {
        Path file = Files.createFile(directory.resolve("events.ndjson"));
        Path data = directory.resolve("elsewhere");
        typed.setEnvironment(Map.of("TALLYSTREAM_DATA", data.toString(), "TALLYSTREAM_NDJSON", "true"));

        assertEquals(1, typed.run("import", file.toString()), typed::aside);

        assertTrue(typed.aside().contains(data.toString()), typed.aside());
    }

    @Test
    void theCommandLineChoosesAmongAlternatives() throws Exception {
        Path file = Files.createFile(directory.resolve("events.ndjson"));
        typed.setEnvironment(Map.of(
                "TALLYSTREAM_DATA", directory.toString(), "TALLYSTREAM_KEY", "ck_a_b", "TALLYSTREAM_CSV", "true"));

        assertEquals(2, typed.run("import", "--url", "ftp://nowhere", "--ndjson", file.toString()));

        assertTrue(typed.aside().contains("http:// or https://"), typed.aside());
    }

    @Test
    void aMistypedVariableIsNotOverlooked() {
        typed.setEnvironment(Map.of("TALLYSTREAM_PROT", "1", "PATH", "/bin"));

        assertEquals(2, typed.run("serve", "--help"));

        assertEquals(
                "The environment has TALLYSTREAM_PROT, which no option of Tallystream reads.%n".formatted(),
                typed.aside());
    }

    @Test
    void everyOptionHasItsOwnVariable() {
        Set<String> variables = EnvironmentDefaults.variables(typed.commandLine());

        for (CommandLine command : typed.commandLine().getSubcommands().values()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                boolean help = option.usageHelp();
                assertEquals(!help, variables.contains(EnvironmentDefaults.variable(option)), option::longestName);
            }
        }
    }
}
