package dev.tallystream.standalone.process;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * Two traces of invocations of language models, with the columns {@code TIMESTAMP,ContextTokens,GeneratedTokens}: the
 * Azure LLM inference traces of 2023 where they lie beside the checkout, otherwise made-up ones of the same form.
 */
record Traces(Path conversation, Path code, boolean real) {
    private static final Path REAL = Path.of("..", "shared", "data", "azure-llm-2023");
    private static final BigDecimal SCALE = new BigDecimal("0.001");

    static Traces find(Path directory) throws IOException {
        Path real = Path.of(System.getProperty("tallystream.root")).resolve(REAL);
        if (Files.isDirectory(real)) {
            return new Traces(real.resolve("conversation.csv"), real.resolve("code.csv"), true);
        }
        System.out.println("The Azure traces are not beside the checkout; made-up ones of the same form are imported.");
        return new Traces(
                madeUp(directory.resolve("conversation.csv"), 3_000, 1),
                madeUp(directory.resolve("code.csv"), 1_500, 2),
                false);
    }

    private static Path madeUp(Path file, int rows, long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder csv = new StringBuilder("TIMESTAMP,ContextTokens,GeneratedTokens\n");
        for (int row = 0; row < rows; row++) {
            csv.append("2023-11-16 18:%02d:%02d.%07d,%d,%d%n"
                    .formatted(
                            row * 60 / rows,
                            random.nextInt(60),
                            random.nextInt(10_000_000),
                            random.nextInt(8_000),
                            random.nextInt(1_000)));
        }
        return Files.writeString(file, csv);
    }

    /** One invocation, as its line says. */
    record Row(String timestamp, BigDecimal credits) {}

    static List<Row> rows(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .skip(1)
                .filter(line -> !line.isBlank())
                .map(line -> line.strip().split(","))
                .map(columns -> new Row(
                        columns[0],
                        new BigDecimal(columns[1])
                                .add(new BigDecimal(columns[2]))
                                .multiply(SCALE)))
                .toList();
    }

    static BigDecimal credits(Path file) throws IOException {
        return rows(file).stream().map(Row::credits).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
