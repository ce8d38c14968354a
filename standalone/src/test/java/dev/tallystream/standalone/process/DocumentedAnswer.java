package dev.tallystream.standalone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tallystream.standalone.process.DocumentedCommands.Block;
import java.io.IOException;
import java.util.Map;

/**
 * What a page shows as a command's answer: as it comes, but for what is another at every reader's: times, periods,
 * positions, and how long ago. In JSON {@code "…"} stands for what the page leaves out.
 */
final class DocumentedAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TextNode LEFT_OUT = TextNode.valueOf("…");
    private static final String LAG = "lag_ms";

    private DocumentedAnswer() {}

    /** Compares what was said with what stands on the page. */
    static void assertSaid(Block block, String said) throws IOException {
        if (block.answer().startsWith("{")) {
            JsonNode shown = steady(JSON.readTree(block.answer()));
            assertEquals(shown, leftOut(shown, steady(JSON.readTree(said.strip()))), block.commands());
        } else if (!block.answer().isEmpty()) {
            assertEquals(steady(block.answer()), steady(said.strip()), block.commands());
        }
    }

    private static String steady(String text) {
        return text.replace("\r", "")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "(time)")
                .replaceAll("\"" + LAG + "\":\\d+", "\"" + LAG + "\":0")
                .replaceAll("\\b\\d+:\\d+\\b", "(position)")
                .replaceAll("\\b\\d{4}-(Q\\d|W?\\d\\d)(-\\d\\d)?\\b", "(period)");
    }

    private static JsonNode steady(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode steady = JSON.createObjectNode();
                for (Map.Entry<String, JsonNode> member : object.properties()) {
                    boolean moves = member.getKey().equals(LAG);
                    steady.set(member.getKey(), moves ? IntNode.valueOf(0) : steady(member.getValue()));
                }
                yield steady;
            }
            case ArrayNode array -> {
                ArrayNode steady = JSON.createArrayNode();
                array.forEach(element -> steady.add(steady(element)));
                yield steady;
            }
            case TextNode text -> TextNode.valueOf(steady(text.textValue()));
            default -> node;
        };
    }

    /** What was said, with the parts left out that the page leaves out. */
    private static JsonNode leftOut(JsonNode shown, JsonNode said) {
        if (shown.equals(LEFT_OUT)) {
            return LEFT_OUT;
        }
        if (shown instanceof ObjectNode members && said instanceof ObjectNode all) {
            ObjectNode rest = all.deepCopy();
            members.properties().forEach(member -> {
                if (all.has(member.getKey())) {
                    rest.set(member.getKey(), leftOut(member.getValue(), all.get(member.getKey())));
                }
            });
            return rest;
        }
        return said;
    }
}
