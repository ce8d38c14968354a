package dev.tallystream.aggregator.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tallystream.contract.description.ContractFile;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TopicSettingsDescribedTest {
    @Test
    void theSettingsOfEveryTopicAreDescribed() throws IOException {
        Map<String, Map<String, String>> described = new TreeMap<>();
        for (JsonNode channel :
                new YAMLMapper().readTree(ContractFile.ASYNC_API.read()).get("channels")) {
            Map<String, String> settings = new TreeMap<>();
            for (var setting : channel.get("x-tallystream-topic-settings").properties()) {
                settings.put(setting.getKey(), setting.getValue().asText());
            }
            described.put(channel.get("address").textValue(), settings);
        }

        assertEquals(TopicSetup.wanted(), described);
    }

    @Test
    void theBindingSaysWhatTheSettingsSay() throws IOException {
        for (JsonNode channel :
                new YAMLMapper().readTree(ContractFile.ASYNC_API.read()).get("channels")) {
            JsonNode settings = channel.get("x-tallystream-topic-settings");
            for (var bound : channel.at("/bindings/kafka/topicConfiguration").properties()) {
                String value = bound.getValue().isArray()
                        ? bound.getValue().get(0).asText()
                        : bound.getValue().asText();
                assertEquals(settings.get(bound.getKey()).asText(), value, bound.getKey());
            }
        }
    }
}
